import { useMemo } from 'preact/hooks';
import type { PlotAt, PlotKey } from '../../../src/protocol/plotsApi';
import { RunSwatch } from '../../charts/runSwatch';
import { toCsv } from '../../ui/csv';
import { fillTemplate } from '../../ui/fillTemplate';
import { ChartFrame } from '../insights/chartFrame';
import { useLogged } from './loggedContext';
import {
  Answered,
  Downloads,
  MoreRuns,
  NothingHere,
  RunPart,
  StepSlider,
  Switch,
  usePlots,
  useShownRuns,
} from './plotParts';
import { RowsBox } from './rowsBox';
import { joinedTable, shownTable } from './tableRows';

/** The tables of the runs, side by side or with their rows joined by the first column. */
export function TableCard({ plot }: { plot: PlotKey<'table'> }) {
  const { logged, strings } = useLogged();
  const texts = strings.logged;
  const { joined = false } = logged.settingsOf(plot);
  return (
    <ChartFrame
      title={plot.key}
      class="wide low"
      controls={
        <>
          <StepSlider plot={plot} />
          {plot.runCount > 1 && (
            <Switch
              label={texts.tableView}
              value={joined ? 'joined' : 'apart'}
              choices={[
                { value: 'apart', label: texts.sideBySide },
                { value: 'joined', label: texts.joined },
              ]}
              onChange={(value) => logged.set(plot, { joined: value === 'joined' })}
            />
          )}
        </>
      }
    >
      {() => <Tables plot={plot} joined={joined && plot.runCount > 1} />}
    </ChartFrame>
  );
}

function Tables({ plot, joined }: { plot: PlotKey<'table'>; joined: boolean }) {
  const { runs } = useLogged();
  const runIds = useShownRuns(plot);
  const answer = usePlots(plot, runIds);
  const nameOf = (id: string): string => runs.value.find((run) => run.id === id)?.name ?? id;
  return (
    <Answered answer={answer}>
      {(plots) => (
        <>
          {joined ? (
            <Joined plot={plot} plots={plots} />
          ) : (
            <div class="run-parts">
              {runIds.map((runId) => (
                <Apart
                  key={runId}
                  plot={plot}
                  runId={runId}
                  name={nameOf(runId)}
                  found={plots.find((one) => one.runId === runId)}
                />
              ))}
            </div>
          )}
          <footer class="across-foot">
            <MoreRuns plot={plot} shown={runIds.length} />
            <Downloads name={plot.key.slice(0, 80)} csv={() => csvOf(plots, nameOf)} />
          </footer>
        </>
      )}
    </Answered>
  );
}

function Apart(props: { plot: PlotKey; runId: string; name: string; found: PlotAt<'table'> | undefined }) {
  const { strings } = useLogged();
  const { plot, runId, name, found } = props;
  const table = useMemo(() => found && shownTable(found.data), [found]);
  if (found === undefined || table === undefined) {
    return (
      <RunPart runId={runId}>
        <NothingHere />
      </RunPart>
    );
  }
  const { rows, total } = found.data;
  return (
    <RunPart runId={runId} step={plot.hasSteps ? found.step : undefined}>
      <RowsBox table={table} label={fillTemplate(strings.logged.tableOf, plot.key, name.slice(0, 200))} />
      {total > rows.length && (
        <p class="secondary matrix-foot">{fillTemplate(strings.logged.rowsOf, rows.length, total)}</p>
      )}
    </RunPart>
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
