import { useMemo } from 'preact/hooks';
import type { Table } from '../../../src/protocol/plots';
import type { PlotAt, PlotKey } from '../../../src/protocol/plotsApi';
import { RunSwatch } from '../../charts/runSwatch';
import { toCsv } from '../../ui/csv';
import { fillTemplate } from '../../ui/fillTemplate';
import { useLogged } from './loggedContext';
import { PlotCard, PlotFoot, RunParts } from './plotCard';
import { Switch, usePlots, useRunNames } from './plotParts';
import { RowsBox } from './rowsBox';
import { joinedTable, shownTable } from './tableRows';

/** The tables of the runs, side by side or with their rows joined by the first column. */
export function TableCard({ plot }: { plot: PlotKey<'table'> }) {
  const { logged, strings } = useLogged();
  const texts = strings.logged;
  const { joined = false } = logged.settingsOf(plot);
  const hasSeveral = plot.runCount > 1;
  const nameOf = useRunNames();
  return (
    <PlotCard
      plot={plot}
      wide
      controls={
        hasSeveral && (
          <Switch
            label={texts.tableView}
            value={joined ? 'joined' : 'apart'}
            choices={[
              { value: 'apart', label: texts.sideBySide },
              { value: 'joined', label: texts.joined },
            ]}
            onChange={(value) => logged.set(plot, { joined: value === 'joined' })}
          />
        )
      }
      useValue={usePlots<'table'>}
    >
      {(plots, runIds) => (
        <>
          {joined && hasSeveral ? (
            <Joined plot={plot} plots={plots} />
          ) : (
            <RunParts plot={plot} runIds={runIds}>
              {(runId) => {
                const found = plots.find((one) => one.runId === runId);
                return (
                  found && { step: found.step, shown: <Apart plot={plot} table={found.data} name={nameOf(runId)} /> }
                );
              }}
            </RunParts>
          )}
          <PlotFoot plot={plot} shown={runIds.length} csv={() => csvOf(plots, nameOf)} />
        </>
      )}
    </PlotCard>
  );
}

function Apart({ plot, table, name }: { plot: PlotKey; table: Table; name: string }) {
  const { strings } = useLogged();
  const shown = useMemo(() => shownTable(table), [table]);
  const { rows, total } = table;
  return (
    <>
      <RowsBox table={shown} label={fillTemplate(strings.logged.tableOf, plot.key, name.slice(0, 200))} />
      {total > rows.length && (
        <p class="secondary matrix-foot">{fillTemplate(strings.logged.rowsOf, rows.length, total)}</p>
      )}
    </>
  );
}

function Joined({ plot, plots }: { plot: PlotKey; plots: readonly PlotAt<'table'>[] }) {
  const { runs: known, strings, theme } = useLogged();
  const table = useMemo(() => joinedTable(plots.map(({ data }) => data)), [plots]);
  const runs = plots.map(({ runId }) => known.value.find(({ id }) => id === runId));
  const different = table.differs!.filter((row) => row.includes(true)).length;
  return (
    <>
      <p class="joined-runs">
        {runs.map(
          (run) =>
            run !== undefined && (
              <span key={run.id} class="joined-run">
                <RunSwatch colorIndex={run.colorIndex} theme={theme} />
                <span class="cut">{run.name.slice(0, 200)}</span>
              </span>
            ),
        )}
        <span class="secondary">{fillTemplate(strings.logged.rowsDiffer, different, table.rows.length)}</span>
      </p>
      <RowsBox table={table} label={plot.key} colorIndexes={runs.map((run) => run?.colorIndex ?? 0)} />
    </>
  );
}

/** Columns by name: the tables of runs may differ in them. */
function csvOf(plots: readonly PlotAt<'table'>[], nameOf: (runId: string) => string): string {
  const columns = [...new Set(plots.flatMap(({ data }) => data.columns))];
  const rows = plots.flatMap(({ runId, step, data }) =>
    data.rows.map((row) => [
      nameOf(runId),
      step,
      ...columns.map((name) => {
        const value = row[data.columns.indexOf(name)];
        return value === null || value === undefined ? undefined : typeof value === 'boolean' ? String(value) : value;
      }),
    ]),
  );
  return toCsv([['run', 'step', ...columns], ...rows]);
}
