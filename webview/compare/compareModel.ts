import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Run, RunId } from '../../src/protocol/entities';
import type { ComparePageApi, ComparePageEvent } from '../../src/protocol/pagesApi';
import type { ChangeEvent, Comparison } from '../../src/protocol/storeApi';
import { paced } from '../ui/paced';
import type { RpcClient } from '../ui/rpcClient';
import { byKey } from './keyGroups';
import { SeriesStore } from './seriesStore';
import { verdictMetric } from './verdict';

export type CompareHost = RpcClient<ComparePageApi, ComparePageEvent>;

/** What the page shows and does, without how it looks. */
export class CompareModel {
  /** The workspace folder of the runs. */
  readonly folder = signal<string | undefined>(undefined);
  readonly runIds = signal<readonly RunId[]>([]);
  readonly comparison = signal<Comparison | undefined>(undefined);
  readonly failure = signal<string | undefined>(undefined);
  /** Whether the host has told which runs to show. */
  readonly ready = signal(false);
  /** Names of runs that vanished while they were shown. */
  readonly deleted = signal<readonly string[]>([]);
  readonly pointedAt = signal<RunId | undefined>(undefined);
  readonly pinned = signal<RunId | undefined>(undefined);
  /** The runs that are brushed in the charts across runs; `undefined` where nothing is. */
  readonly brushed = signal<ReadonlySet<RunId> | undefined>(undefined);
  /** The run to bring to the front in every chart. */
  readonly lifted = computed(() => this.pointedAt.value ?? this.pinned.value);
  /** The runs as charts and legend know them: unchanged as long as nothing of that changes. */
  readonly runs = stable(() =>
    (this.comparison.value?.runs ?? []).map(({ id, name, colorIndex, status }) => ({ id, name, colorIndex, status })),
  );
  readonly metricKeys = stable(() => (this.comparison.value?.metrics ?? []).map((metric) => metric.key));
  /** The metric that the runs are judged by. */
  readonly keyMetric = computed(() => this.comparison.value && verdictMetric(this.comparison.value));
  readonly metricsByKey = computed(
    () => new Map((this.comparison.value?.metrics ?? []).map((metric) => [metric.key, metric])),
  );
  readonly series: SeriesStore;

  private readonly host: CompareHost;
  private readonly paced = paced(() => this.readOnce([...this.runIds.value]));

  constructor(host: CompareHost) {
    this.host = host;
    this.series = new SeriesStore((query) => host.call('series', query));
    host.onEvent((event) => this.handle(event));
  }

  /** Asks the host what to show; again after a failure. */
  async start(): Promise<void> {
    this.failure.value = undefined;
    try {
      const { folder, runIds } = await this.host.call('ready', {});
      this.folder.value = folder;
      this.ready.value = true;
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

  /** Lets the host do something with a run; what goes wrong there, the host shows itself. */
  act(method: 'showOutput' | 'revealRun' | 'stopRun', runId: RunId): void {
    void this.attempt(this.host.call(method, { runId }));
  }

  /** Reads the comparison anew, soon. */
  refresh(): void {
    this.paced();
  }

  private handle(event: ComparePageEvent): void {
    if (event.kind === 'setRuns') this.show(event.runIds);
    else if (event.kind === 'runEnded') this.runEnded(event.run);
    else this.changed(event);
  }

  private changed({ runs }: ChangeEvent): void {
    const shown = runs.filter(({ runId }) => this.runIds.value.includes(runId));
    const removed = shown.filter((run) => run.removed === true).map((run) => run.runId);
    for (const { runId, keys } of shown) this.series.changed(runId, keys);
    if (removed.length > 0) this.drop(removed);
    else if (shown.length > 0) this.refresh();
  }

  private runEnded(run: Run): void {
    if (this.runIds.value.includes(run.id)) this.refresh();
  }

  private drop(removed: readonly RunId[]): void {
    const names = this.comparison.value?.runs.filter((run) => removed.includes(run.id)).map((run) => run.name) ?? [];
    this.deleted.value = [...this.deleted.value, ...names];
    this.showAndTell(this.runIds.value.filter((id) => !removed.includes(id)));
  }

  private showAndTell(runIds: readonly RunId[]): void {
    this.show(runIds);
    void this.attempt(this.host.call('showsRuns', { runIds: [...runIds] }));
  }

  private show(runIds: readonly RunId[]): void {
    this.runIds.value = [...new Set(runIds)];
    this.series.setRuns(this.runIds.value);
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
      const comparison = await this.host.call('comparison', { runIds });
      comparison.params.sort(byKey);
      comparison.metrics.sort(byKey);
      // Other runs may have been chosen meanwhile: the next read is under way then.
      this.comparison.value = withRuns(comparison, this.runIds.value);
      this.failure.value = undefined;
      const missing = runIds.filter((id) => !comparison.runs.some((run) => run.id === id));
      const gone = missing.filter((id) => this.runIds.value.includes(id));
      if (gone.length > 0) this.drop(gone);
    } catch (error) {
      this.fail(error);
    }
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

/** A comparison cut down to these runs, in their order. */
export function withRuns(comparison: Comparison, runIds: readonly RunId[]): Comparison {
  const places = runIds.map((id) => comparison.runs.findIndex((run) => run.id === id)).filter((place) => place >= 0);
  if (places.length === comparison.runs.length && places.every((place, index) => place === index)) return comparison;
  const pick = <T>(values: readonly T[]): T[] => places.map((place) => values[place] as T);
  const params = comparison.params.map((row) => {
    const values = pick(row.values);
    return { ...row, values, differs: anyDiffers(values) };
  });
  const metrics = comparison.metrics.map((row) => {
    const values = pick(row.values);
    return { ...row, values, differs: anyDiffers(values.map((value) => value?.last)) };
  });
  return {
    runs: pick(comparison.runs),
    params: params.filter((row) => row.values.some((value) => value !== undefined)),
    metrics: metrics.filter((row) => row.values.some((value) => value !== undefined)),
  };
}

function anyDiffers([first, ...others]: readonly unknown[]): boolean {
  return others.some((value) => value !== first);
}

/** A derived value that stays the same object until its content changes, so that what shows it rests meanwhile. */
function stable<T>(read: () => T): ReadonlySignal<T> {
  let last: { value: T; content: string } | undefined;
  return computed(() => {
    const value = read();
    const content = JSON.stringify(value);
    if (last?.content !== content) last = { value, content };
    return last.value;
  });
}
