import { useMemo } from 'preact/hooks';
import type { ConfusionMatrix } from '../../../src/protocol/plots';
import type { PlotAt, PlotKey } from '../../../src/protocol/plotsApi';
import { PALETTE } from '../../../src/protocol/palette';
import { toCsv } from '../../ui/csv';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatNumber } from '../../ui/numbers';
import { useLogged } from './loggedContext';
import { heatScale, type HeatColor } from './heat';
import { accuracyOf, largestOf, percent, rowShares } from './matrix';
import { matricesDrawing } from './matrixDrawing';
import { MatrixGrid, MatrixTable } from './matrixTable';
import { PlotCard, PlotFoot, RunParts } from './plotCard';
import { Switch, usePlots, useRunNames } from './plotParts';

/** With more classes than this a table of texts is too large; the cells are drawn then. */
const MOST_IN_TABLE = 20;

/** The confusion matrices of the runs side by side, on one scale of colours. */
export function ConfusionCard({ plot }: { plot: PlotKey<'confusion'> }) {
  const { logged, strings } = useLogged();
  const texts = strings.logged;
  const { shares = false } = logged.settingsOf(plot);
  return (
    <PlotCard
      plot={plot}
      wide
      controls={
        <Switch
          label={texts.cells}
          value={shares ? 'shares' : 'counts'}
          choices={[
            { value: 'counts', label: texts.counts },
            { value: 'shares', label: texts.shares },
          ]}
          onChange={(value) => logged.set(plot, { shares: value === 'shares' })}
        />
      }
      useValue={usePlots<'confusion'>}
    >
      {(plots, runIds) => <MatrixRow plot={plot} runIds={runIds} plots={plots} shares={shares} />}
    </PlotCard>
  );
}

function MatrixRow(props: {
  plot: PlotKey<'confusion'>;
  runIds: readonly string[];
  plots: readonly PlotAt<'confusion'>[];
  shares: boolean;
}) {
  const { plot, runIds, plots, shares } = props;
  const nameOf = useRunNames();
  const { theme } = useLogged();
  const look = theme.value;
  const shown = useMemo(() => plots.map(({ data }) => cellsOf(data, shares)), [plots, shares]);
  const colorOf = useMemo(() => {
    const most = shares ? 1 : largestOf(shown.map(({ values }) => values));
    const scale = heatScale(look, PALETTE[look.kind][0]!);
    return (value: number): HeatColor => scale(value / most);
  }, [shown, shares, look]);
  const drawing = () =>
    matricesDrawing(
      plots.map((one, i) => ({ name: nameOf(one.runId), matrix: one.data, ...shown[i]! })),
      colorOf,
      look,
    );
  return (
    <>
      <RunParts plot={plot} runIds={runIds}>
        {(runId) => {
          const at = plots.findIndex((one) => one.runId === runId);
          const found = plots[at];
          return (
            found && {
              step: found.step,
              shown: <Matrix matrix={found.data} {...shown[at]!} colorOf={colorOf} name={nameOf(runId)} />,
            }
          );
        }}
      </RunParts>
      <PlotFoot plot={plot} shown={runIds.length} drawing={drawing} csv={() => csvOf(plots, nameOf)} />
    </>
  );
}

function Matrix(props: {
  matrix: ConfusionMatrix;
  values: readonly (readonly number[])[];
  texts: readonly (readonly string[])[];
  colorOf: (value: number) => HeatColor;
  name: string;
}) {
  const { strings } = useLogged();
  const accuracy = accuracyOf(props.matrix);
  const label = fillTemplate(strings.logged.matrixSummary, props.name.slice(0, 200), percent(accuracy));
  const isTable = props.matrix.labels.length <= MOST_IN_TABLE;
  return (
    <>
      {isTable ? <MatrixTable {...props} label={label} /> : <MatrixGrid {...props} label={label} />}
      {!Number.isNaN(accuracy) && (
        <p class="secondary matrix-foot">
          {strings.logged.accuracy} <span class="number">{accuracy.toFixed(3)}</span>
        </p>
      )}
    </>
  );
}

function cellsOf(matrix: ConfusionMatrix, shares: boolean) {
  const values = shares ? rowShares(matrix) : matrix.counts;
  return { values, texts: values.map((row) => row.map((value) => (shares ? percent(value) : formatNumber(value)))) };
}

function csvOf(plots: readonly PlotAt<'confusion'>[], nameOf: (runId: string) => string): string {
  const rows = plots.flatMap(({ runId, step, data: { labels, counts } }) =>
    counts.flatMap((row, i) => row.map((count, j) => [nameOf(runId), step, labels[i], labels[j], count])),
  );
  return toCsv([['run', 'step', 'true', 'predicted', 'count'], ...rows]);
}
