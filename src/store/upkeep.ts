/** What the store does unasked: it finds new runs, follows the live ones and notices what was missed. */
import { sweepImports } from '../common/bundle/importFolder';
import { existsSync } from 'node:fs';
import { runDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import type { ExpectedRuns } from './ingest/expectedRuns';
import type { Ingestor } from './ingest/ingest';
import type { LiveRuns } from './ingest/liveRuns';
import { RunFolders } from './ingest/runFolders';
import type { Storage } from './storage/storage';
import { Watcher } from './ingest/watcher';

/** Live runs are polled that often, for disks on which watching fails. */
const TICK_MS = 1000;
const TICKS_PER_ACCESS_CHECK = 2;
const TICKS_PER_LIVENESS_CHECK = 3;
const TICKS_PER_SCAN = 10;
const TICKS_PER_TRASH_CHECK = 3600;
/** Ended runs looked at per scan: the newest, and as many of the others in turn. */
const SCANNED_RUNS = 20;

export interface UpkeepHost {
  workspaceDir: string;
  storage: Storage;
  ingestor: Ingestor;
  liveRuns: LiveRuns;
  expectedRuns: ExpectedRuns;
  /** Tells what other windows wrote. */
  takeForeign(): void;
  /** Frees what is long enough in the trash. */
  tidyTrash(): Promise<void>;
  /** Work that nobody waits for failed. */
  failed(error: unknown): void;
}

export class Upkeep {
  private readonly watcher: Watcher;
  private readonly folders: RunFolders;
  private readonly timer: NodeJS.Timeout;
  private ticks = 0;
  private ticking: Promise<void> | undefined;
  private watching: NodeJS.Immediate | undefined;
  private scanFrom = 0;
  private stopped = false;

  constructor(private readonly host: UpkeepHost) {
    this.folders = new RunFolders(host.workspaceDir);
    this.watcher = new Watcher(host.workspaceDir, {
      folders: () => this.inBackground(this.checkAccess()),
      run: (runId) => this.runSeen(runId),
    });
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** Opens the database if there is one, and begins to watch. */
  async start(): Promise<void> {
    await this.host.storage.check();
    this.watcher.watchRoots();
  }

  /** Begins nothing more; resolves after the work at hand, which may wait for the ingestor to stop. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    this.watcher.close();
    await this.ticking?.catch(() => undefined);
  }

  /** Reads everything to its present end. */
  async refresh(): Promise<void> {
    await this.checkAccess();
    await this.host.ingestor.drain(await this.runIds());
    await this.host.liveRuns.check();
  }

  /** Takes in what the database of the moment lacks: at the start, and whenever it is another. */
  catchUp(): void {
    this.inBackground(this.catchUpNow());
  }

  /** Has the runs watched that are live, and no others: once for all that is heard of at a time. */
  watchLive(): void {
    this.watching ??= setImmediate(() => this.watchNow());
  }

  /** Lets go of a run's folder. */
  release(runId: RunId): void {
    this.watcher.release(runId);
  }

  /** The folder that holds the runs may be gone, or be back. */
  recheckAccess(): void {
    this.inBackground(this.checkAccess());
  }

  /** The open database is damaged. */
  checkDamage(): void {
    this.inBackground(this.host.storage.checkDamage());
  }

  private watchNow(): void {
    this.watching = undefined;
    if (this.stopped) return;
    this.watcher.watchRuns([...this.host.expectedRuns.pending(this.ticks), ...this.host.liveRuns.ids()]);
  }

  private async catchUpNow(): Promise<void> {
    const { workspaceDir, storage, ingestor, expectedRuns, liveRuns } = this.host;
    const ids = await this.runIds();
    await ingestor.drain(ids);
    if (this.stopped) return;
    expectedRuns.add(ids, this.ticks);
    await liveRuns.check();
    this.watchLive();
    if (storage.mode === 'writer') await sweepImports(workspaceDir);
    await this.host.tidyTrash();
  }

  /** The ids of all run folders, oldest first; those of rows without a folder are removed on the way. */
  private async runIds(): Promise<readonly RunId[]> {
    const ids = await this.folders.list();
    if (ids === undefined || this.stopped) return [];
    const present = new Set(ids);
    for (const { uid } of this.host.storage.db.prepare<{ uid: RunId }>('SELECT uid FROM runs').all()) {
      // The ingestor looks again and says so when it is gone.
      if (!present.has(uid)) this.host.ingestor.touch(uid);
    }
    return ids;
  }

  private tick(): void {
    this.ticks += 1;
    // A slow disk must not pile up ticks.
    if (this.ticking !== undefined) return;
    this.ticking = this.work(this.ticks).finally(() => (this.ticking = undefined));
    this.inBackground(this.ticking);
  }

  private async work(ticks: number): Promise<void> {
    const { storage, liveRuns, expectedRuns, ingestor } = this.host;
    if (ticks % TICKS_PER_ACCESS_CHECK === 0) await this.checkAccess();
    this.host.takeForeign();
    for (const runId of [...liveRuns.ids(), ...expectedRuns.pending(ticks)]) ingestor.touch(runId);
    if (ticks % TICKS_PER_LIVENESS_CHECK === 0) await liveRuns.check();
    if (ticks % TICKS_PER_SCAN === 0 && storage.mode !== 'detached') await this.scanSome();
    // Not waited for: it may take long, and live runs are looked after meanwhile.
    if (ticks % TICKS_PER_TRASH_CHECK === 0) this.inBackground(this.host.tidyTrash());
    this.watchLive();
  }

  private async scanSome(): Promise<void> {
    const ids = (await this.runIds()).toReversed();
    const others = ids.slice(SCANNED_RUNS);
    if (this.scanFrom >= others.length) this.scanFrom = 0;
    const inTurn = others.slice(this.scanFrom, this.scanFrom + SCANNED_RUNS);
    this.scanFrom += SCANNED_RUNS;
    for (const runId of [...ids.slice(0, SCANNED_RUNS), ...inTurn]) this.host.ingestor.touch(runId);
  }

  private async checkAccess(): Promise<void> {
    const { storage } = this.host;
    if (this.stopped) return;
    const before = storage.mode;
    await storage.check();
    if (this.stopped) return;
    if (before === storage.mode && before !== 'detached') return;
    this.watcher.watchRoots();
    if (before === 'reader' && storage.mode === 'writer') this.inBackground(this.host.tidyTrash());
  }

  /** Nobody waits for this work, so what goes wrong is told; once the store is closed it may fail as it likes. */
  private inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.stopped) this.host.failed(error);
    });
  }

  private runSeen(runId: RunId): void {
    const { ingestor, liveRuns, expectedRuns, workspaceDir } = this.host;
    ingestor.touch(runId);
    // A folder that went is seen too: nothing is expected of it.
    if (liveRuns.ids().has(runId) || !existsSync(runDir(workspaceDir, runId))) return;
    if (expectedRuns.add([runId], this.ticks)) this.watchLive();
  }
}
