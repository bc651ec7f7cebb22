import { fromWire } from '../../src/protocol/numbers';
import type { ChartLine } from '../charts/chartLine';
import type { LineChartView } from '../charts/lineChartView';
import { RunSwatch } from '../charts/runSwatch';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon, IconButton } from '../ui/icon';
import { formatNumber } from '../ui/numbers';
import { xLabel } from './chartAxes';
import type { ChartData } from './chartData';
import { useChartDrag } from './chartDrag';
import { ChartMenu } from './chartMenu';
import { usePage } from './pageContext';
import { bestIndex, bestOf } from './verdict';

/** What a chart is of, what is not in sight of it, its numbers and its actions. */
export function CardHeader(props: {
  metric: string;
  data: ChartData;
  view: { current: LineChartView | undefined };
  onMove: ((by: number) => void) | undefined;
}) {
  const { metric, data } = props;
  const { model, strings, fullScreen } = usePage();
  const direction = model.directionOf(metric);
  const drag = useChartDrag(metric);
  const isFull = fullScreen.value === metric;
  return (
    <header {...(props.onMove === undefined ? {} : drag)}>
      <h3 title={metric}>{metric}</h3>
      {direction === 'higher' && <Icon name="arrow-up" class="secondary" label={strings.higherIsBetter} />}
      {direction === 'lower' && <Icon name="arrow-down" class="secondary" label={strings.lowerIsBetter} />}
      <Notes data={data} />
      {data.frame.zoom !== undefined && (
        <IconButton name="zoom-out" label={strings.resetZoom} onClick={() => data.zoomTo(undefined)} />
      )}
      <CardNumbers metric={metric} />
      <span class="card-actions">
        <IconButton
          name={isFull ? 'screen-normal' : 'screen-full'}
          label={isFull ? strings.closeFullScreen : fillTemplate(strings.fullScreen, metric)}
          onClick={() => (fullScreen.value = isFull ? undefined : metric)}
        />
        <ChartMenu {...props} />
      </span>
    </header>
  );
}

/** What the chart does not show, so that nothing is left out silently. */
function Notes({ data }: { data: ChartData }) {
  const { strings } = usePage();
  const { frame, lines = [], cutOff, withoutX, damaged, settings } = data;
  const { outside } = frame.y;
  const told = [
    ...(holesOf(lines).length > 0 ? [fillTemplate(strings.notFinite, holesOf(lines).join(', '))] : []),
    ...(cutOff.length > 0 ? [fillTemplate(strings.notOnLog, cutOff.join(', '))] : []),
    ...(withoutX.length > 0 ? [fillTemplate(strings.withoutX, xLabel(settings.x, strings), withoutX.join(', '))] : []),
    ...(damaged.length > 0 ? [fillTemplate(strings.damaged, damaged.join(', '))] : []),
  ];
  return (
    <>
      {told.map((label) => (
        <Icon key={label} name="warning" class="warning" label={label} />
      ))}
      {outside > 0 && (
        <span class="card-note" title={strings.outOfSightHint}>
          {fillTemplate(data.decimated ? strings.outOfSightAtLeast : strings.outOfSight, outside)}
        </span>
      )}
    </>
  );
}

function holesOf(lines: readonly ChartLine[]): string[] {
  return [...new Set(lines.flatMap((line) => line.holes.map((hole) => String(hole.y))))];
}

/** One run: its last and best value. Several: the best of all and whose it is. */
function CardNumbers({ metric }: { metric: string }) {
  const { model, strings, theme } = usePage();
  const direction = model.directionOf(metric);
  const summaries = model.metricsByKey.value.get(metric)?.values ?? [];
  const bests = summaries.map(
    (summary) => (summary === undefined ? undefined : bestOf(summary, direction)) ?? Number.NaN,
  );
  const [single] = summaries;
  if (summaries.length === 1 && single !== undefined) {
    const [best = Number.NaN] = bests;
    return (
      <span class="card-numbers">
        {strings.last} <b class="number">{formatNumber(fromWire(single.last) ?? Number.NaN)}</b>
        {Number.isFinite(best) && best !== fromWire(single.last) && (
          <>
            {' · '}
            {strings.best} <b class="number">{formatNumber(best)}</b>
          </>
        )}
      </span>
    );
  }
  const winner = bestIndex(direction, bests);
  const run = winner === undefined ? undefined : model.runs.value[winner];
  if (winner === undefined || run === undefined) return null;
  return (
    <span class="card-numbers" title={run.name}>
      {strings.best} <b class="number">{formatNumber(bests[winner] as number)}</b>
      <RunSwatch colorIndex={run.colorIndex} theme={theme} />
    </span>
  );
}
