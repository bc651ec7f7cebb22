import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { ChartFormat } from '../../src/protocol/compareCharts';
import type { Run, RunId, Series } from '../../src/protocol/entities';
import type { MetricDirection } from '../../src/protocol/metricDirection';
import type { ComparePageApi, ComparePageEvent } from '../../src/protocol/pagesApi';
import type { ReportFacts } from '../../src/protocol/reportApi';
import { unpackSeries } from '../../src/protocol/sentSeries';
import type { ChangeEvent, ComparedParam, Comparison, SeriesQuery } from '../../src/protocol/storeApi';
import { paced } from '../ui/paced';
import type { RpcClient } from '../ui/rpcClient';
import { comparedRuns, withRuns, type ComparedRuns } from './comparedRuns';
import type { ChartZoom } from './chartZoom';
import { LayoutModel } from './layoutModel';
import { runUnits } from './runUnits';
import { SeriesStore, type RunUnit } from './seriesStore';
import { isEqualList, stable } from './stable';
import { directionOf, verdictMetric } from './verdict';

/** For the first charts, ms. */
const LONGEST_WAIT = 1500;
/** What the first charts take to be painted once their points are there, ms. */
const PAINT_TIME = 150;

export type CompareHost = RpcClient<ComparePageApi, ComparePageEvent>;

/** A run as charts and legend know it. */
export type ShownRun = Pick<Run, 'id' | 'name' | 'colorIndex' | 'status' | 'startedAt'>;

/** What the page shows and does, without how it looks. */
export class CompareModel {
  /** The workspace folder of the runs. */
  readonly folder = signal<string | undefined>(undefined);
  readonly runIds = signal<readonly RunId[]>([]);
  readonly comparison = signal<ComparedRuns | undefined>(undefined);
  readonly failure = signal<string | undefined>(undefined);
  /** Whether the host has told which runs to show. */
  readonly ready = signal(false);
  /** What is told of the report that the page stands in; `undefined` in the editor. */
  readonly report = signal<ReportFacts | undefined>(undefined);
  /** Names of runs that vanished while they were shown. */
  readonly deleted = signal<readonly string[]>([]);
  readonly pointedAt = signal<RunId | undefined>(undefined);
  readonly pinned = signal<RunId | undefined>(undefined);
  /** The runs that are brushed in the charts across runs; `undefined` where nothing is. */
  readonly brushed = signal<ReadonlySet<RunId> | undefined>(undefined);
  /** The run to bring to the front in every chart. */
  readonly lifted = computed(() => this.pointedAt.value ?? this.pinned.value);
  /** Unchanged as long as nothing of that changes. */
  readonly runs = stable(() =>
    (this.comparison.value?.runs ?? []).map(({ id, name, colorIndex, status, startedAt }): ShownRun => {
      return { id, name, colorIndex, status, startedAt };
    }),
  );
  /** Which part of its x axis the chart of a metric shows; those that show all are absent. */
  readonly zooms = signal<Readonly<Record<string, ChartZoom>>>({});
  /** Groups of runs that are repeats of one another. */
  readonly repeats = signal<readonly RunId[][]>([]);
  /**
   * Whether the first charts are there. What is seen later is built and asked for after them: the store answers in order.
   */
  readonly settled = signal(false);
  /** Whether they are drawn as one line each. */
  readonly groupRepeats = signal(false);
  /** What is drawn as a line each. */
  readonly units: ReadonlySignal<readonly RunUnit[]> = stable(() =>
    runUnits(this.runIds.value, this.groupRepeats.value ? this.repeats.value : []),
  );
  /** The line to bring to the front in every chart. */
  readonly liftedLine = computed(() => {
    const lifted = this.lifted.value;
    return lifted === undefined ? undefined : this.units.value.find((unit) => unit.includes(lifted))?.[0];
  });
  /** The lines that hold a brushed run; `undefined` where nothing is brushed. */
  readonly brushedLines = computed(() => {
    const brushed = this.brushed.value;
    if (brushed === undefined) return undefined;
    return new Set(this.units.value.filter((unit) => unit.some((id) => brushed.has(id))).map(([first]) => first));
  });
  readonly metricKeys = stable(() => (this.comparison.value?.metrics ?? []).map((metric) => metric.key));
  /** The metric that the runs are judged by. */
  readonly keyMetric = computed(() => this.comparison.value && verdictMetric(this.comparison.value));
  readonly metricsByKey = computed(
    () => new Map((this.comparison.value?.metrics ?? []).map((metric) => [metric.key, metric])),
  );
  readonly layout: LayoutModel;
  /** The points of whole series. */
  readonly series: SeriesStore;
  /** Those of the parts that are zoomed to. */
  readonly details: SeriesStore;

  private readonly paced = paced(() => this.readOnce([...this.runIds.value]));
  /** What the host read while the page was loaded. */
  private early: Comparison | undefined;
  /** What the groups of repeats were found by. */
  private repeatsOf: { runIds: readonly RunId[]; params: readonly ComparedParam[] } | undefined;

  constructor(private readonly host: CompareHost) {
    this.layout = new LayoutModel((layout) => void this.attempt(host.call('saveLayout', { layout })));
    const read = async (query: SeriesQuery): Promise<Series[]> => (await host.call('series', query)).map(unpackSeries);
    this.series = new SeriesStore(read);
    this.details = new SeriesStore(read);
    effect(() => {
      for (const store of [this.series, this.details]) store.setUnits(this.units.value);
    });
    effect(() => {
      if (this.series.hasRead.value) setTimeout(() => this.settle(), PAINT_TIME);
    });
    host.onEvent((event) => this.handle(event));
  }

  /** Asks the host what to show; again after a failure. */
  async start(): Promise<void> {
    this.failure.value = undefined;
    try {
      const { folder, runIds, layout, report, comparison } = await this.host.call('ready', {});
      this.folder.value = folder;
      this.report.value = report;
      this.layout.take(layout);
      this.ready.value = true;
      this.early = comparison;
      this.show(runIds);
    } catch (error) {
      this.fail(error);
    }
  }

  async pickRuns(): Promise<void> {
    const picked = await this.attempt(this.host.call('pickRuns', { runIds: [...this.runIds.value] }));
    if (picked !== undefined) this.showAndTell(picked);
  }

  removeRun(runId: RunId): void {
    this.showAndTell(this.runIds.value.filter((id) => id !== runId));
  }

  /** Keeps a run lifted, or no longer. */
  pin(runId: RunId): void {
    this.pinned.value = this.pinned.value === runId ? undefined : runId;
  }

  /** Shows a part of the x axis in the chart of a metric; all of it without one. */
  zoom(metric: string, zoom: ChartZoom | undefined): void {
    const { [metric]: _, ...others } = this.zooms.value;
    this.zooms.value = zoom === undefined ? others : { ...others, [metric]: zoom };
  }

  /** Lets the host do something with a run; what goes wrong there, the host shows itself. */
  act(method: 'showOutput' | 'revealRun' | 'stopRun', runId: RunId): void {
    void this.attempt(this.host.call(method, { runId }));
  }

  /** In which direction a metric gets better: as chosen, or as its name tells. */
  directionOf(key: string): MetricDirection | undefined {
    return directionOf(key, this.comparison.value?.directions ?? {});
  }

  /** Lets somebody pick the metric of an x axis. */
  pickMetric(): Promise<string | undefined> {
    return this.attempt(this.host.call('pickMetric', { keys: [...this.metricKeys.value] }));
  }

  saveChart(name: string, format: ChartFormat, content: string | Uint8Array): void {
    void this.attempt(this.host.call('saveChart', { name, format, content }));
  }

  /** Saves a report of what is shown; `view` is how the page is set up. */
  saveReport(view: object): void {
    void this.attempt(this.host.call('saveReport', { view }));
  }

  /** Reads the comparison anew, soon. */
  refresh(): void {
    this.paced();
  }

  private settle(): void {
    if (this.settled.peek()) return;
    this.settled.value = true;
    const comparison = this.comparison.peek();
    if (comparison !== undefined) void this.attempt(this.findRepeats(comparison));
  }

  private handle(event: ComparePageEvent): void {
    if (event.kind === 'setRuns') this.show(event.runIds);
    else if (event.kind === 'runEnded') this.runEnded(event.run);
    else if (event.kind === 'layout') this.layout.take(event.layout);
    else if (event.kind === 'restarted') this.readAgain();
    else if (event.kind === 'changed') this.changed(event);
  }

  /** What was asked of the store before may have been lost. */
  private readAgain(): void {
    for (const runId of this.runIds.value) for (const store of [this.series, this.details]) store.changed(runId);
    if (this.runIds.value.length > 0) this.refresh();
  }

  private changed({ runs, choices }: ChangeEvent): void {
    const shownIds = new Set(this.runIds.value);
    const shown = runs.filter(({ runId }) => shownIds.has(runId));
    const removed = shown.filter((run) => run.removed === true).map((run) => run.runId);
    for (const { runId, keys, allKeys } of shown) {
      for (const store of [this.series, this.details]) store.changed(runId, allKeys === true ? undefined : keys);
    }
    if (removed.length > 0) this.drop(removed);
    else if (shown.length > 0 || choices === true) this.refresh();
  }

  private runEnded(run: Run): void {
    if (this.runIds.value.includes(run.id)) this.refresh();
  }

  private drop(removed: readonly RunId[]): void {
    const gone = new Set(removed);
    const names = this.comparison.value?.runs.filter(({ id }) => gone.has(id)).map(({ name }) => name) ?? [];
    this.deleted.value = [...this.deleted.value, ...names];
    this.showAndTell(this.runIds.value.filter((id) => !gone.has(id)));
  }

  private showAndTell(runIds: readonly RunId[]): void {
    this.show(runIds);
    void this.attempt(this.host.call('showsRuns', { runIds: [...runIds] }));
  }

  private show(runIds: readonly RunId[]): void {
    this.runIds.value = [...new Set(runIds)];
    for (const chosen of [this.pinned, this.pointedAt]) {
      if (chosen.value !== undefined && !this.runIds.value.includes(chosen.value)) chosen.value = undefined;
    }
    // At once without the runs that went, so that a removed column never lingers.
    if (this.comparison.value !== undefined) this.comparison.value = withRuns(this.comparison.value, this.runIds.value);
    if (this.runIds.value.length > 0) this.refresh();
  }

  private async readOnce(runIds: RunId[]): Promise<void> {
    if (runIds.length === 0) return;
    try {
      const read = this.early ?? (await this.host.call('comparison', { runIds }));
      this.early = undefined;
      const comparison = comparedRuns(read);
      const [found, shown] = [new Set(comparison.runs.map(({ id }) => id)), new Set(this.runIds.value)];
      const gone = runIds.filter((id) => !found.has(id) && shown.has(id));
      // The one before still has their names.
      if (gone.length > 0) this.drop(gone);
      // Other runs may have been chosen meanwhile: the next read is under way then.
      this.comparison.value = withRuns(comparison, this.runIds.value);
      this.failure.value = undefined;
      if (comparison.metrics.length === 0) this.settled.value = true;
      if (this.settled.value || this.groupRepeats.value) await this.findRepeats(comparison);
      // No chart may be in sight.
      else setTimeout(() => this.settle(), LONGEST_WAIT);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Asks which runs repeat one another, whenever that may have changed. */
  private async findRepeats({ runs, params }: ComparedRuns): Promise<void> {
    const runIds = runs.map(({ id }) => id);
    if (this.repeatsOf !== undefined && isEqualList(runIds, this.repeatsOf.runIds)) {
      const before = this.repeatsOf.params;
      const isAlike = (row: ComparedParam, i: number) =>
        row.key === before[i]?.key && isEqualList(row.values, before[i].values);
      if (params.length === before.length && params.every(isAlike)) return;
    }
    this.repeats.value = await this.host.call('repeats', { runIds });
    this.repeatsOf = { runIds, params };
  }

  private fail(error: unknown): void {
    this.failure.value = error instanceof Error ? error.message : String(error);
  }

  private async attempt<T>(call: Promise<T>): Promise<T | undefined> {
    try {
      return await call;
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }
}
