import { useComputed, useSignal, type ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { DEFAULT_SETTINGS, type ChartSettings } from '../../src/protocol/chartSettings';
import type { Series } from '../../src/protocol/entities';
import type { ChartLine } from '../charts/chartLine';
import type { Range } from '../charts/chartRange';
import type { MarkSource } from '../charts/lineMarks';
import { logLines } from '../charts/logLines';
import { plotFrame, type PlotFrame } from '../charts/plotFrame';
import { hasLogX, isEqualX, xKindOf } from './chartAxes';
import { axisName } from './chartZoom';
import { bestPoint, chartLines, damagedRuns, withoutX } from './chartLines';
import type { CompareModel } from './compareModel';
import { usePage } from './pageContext';
import { withDetail } from './seriesParts';
import type { KeyData, SeriesRequest, SeriesStore } from './seriesStore';
import type { ViewState } from './viewState';

/** What is read to either side of the part that is zoomed to, of that part. */
const MARGIN = 0.125;

/** Of the x axis, both ends included. */
type StepRange = NonNullable<SeriesRequest['range']>;

/** The part of a request that is zoomed to. */
interface DetailedPart {
  request: SeriesRequest;
  data: ReadonlySignal<KeyData>;
  range: StepRange;
}

/** Everything that a chart shows, and what it says of that. */
export interface ChartData {
  settings: ChartSettings;
  /** Undefined until the points were read once. */
  lines: readonly ChartLine[] | undefined;
  failure: string | undefined;
  frame: PlotFrame;
  best: MarkSource['best'];
  /** Names of runs of which a logarithmic axis cannot show all. */
  cutOff: readonly string[];
  /** Names of runs that lack the metric of the x axis. */
  withoutX: readonly string[];
  /** Names of runs whose points cannot be read. */
  damaged: readonly string[];
  /** Whether some points were not read. */
  decimated: boolean;
  zoomTo: (zoom: Range | undefined) => void;
  retry: () => void;
}

/** The page's settings, and in their place those of this chart. */
export function useChartSettings(metric: string): ChartSettings {
  const { model, view } = usePage();
  return chartSettings(model, view, metric);
}

function chartSettings(model: CompareModel, view: ViewState, metric: string): ChartSettings {
  return { ...DEFAULT_SETTINGS, ...view.settings.value, ...model.layout.of(metric).settings };
}

/** What the chart of a metric asks the store for. */
export function seriesRequest(model: CompareModel, view: ViewState, metric: string): SeriesRequest {
  const settings = chartSettings(model, view, metric);
  return { key: metric, x: settings.x, logX: hasLogX(settings), smoothing: settings.smoothing };
}

/** Reads what the chart of a metric shows, as long as it is in sight. */
export function useChartData(metric: string, width: number): ChartData {
  const { model, view } = usePage();
  const settings = chartSettings(model, view, metric);
  const { logY, clip } = settings;
  const { request, data } = useSeries(model.series, seriesRequest(model, view, metric), width);
  // Until the points of another axis are there those of the former one are shown, on it.
  const shownX = request.x;
  const axis = axisName(shownX);
  const kept = useComputed(() => model.zooms.value[metric]).value;
  const zoom = kept?.axis === axis ? kept : undefined;
  const series = useDetailed(request, data?.series, zoom, width);

  const logX = hasLogX({ ...settings, x: shownX });
  const units = model.units.value;
  const runs = model.runs.value;
  const lines = useMemo(() => series && chartLines(series, units, runs), [series, units, runs]);
  const { lines: drawn, cutOff } = useMemo(() => logLines(lines ?? [], { logX, logY }), [lines, logX, logY]);
  const frame = useMemo(
    () => plotFrame(drawn, { logX, logY, clip, zoom, xKind: xKindOf(shownX) }),
    [drawn, logX, logY, clip, zoom, shownX],
  );
  const direction = model.directionOf(metric);
  const best = useMemo(() => bestPoint(drawn, direction), [drawn, direction]);
  return {
    settings: { ...settings, x: shownX },
    lines: lines && drawn,
    failure: data?.failure,
    frame,
    best,
    cutOff,
    withoutX: typeof shownX === 'string' || data?.series === undefined ? [] : withoutX(data.series, runs),
    damaged: damagedRuns(data?.series ?? [], runs),
    decimated: data?.series?.some((one) => one.decimated) === true,
    zoomTo: (range) => model.zoom(metric, range && { ...range, axis }),
    retry: () => model.series.retry(request),
  };
}

/** Watches a request as long as it is the one; shows what the one before had until its own points are there. */
function useSeries(
  store: SeriesStore,
  wanted: SeriesRequest,
  width: number,
): { request: SeriesRequest; data: KeyData | undefined } {
  const request = useStable(wanted, isEqualRequest);
  const source = useSignal<{ request: SeriesRequest; data: ReadonlySignal<KeyData> } | undefined>(undefined);
  useLayoutEffect(() => {
    source.value = { request, data: store.watch(request, width) };
    return () => store.unwatch(request);
  }, [store, request, width, source]);
  const current = source.value;
  // Read while the chart is rendered: an effect would hear of the points a frame later.
  const data = current?.data.value;
  const isThere = data?.series !== undefined || data?.failure !== undefined;
  const shown = useLast(current === undefined || !isThere ? undefined : { request: current.request, data });
  return shown ?? { request, data: undefined };
}

/**
 * The series with the part that is zoomed to, and a little to either side of it, read in full detail. Until that is
 * there the part that was read before stands in it.
 */
function useDetailed(
  request: SeriesRequest,
  series: readonly Series[] | undefined,
  zoom: Range | undefined,
  width: number,
): readonly Series[] | undefined {
  const { model } = usePage();
  const isNeeded = zoom !== undefined && series?.some((one) => one.decimated) === true;
  const range = isNeeded ? widened(zoom) : undefined;
  const asked = useSignal<DetailedPart | undefined>(undefined);
  // Asked before the chart is drawn: the store reads meanwhile.
  useLayoutEffect(() => {
    if (range === undefined) {
      asked.value = undefined;
      return undefined;
    }
    const part = { ...request, range };
    // While one part is read, only the last of those that are asked for meanwhile waits: turning the wheel costs no more.
    asked.value = { request, data: model.details.watch(part, (1 + 2 * MARGIN) * width), range };
    return () => model.details.unwatch(part);
  }, [model, request, range?.from, range?.to, width, asked]);
  const part = asked.value;
  const found = part?.data.value.series;
  const last = useLast(part === undefined || found === undefined ? undefined : { ...part, series: found });
  // Points of another axis do not fit into it.
  const isShown = part !== undefined && last?.request === request;
  const [detail, detailRange] = isShown ? [last.series, last.range] : [];
  return useMemo(() => {
    if (series === undefined || detail === undefined || detailRange === undefined) return series;
    const details = new Map(detail.map((one) => [one.runId, one]));
    return series.map((one) => {
      const own = details.get(one.runId);
      return own === undefined || !one.decimated ? one : withDetail(one, own, detailRange);
    });
  }, [series, detail, detailRange]);
}

/** What was there last: while nothing is, it stands in. */
function useLast<T>(value: T | undefined): T | undefined {
  const last = useRef(value);
  if (value !== undefined) last.current = value;
  return last.current;
}

function widened({ min, max }: Range): StepRange {
  const margin = MARGIN * (max - min);
  return { from: min - margin, to: max + margin };
}

/** The same object as long as it is equal. */
function useStable<T>(value: T, isEqual: (a: T, b: T) => boolean): T {
  const kept = useRef(value);
  if (!isEqual(kept.current, value)) kept.current = value;
  return kept.current;
}

function isEqualRequest(a: SeriesRequest, b: SeriesRequest): boolean {
  return a.key === b.key && a.smoothing === b.smoothing && a.logX === b.logX && isEqualX(a.x, b.x);
}
