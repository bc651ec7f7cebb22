import { type Disposable, DisposableStore } from '../../common/disposables';
import { Emitter } from '../../common/emitter';
import { sparkline } from '../../common/sparkline';
import type { Run } from '../../protocol/entities';
import type { Progress } from '../../protocol/progress';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import type { StoreClient } from '../../store/client';
import type { StoreRegistry } from '../../store/registry';

/** How often at most the stores are asked. */
const INTERVAL_MS = 1_000;
/** Live runs of a folder that are looked at. */
const MOST_LIVE = 50;
const SPARK_WIDTH = 8;

/** A run that trains, inside no other. */
export interface LiveRun {
  folder: string;
  run: Run;
  progress: Progress | null;
  /** The key metric as a word of blocks; empty where there is too little of it. */
  spark: string;
}

/** The runs of all folders that train, newest first; read again when a store says that something changed. */
export class LiveRuns implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new Emitter<void>());
  private timer: NodeJS.Timeout | undefined;
  private readAt = 0;
  runs: readonly LiveRun[] = [];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly stores: StoreRegistry,
    private readonly errors: ErrorBoundary,
  ) {
    const stir = (): void => this.schedule();
    this.disposables.add(
      stores.onEvent(({ event }) => {
        if (event.kind === 'changed' || event.kind === 'runEnded') stir();
      }),
    );
    this.disposables.add(stores.onDidOpen(stir));
    this.disposables.add(stores.onDidClose(stir));
    this.disposables.add({ dispose: () => clearTimeout(this.timer) });
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private schedule(): void {
    if (this.timer !== undefined) return;
    const wait = Math.max(0, this.readAt + INTERVAL_MS - Date.now());
    this.timer = setTimeout(() => void this.errors.run('trialbook.liveRuns', () => this.read()), wait);
  }

  private async read(): Promise<void> {
    this.readAt = Date.now();
    // What changes from here on is read next time.
    this.timer = undefined;
    const found = await Promise.all(this.stores.all().map(({ dir, store }) => readFolder(dir, store)));
    const runs = found.flat().sort((a, b) => b.run.startedAt - a.run.startedAt);
    if (JSON.stringify(runs) === JSON.stringify(this.runs)) return;
    this.runs = runs;
    this.changed.fire();
  }
}

/** Nothing of a folder whose store does not answer: it says so itself, and other folders have live runs too. */
async function readFolder(folder: string, store: StoreClient): Promise<LiveRun[]> {
  const query = { filter: "attributes.status = 'running'", parent: null, offset: 0, limit: MOST_LIVE };
  try {
    const { runs } = await store.request('listRuns', query);
    const [progress, sparks] = await Promise.all([
      store.request('runProgress', { runIds: runs.map(({ id }) => id) }),
      Promise.all(runs.map((run) => readSpark(store, run))),
    ]);
    return runs.map((run, index) => ({ folder, run, progress: progress[index] ?? null, spark: sparks[index]! }));
  } catch {
    return [];
  }
}

async function readSpark(store: StoreClient, { id, keyMetric }: Run): Promise<string> {
  if (keyMetric === null) return '';
  const [series] = await store.request('series', { runIds: [id], keys: [keyMetric.key], width: SPARK_WIDTH });
  return series === undefined ? '' : sparkline(series.values, SPARK_WIDTH);
}
