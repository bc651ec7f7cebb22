import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { errorMessage } from '../common/errors';
import { isRunId, runsDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import type { Handlers } from '../protocol/rpc';
import type { StoreApi, StoreEvent, StoreOptions } from '../protocol/storeApi';
import type { Applied } from './applyEvents';
import { Changes } from './changes';
import { compareRuns } from './compareRuns';
import type { Database } from './database';
import { listDatasets } from './datasets';
import { Ingestor } from './ingest';
import { LiveRuns } from './liveRuns';
import { listModels } from './models';
import { deleteRun, renameRun, sweepDeleted, type EditContext } from './runEdits';
import { ExpectedRuns } from './expectedRuns';
import { fingerprints } from './fingerprints';
import { getRun, listRuns, runMetrics } from './runQueries';
import { findRun, removeRun } from './runs';
import { readSeries } from './series';
import { Engines } from './engines';
import type { Holding } from './holding';
import { Opener } from './opener';
import { ForeignChanges } from './foreignChanges';
import { sqliteFailure } from './sqliteErrors';
import { Storage } from './storage';
import { Watcher } from './watcher';

/** Live runs are polled that often, for disks on which watching fails. */
const TICK_MS = 1000;
const TICKS_PER_ACCESS_CHECK = 2;
const TICKS_PER_LIVENESS_CHECK = 3;
const TICKS_PER_SCAN = 10;
/** Ended runs looked at per scan: the newest, and as many of the others in turn. */
const SCANNED_RUNS = 20;

/** The store of one workspace folder: everything behind {@link StoreApi}, and no thread. */
export class StoreService {
  readonly handlers: Handlers<StoreApi>;
  private readonly storage: Storage;
  private foreign: ForeignChanges;
  private readonly changes: Changes;
  private readonly ingestor: Ingestor;
  private readonly liveRuns: LiveRuns;
  private readonly expectedRuns = new ExpectedRuns((runId) => findRun(this.storage.db, runId) !== undefined);
  private readonly watcher: Watcher;
  private readonly timer: NodeJS.Timeout;
  private ticks = 0;
  private ticking: Promise<void> | undefined;
  private scanFrom = 0;
  private closing: Promise<void> | undefined;

  /** Opens the store. Event files are taken in afterwards; `refresh` waits for them. Rejects when SQLite does not load. */
  static async open(options: StoreOptions, emit: (event: StoreEvent) => void): Promise<StoreService> {
    const engines = await Engines.choose(options.engine ?? 'auto', options.workspaceDir, options.wasmPath);
    const service = new StoreService(options.workspaceDir, engines, await Opener.detached(engines), emit);
    await service.storage.check();
    service.watcher.watchRoots();
    return service;
  }

  private constructor(
    private readonly workspaceDir: string,
    engines: Engines,
    detached: Holding,
    private readonly emit: (event: StoreEvent) => void,
  ) {
    this.changes = new Changes(emit);
    this.foreign = new ForeignChanges(detached.db);
    this.storage = new Storage(workspaceDir, engines, detached, {
      access: emit,
      problem: emit,
      replaced: (before) => this.replaced(before),
    });
    const database = () => this.storage.db;
    this.ingestor = new Ingestor({
      workspaceDir,
      database,
      applied: (runId, applied) => this.applied(runId, applied),
      vanished: (runId) => this.vanished(runId),
      failed: (runId, error) => this.failed(runId, error),
      recovered: (runId) => this.recovered(runId),
      passed: () => this.takeForeign(),
    });
    this.liveRuns = new LiveRuns({
      database,
      drain: (runIds) => this.ingestor.drain(runIds),
      lost: (runId) => this.stateChanged(runId),
      ended: (run) => {
        this.changes.flush();
        emit({ kind: 'runEnded', run });
      },
    });
    this.watcher = new Watcher(workspaceDir, {
      folders: () => this.inBackground(this.checkAccess()),
      run: (runId) => this.runSeen(runId),
    });
    this.handlers = this.makeHandlers();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** Work done so far, by which tests see that an idle store does none. */
  get counters(): { saves: number; reads: number; batches: number } {
    return { saves: this.storage.saves, reads: this.ingestor.reads, batches: this.ingestor.batches };
  }

  private makeHandlers(): Handlers<StoreApi> {
    const db = () => this.open();
    return {
      listRuns: ({ offset, limit }) => listRuns(db(), offset, limit),
      getRun: ({ runId }) => getRun(db(), runId),
      compareRuns: ({ runIds }) => compareRuns(db(), runIds),
      series: (query) => readSeries(db(), query),
      listDatasets: () => listDatasets(db()),
      listModels: () => listModels(db()),
      renameRun: ({ runId, name }) => renameRun(this.editContext(), runId, name),
      deleteRun: ({ runId }) => deleteRun(this.editContext(), runId),
      refresh: () => this.refresh(),
      close: () => this.close(),
    };
  }

  private open(): Database {
    if (this.closing !== undefined) throw new Error('The store is closed');
    return this.storage.db;
  }

  private editContext(): EditContext {
    this.open();
    const { workspaceDir, storage, changes, ingestor, liveRuns, watcher } = this;
    return { workspaceDir, storage, changes, ingestor, liveRuns, watcher };
  }

  private async refresh(): Promise<void> {
    this.open();
    await this.checkAccess();
    await this.ingestor.drain(await this.runFolders());
    await this.liveRuns.check();
  }

  private close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private async closeNow(): Promise<void> {
    clearInterval(this.timer);
    this.watcher.close();
    await this.ingestor.stop();
    await this.ticking?.catch(() => undefined);
    this.changes.flush();
    await this.storage.close();
  }

  /** At the start and whenever the database is another. */
  private async catchUp(): Promise<void> {
    const ids = await this.runFolders();
    await this.ingestor.drain(ids);
    if (this.closing !== undefined) return;
    this.expectedRuns.add(ids, this.ticks);
    await this.liveRuns.check();
    this.watchLive();
    if (this.storage.mode === 'writer') await sweepDeleted(this.workspaceDir);
  }

  /** The ids of all run folders, oldest first; those of rows without a folder are removed on the way. */
  private async runFolders(): Promise<RunId[]> {
    const folders = await readdir(runsDir(this.workspaceDir)).catch(() => undefined);
    if (folders === undefined || this.closing !== undefined) return [];
    const ids = folders.filter(isRunId).sort();
    const present = new Set(ids);
    for (const { uid } of this.storage.db.prepare<{ uid: RunId }>('SELECT uid FROM runs').all()) {
      // The ingestor looks again and says so when it is gone.
      if (!present.has(uid)) this.ingestor.touch(uid);
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
    const every = this.storage.mode === 'writer' ? TICKS_PER_SCAN : TICKS_PER_ACCESS_CHECK;
    if (ticks % every === 0) await this.checkAccess();
    this.takeForeign();
    for (const runId of [...this.liveRuns.ids(), ...this.expectedRuns.pending(ticks)]) this.ingestor.touch(runId);
    if (ticks % TICKS_PER_LIVENESS_CHECK === 0) await this.liveRuns.check();
    if (ticks % TICKS_PER_SCAN === 0 && this.storage.mode !== 'detached') await this.scanSome();
    this.watchLive();
  }

  private async scanSome(): Promise<void> {
    const ids = (await this.runFolders()).reverse();
    const others = ids.slice(SCANNED_RUNS);
    if (this.scanFrom >= others.length) this.scanFrom = 0;
    const inTurn = others.slice(this.scanFrom, this.scanFrom + SCANNED_RUNS);
    this.scanFrom += SCANNED_RUNS;
    for (const runId of [...ids.slice(0, SCANNED_RUNS), ...inTurn]) this.ingestor.touch(runId);
  }

  private async checkAccess(): Promise<void> {
    if (this.closing !== undefined) return;
    const before = this.storage.mode;
    await this.storage.check();
    if (this.closing !== undefined) return;
    if (before === this.storage.mode && before !== 'detached') return;
    this.watcher.watchRoots();
  }

  /** Nobody waits for this work, so what goes wrong is told; once the store is closed it may fail as it likes. */
  private inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (this.closing !== undefined) return;
      const message = l10n.t('The runs of this folder cannot be kept up to date: {0}', errorMessage(error));
      this.emit({ kind: 'problem', code: 'ingest', message });
    });
  }

  private runSeen(runId: RunId): void {
    this.ingestor.touch(runId);
    if (!this.liveRuns.ids().has(runId) && this.expectedRuns.add([runId], this.ticks)) this.watchLive();
  }

  private watchLive(): void {
    if (this.closing !== undefined) return;
    this.watcher.watchRuns([...this.expectedRuns.pending(this.ticks), ...this.liveRuns.ids()]);
  }

  private applied(runId: RunId, applied: Applied): void {
    this.changes.run(runId, applied.keys);
    if (applied.datasets) this.changes.datasets();
    if (applied.models) this.changes.models();
    this.storage.soon();
    if (!this.liveRuns.applied(runId, applied.created)) return;
    this.changes.mentioned(runId);
    this.watchLive();
  }

  private stateChanged(runId: RunId): void {
    this.changes.mentioned(runId);
    this.storage.soon();
  }

  private vanished(runId: RunId): void {
    const { db } = this.storage;
    // Without the folder of all runs none of them was removed: the disk may be gone, or the whole of `.trialbook`.
    if (!existsSync(runsDir(this.workspaceDir))) return this.inBackground(this.checkAccess());
    this.expectedRuns.remove(runId);
    if (findRun(db, runId) === undefined) return;
    removeRun(db, runId);
    this.liveRuns.removed(runId);
    this.watcher.release(runId);
    this.changes.removed(runId);
    this.storage.soon();
  }

  /** Tells what other windows wrote to the database that they share with this one. */
  private takeForeign(): void {
    if (this.closing !== undefined) return;
    for (const { runId, keys, removed } of this.foreign.take()) {
      if (removed) {
        this.liveRuns.removed(runId);
        this.changes.removed(runId);
        continue;
      }
      this.changes.run(runId, keys);
      this.changes.mentioned(runId);
      this.liveRuns.applied(runId, false);
    }
  }

  private failed(runId: RunId, error: unknown): void {
    const failure = sqliteFailure(error);
    if (failure === 'damaged') return this.inBackground(this.storage.checkDamage());
    if (failure !== undefined) return this.storage.tellCannotWrite(error);
    const message = l10n.t('Events of run {0} cannot be read: {1}', runId, errorMessage(error));
    this.emit({ kind: 'problem', code: 'ingest', message });
  }

  private recovered(runId: RunId): void {
    this.storage.tellWritten();
    const message = l10n.t('Events of run {0} can be read again.', runId);
    this.emit({ kind: 'problem', code: 'ingest', message, resolved: true });
  }

  /** Says what differs between two databases, and takes in what the new one lacks. */
  private replaced(before: Database): void {
    const { db } = this.storage;
    this.foreign = new ForeignChanges(db);
    const [old, now] = [fingerprintsOf(before), fingerprints(db)];
    const differing = [...new Set([...old.keys(), ...now.keys()])].filter((id) => old.get(id) !== now.get(id));
    for (const runId of differing) this.announce(db, runId);
    this.ingestor.forget(differing);
    this.liveRuns.reload();
    // Of another image of the same folder only the runs that differ are read on, from where the image stops.
    if (old.size === 0 || now.size === 0) this.inBackground(this.catchUp());
    else for (const runId of differing) this.ingestor.touch(runId);
  }

  private announce(db: Database, runId: RunId): void {
    const row = findRun(db, runId);
    if (row === undefined) return this.changes.removed(runId);
    this.changes.run(
      runId,
      runMetrics(db, row).map(({ key }) => key),
    );
    this.changes.mentioned(runId);
  }
}

/** A database that is damaged tells nothing about its runs. */
function fingerprintsOf(before: Database): Map<RunId, string> {
  try {
    return fingerprints(before);
  } catch {
    return new Map();
  }
}
