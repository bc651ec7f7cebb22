import { type ReadonlySignal, signal, type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Series } from '../../../src/protocol/entities';
import { metricDirection } from '../../../src/protocol/metricDirection';
import { toPoints } from '../../charts/chartLine';
import { type Crosshair, LineChart } from '../../charts/lineChart';
import { PLAIN, plotFrame } from '../../charts/plotFrame';
import { useVisible, useWidth } from '../../ui/elementSize';
import { fillTemplate } from '../../ui/fillTemplate';
import { Button } from '../../ui/toolkit';
import { formatInUnit, type ValueUnit } from '../../ui/valueUnits';
import { Bone } from '../bone';
import { usePage, useRun } from '../pageContext';
import type { KeyData } from './runSeries';

/** Of one run there is no line to lift. */
const NONE = signal(undefined);

export interface MetricChartProps {
  metric: string;
  /** What stands above it; the metric without. */
  title?: string;
  /** What the x axis is called, and where each point stands on it, in seconds; the step without. */
  xLabel?: string;
  xOf?: (series: Series) => Float64Array;
  /** What the values are in. */
  unit?: ValueUnit | undefined;
  /** Where the charts of a page point at together. */
  crosshair: Signal<Crosshair | undefined>;
}

/** The chart of one metric. Out of sight it is an empty box of the same height, so that nothing jumps. */
export function MetricChart(props: MetricChartProps) {
  const card = useRef<HTMLElement>(null);
  const visible = useVisible(card);
  const width = useWidth(card);
  return (
    <article ref={card} class="chart-card" aria-label={props.metric}>
      {visible && width > 0 && <Content {...props} width={width} />}
    </article>
  );
}

function Content({ metric, title, xLabel, xOf, unit, crosshair, width }: MetricChartProps & { width: number }) {
  const { series: store, strings, theme } = usePage();
  const run = useRun();
  const data = useKeyData(metric, width);
  const { series } = data;
  const lines = useMemo(() => {
    if (series === undefined || series.steps.length === 0) return [];
    const placed = xOf === undefined ? series : { ...series, steps: xOf(series) };
    return [{ id: run.id, name: run.name, colorIndex: run.colorIndex, ...toPoints(placed) }];
  }, [series, xOf, run.id, run.name, run.colorIndex]);
  const frame = useMemo(
    () => ({ ...plotFrame(lines, { ...PLAIN, xKind: xOf === undefined ? 'number' : 'duration' }), unit }),
    [lines, xOf, unit],
  );
  if (data.failure !== undefined && series === undefined) {
    return (
      <div class="hint">
        <p>{data.failure}</p>
        <Button onClick={() => store.retry(metric)}>{strings.retry}</Button>
      </div>
    );
  }
  const last = lastValue(series, unit);
  return (
    <>
      <header>
        <h3 title={metric}>
          <bdi>{title ?? metric}</bdi>
        </h3>
        <b class="number">{last}</b>
      </header>
      {series === undefined ? (
        <Bone class="chart" />
      ) : (
        <LineChart
          id={metric}
          lines={lines}
          frame={frame}
          label={fillTemplate(strings.chartLabel, title ?? metric, last)}
          best={metricDirection(metric)}
          stepLabel={xLabel ?? strings.step}
          theme={theme}
          lifted={NONE}
          crosshair={crosshair}
        />
      )}
    </>
  );
}

/** Watches the points of a metric as long as the card is in sight. */
function useKeyData(metric: string, width: number): KeyData {
  const { series } = usePage();
  const source = useSignal<ReadonlySignal<KeyData> | undefined>(undefined);
  const shown = useSignal<KeyData>({ series: undefined, failure: undefined });
  useEffect(() => {
    source.value = series.watch(metric, width);
    return () => series.unwatch(metric);
    // A chart that is resized goes on to show what it has.
  }, [series, metric, source]);
  useEffect(() => series.widen(metric, width), [series, metric, width]);
  useSignalEffect(() => {
    if (source.value !== undefined) shown.value = source.value.value;
  });
  return shown.value;
}

/** As it was reported: of a run that diverged it is NaN. */
function lastValue(series: Series | undefined, unit: ValueUnit | undefined): string {
  const last = series?.values.at(-1);
  return last === undefined ? '' : formatInUnit(last, unit);
}
