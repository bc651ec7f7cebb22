import { useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Series } from '../../src/protocol/entities';
import { metricDirection } from '../../src/protocol/metricDirection';
import { fromWire } from '../../src/protocol/numbers';
import { toPoints, type ChartLine } from '../charts/chartLine';
import { LineChart } from '../charts/lineChart';
import { RunSwatch } from '../charts/runSwatch';
import { useVisible, useWidth } from '../ui/elementSize';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon } from '../ui/icon';
import { formatNumber } from '../ui/numbers';
import { Button } from '../ui/toolkit';
import { usePage } from './pageContext';
import type { KeyData } from './seriesStore';
import { bestIndex, bestOf } from './verdict';

/** The chart of one metric. Out of sight it is an empty box of the same height, so that nothing jumps. */
export function ChartCard({ metric }: { metric: string }) {
  const card = useRef<HTMLElement>(null);
  const visible = useVisible(card);
  const width = useWidth(card);
  return (
    <article ref={card} class="chart-card" aria-label={metric}>
      {visible && width > 0 && <CardContent metric={metric} width={width} />}
    </article>
  );
}

function CardContent({ metric, width }: { metric: string; width: number }) {
  const { model } = usePage();
  const data = useKeyData(metric, width);
  const runs = model.runs.value;
  const lines = useMemo(() => linesOf(data?.series ?? [], runs), [data?.series, runs]);
  return (
    <>
      <CardHeader metric={metric} lines={lines} />
      <CardChart metric={metric} lines={lines} data={data} />
    </>
  );
}

function CardHeader({ metric, lines }: { metric: string; lines: ChartLine[] }) {
  const { strings } = usePage();
  const direction = metricDirection(metric);
  const holes = [...new Set(lines.flatMap((line) => line.holes.map((hole) => String(hole.y))))];
  return (
    <header>
      <h3 title={metric}>{metric}</h3>
      {direction === 'higher' && <Icon name="arrow-up" class="secondary" label={strings.higherIsBetter} />}
      {direction === 'lower' && <Icon name="arrow-down" class="secondary" label={strings.lowerIsBetter} />}
      {holes.length > 0 && (
        <Icon name="warning" class="warning" label={fillTemplate(strings.notFinite, holes.join(', '))} />
      )}
      <CardNumbers metric={metric} />
    </header>
  );
}

/** One run: its last and best value. Several: the best of all and whose it is. */
function CardNumbers({ metric }: { metric: string }) {
  const { model, strings, theme } = usePage();
  const row = model.metricsByKey.value.get(metric);
  const summaries = row?.values ?? [];
  const bests = summaries.map((summary) => (summary === undefined ? undefined : bestOf(summary)) ?? Number.NaN);
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
  const winner = bestIndex(metric, bests);
  const run = winner === undefined ? undefined : model.runs.value[winner];
  if (winner === undefined || run === undefined) return null;
  return (
    <span class="card-numbers" title={run.name}>
      {strings.best} <b class="number">{formatNumber(bests[winner] as number)}</b>
      <RunSwatch colorIndex={run.colorIndex} theme={theme} />
    </span>
  );
}

function CardChart({ metric, lines, data }: { metric: string; lines: ChartLine[]; data: KeyData | undefined }) {
  const { model, strings, theme, crosshair } = usePage();
  if (data?.failure !== undefined) {
    return (
      <div class="hint">
        <p>{data.failure}</p>
        <Button onClick={() => model.series.retry(metric)}>{strings.retry}</Button>
      </div>
    );
  }
  if (data?.series === undefined) return <div class="bone chart" aria-busy="true" aria-label={strings.loading} />;
  const label = fillTemplate(strings.chartLabel, metric, lines.map(lastValue).join(', '));
  return (
    <LineChart
      id={metric}
      lines={lines}
      label={label}
      best={metricDirection(metric)}
      stepLabel={strings.step}
      theme={theme}
      lifted={model.lifted}
      crosshair={crosshair}
    />
  );
}

/** Watches the points of a metric as long as the card is in sight. */
function useKeyData(metric: string, width: number): KeyData | undefined {
  const { model } = usePage();
  const source = useSignal<ReadonlySignal<KeyData> | undefined>(undefined);
  const shown = useSignal<KeyData | undefined>(undefined);
  useEffect(() => {
    source.value = model.series.watch(metric, width);
    return () => model.series.unwatch(metric);
  }, [model, metric, width, source]);
  useSignalEffect(() => {
    shown.value = source.value?.value;
  });
  return shown.value;
}

/** Points by series, so that a series that did not change is not laid out again. */
const pointsOf = new WeakMap<Series, ReturnType<typeof toPoints>>();

function linesOf(
  series: readonly Series[],
  runs: readonly { id: string; name: string; colorIndex: number }[],
): ChartLine[] {
  return runs.flatMap((run) => {
    const own = series.find((one) => one.runId === run.id);
    if (own === undefined || own.steps.length === 0) return [];
    const points = pointsOf.get(own) ?? toPoints(own);
    pointsOf.set(own, points);
    return [{ id: run.id, name: run.name, colorIndex: run.colorIndex, ...points }];
  });
}

function lastValue(line: ChartLine): string {
  const last = line.points.findLast((point) => !Number.isNaN(point.y));
  return `${line.name} ${formatNumber(last?.y ?? Number.NaN)}`;
}
