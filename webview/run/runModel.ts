import { batch, computed, signal } from '@preact/signals';
import type { RelatedRuns, RunChanges } from '../../src/protocol/changesApi';
import type { RunDetail, RunId, RunRef } from '../../src/protocol/entities';
import type { MetricDirection } from '../../src/protocol/metricDirection';
import type { Progress } from '../../src/protocol/progress';
import type { RunPageApi, RunPageEvent } from '../../src/protocol/runPage';
import type { BaseKind } from '../../src/protocol/runPageStrings';
import type { SnapshotFacts } from '../../src/protocol/snapshotsApi';
import { byKey, byPath } from '../ui/keyOrder';
import { paced } from '../ui/paced';
import type { RpcClient } from '../ui/rpcClient';

export type RunHost = RpcClient<RunPageApi, RunPageEvent>;

/** The run that this one is held against, and why. */
export interface Base {
  kind: BaseKind;
  run: RunRef;
}

/** A failed read is tried again so often by itself: a store that crashed is there again by then. */
const MOST_RETRIES = 5;
const RETRY_MS = 1000;

/** What the page shows of its run, without how it looks. */
export class RunModel {
  readonly folder = signal<string | undefined>(undefined);
  readonly runId = signal<RunId | undefined>(undefined);
  readonly run = signal<RunDetail | undefined>(undefined);
  readonly base = signal<Base | undefined>(undefined);
  /** All of the base run. */
  readonly baseDetail = signal<RunDetail | undefined>(undefined);
  /** From the base to this run; `undefined` before it is known, and where there is no base. */
  readonly changes = signal<RunChanges | undefined>(undefined);
  readonly directions = signal<Record<string, MetricDirection>>({});
  readonly progress = signal<Progress | undefined>(undefined);
  readonly snapshot = signal<SnapshotFacts | undefined>(undefined);
  /** Why something could not be read; it is read again by itself. */
  readonly failure = signal<string | undefined>(undefined);
  /** Why what was asked for last could not be done; it stays until it is put away, or something else is asked for. */
  readonly refusal = signal<string | undefined>(undefined);
  /** The run was deleted, or is not here. */
  readonly gone = signal(false);
  readonly live = computed(() => isLive(this.run.value));

  private readonly refresh = paced(() => this.read());
  private readonly listeners: ((keys: readonly string[] | 'all') => void)[] = [];
  /** What the differences were read for. */
  private changesOf: string | undefined;
  /** What else could not be read: tried again once the run itself can be. */
  private readonly failedReads = new Set<() => Promise<void>>();
  private retries = 0;

  constructor(readonly host: RunHost) {
    host.onEvent((event) => this.handle(event));
  }

  /** Asks the host what to show; again after a failure. */
  async start(): Promise<void> {
    this.failure.value = undefined;
    try {
      const state = await this.host.call('ready', {});
      batch(() => {
        this.folder.value = state.folder;
        this.runId.value = state.runId;
      });
      this.refresh();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Calls back with the metric keys of this run that have new points. */
  onPoints(listener: (keys: readonly string[] | 'all') => void): void {
    this.listeners.push(listener);
  }

  /** Gives the run another name; gives whether that was possible. */
  async rename(name: string): Promise<boolean> {
    return this.edit((runId) => this.host.call('renameRun', { runId, name }));
  }

  async setNote(note: string): Promise<boolean> {
    return this.edit((runId) => this.host.call('setNote', { runId, note }));
  }

  async setTag(key: string, value: string | null): Promise<boolean> {
    return this.edit((runId) => this.host.call('setTag', { runId, key, value }));
  }

  /** Lets the host do something; what goes wrong stands above the page. */
  do(call: Promise<unknown>): void {
    void this.attempt(call);
  }

  /** Reads what a part of the page shows; what goes wrong stands above the page until it could be read. */
  async load(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      this.failedReads.add(read);
      this.fail(error);
    }
  }

  private async edit(change: (runId: RunId) => Promise<void>): Promise<boolean> {
    const runId = this.runId.value;
    if (runId === undefined) return false;
    const done = await this.attempt(change(runId).then(() => true));
    if (done === true) this.refresh();
    return done === true;
  }

  private handle(event: RunPageEvent): void {
    if (event.kind !== 'changed') {
      if (event.kind === 'restarted') this.forget();
      this.refresh();
      return;
    }
    const own = event.runs.find(({ runId }) => runId === this.runId.value);
    if (own?.removed === true) {
      this.gone.value = true;
      return;
    }
    if (own !== undefined) this.tellPoints(own.allKeys === true ? 'all' : own.keys);
    this.refresh();
  }

  /** What happened while the store was away is told by nobody. */
  private forget(): void {
    this.changesOf = undefined;
    this.tellPoints('all');
  }

  private tellPoints(keys: readonly string[] | 'all'): void {
    if (keys.length > 0) for (const listener of this.listeners) listener(keys);
  }

  private async read(): Promise<void> {
    const runId = this.runId.value;
    if (runId === undefined) return;
    try {
      await this.readRun(runId);
      this.failure.value = undefined;
      this.retries = 0;
      this.loadAgain();
    } catch (error) {
      this.fail(error);
      if (this.retries < MOST_RETRIES) setTimeout(this.refresh, RETRY_MS);
      this.retries += 1;
    }
  }

  private loadAgain(): void {
    const reads = [...this.failedReads];
    this.failedReads.clear();
    for (const read of reads) void this.load(read);
  }

  private async readRun(runId: RunId): Promise<void> {
    const found = await this.host.call('getRun', { runId });
    this.gone.value = found === null;
    if (found === null) return;
    const run = inOrder(found);
    const isNews = run.name !== this.run.value?.name;
    this.run.value = run;
    if (isNews) void this.load(() => this.host.call('shows', { name: run.name }));
    const [directions, progress, snapshot] = await Promise.all([
      this.host.call('directions', {}),
      isLive(run) ? this.host.call('runProgress', { runIds: [runId] }) : [],
      this.snapshot.value ?? this.host.call('getSnapshot', { runId }),
    ]);
    batch(() => {
      this.directions.value = directions;
      this.progress.value = progress[0] ?? undefined;
      this.snapshot.value = snapshot ?? undefined;
    });
    await this.readBase(run);
  }

  private async readBase(run: RunDetail): Promise<void> {
    const [related, experiments] = await Promise.all([
      this.host.call('relatedRuns', { runId: run.id }),
      this.host.call('experiments', {}),
    ]);
    const baseline = experiments.find(({ name }) => name === run.experiment)?.baseline ?? null;
    const base = chooseBase(run.id, baseline, related);
    this.base.value = base;
    const detail = base === undefined ? undefined : await this.detailOf(base.run);
    // Differences are read again when there is more to differ in, not with each point: code and packages are held
    // against each other.
    const of = detail && [detail.id, factsOf(detail), factsOf(run), this.snapshot.value === undefined].join();
    const changes =
      of === this.changesOf
        ? this.changes.value
        : detail && (await this.host.call('whatChanged', { runId: run.id, base: detail.id }));
    batch(() => {
      this.baseDetail.value = detail;
      this.changes.value = changes ?? undefined;
    });
    this.changesOf = of;
  }

  /** A run that ended stays as it is: it is read once. */
  private async detailOf({ id, status }: RunRef): Promise<RunDetail | undefined> {
    const known = this.baseDetail.value;
    if (known?.id === id && known.status === status && !isLive(known)) return known;
    return (await this.host.call('getRun', { runId: id })) ?? undefined;
  }

  private fail(error: unknown): void {
    this.failure.value = messageOf(error);
  }

  private async attempt<T>(call: Promise<T>): Promise<T | undefined> {
    this.refusal.value = undefined;
    try {
      return await call;
    } catch (error) {
      this.refusal.value = messageOf(error);
      return undefined;
    }
  }
}

/** With all that has a name by it. */
function inOrder(run: RunDetail): RunDetail {
  return {
    ...run,
    params: run.params.toSorted(byKey),
    metrics: run.metrics.toSorted(byKey),
    tags: run.tags.toSorted(byKey),
    inputs: run.inputs.toSorted(byPath),
    artifacts: run.artifacts.toSorted(byPath),
  };
}

/** The baseline of the experiment, else the run that it repeats, else the one before. */
function chooseBase(runId: RunId, baseline: RunRef | null, { basedOn, previous }: RelatedRuns): Base | undefined {
  if (baseline !== null && baseline.id !== runId) return { kind: 'baseline', run: baseline };
  if (basedOn !== null) return { kind: 'basedOn', run: basedOn };
  return previous === null ? undefined : { kind: 'previous', run: previous };
}

/** What of a run the differences depend on, as far as it comes while the run goes on. */
function factsOf({ status, params, inputs }: RunDetail): string {
  return [status, params.length, inputs.length].join();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isLive(run: RunDetail | undefined): boolean {
  return run?.status === 'running' || run?.status === 'queued';
}
