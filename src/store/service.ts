import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { errorMessage, UserError } from '../common/errors';
import { runsDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import type { Handlers } from '../protocol/rpc';
import type { StoreApi, StoreEvent } from '../protocol/storeApi';
import type { StoreOptions } from '../protocol/storeOptions';
import type { Applied } from './ingest/applyEvents';
import { BundleJobs } from './edits/bundleJobs';
import { Changes } from './changes';
import { makeHandlers } from './handlers';
import type { Database } from './database/database';
import { DamagedSeriesError } from './series/chunks';
import { DecimationCache } from './series/decimationCache';
import { Ingestor } from './ingest/ingest';
import { SeriesRepair } from './ingest/seriesRepair';
import { LiveRuns } from './ingest/liveRuns';
import { parentOf } from './queries/innerRuns';
import type { EditContext } from './edits/runEdits';
import { ExpectedRuns } from './ingest/expectedRuns';
import { fingerprints } from './storage/fingerprints';
import { runMetrics } from './queries/runQueries';
import { findRun, removeRun } from './runs';
import { Engines } from './database/engines';
import type { Holding } from './storage/holding';
import { Opener } from './storage/opener';
import { ForeignChanges } from './storage/foreignChanges';
import { sqliteFailure } from './database/sqliteErrors';
import { Storage } from './storage/storage';
import { engineMissingText } from './storage/storageTexts';
import { Trash } from './edits/trash';
import { giveBackPages, isTrashed } from './queries/trashQueries';
import { Upkeep } from './upkeep';

/** The store of one workspace folder: everything behind {@link StoreApi}, and no thread. */
export class StoreService {
  readonly handlers: Handlers<StoreApi>;
  private readonly storage: Storage;
  private foreign: ForeignChanges;
  private readonly changes: Changes;
  private readonly ingestor: Ingestor;
  private readonly liveRuns: LiveRuns;
  private readonly jobs = new BundleJobs(
    (event) => this.emit(event),
    () => this.upkeep.refresh(),
  );
  private readonly expectedRuns = new ExpectedRuns((runId) => findRun(this.storage.db, runId) !== undefined);
  private readonly upkeep: Upkeep;
  private readonly decimated = new DecimationCache();
  private readonly trash: Trash;
  private readonly repair: SeriesRepair;
  /** Requests are answered from then on. */
  private started = false;
  private closing: Promise<void> | undefined;

  /** Opens the store. Event files are taken in afterwards; `refresh` waits for them. Rejects when SQLite does not load. */
  static async open(options: StoreOptions, emit: (event: StoreEvent) => void): Promise<StoreService> {
    const { engine = 'auto', workspaceDir, wasmPath } = options;
    const engines = await Engines.choose(engine, workspaceDir, wasmPath);
    const service = new StoreService(workspaceDir, engines, await Opener.detached(engines), emit);
    if (engine === 'native' && engines.native === undefined) {
      emit({ kind: 'problem', code: 'engine-missing', message: engineMissingText() });
    }
    await service.upkeep.start();
    service.started = true;
    return service;
  }

  private constructor(
    private readonly workspaceDir: string,
    engines: Engines,
    detached: Holding,
    private readonly emit: (event: StoreEvent) => void,
  ) {
    this.changes = new Changes(emit, {
      isTrashed: (runId) => isTrashed(this.storage.db, runId),
      parentOf: (runId) => parentOf(this.storage.db, runId),
    });
    this.foreign = new ForeignChanges(detached.db);
    this.storage = new Storage(workspaceDir, engines, detached, {
      access: emit,
      problem: emit,
      replaced: (old) => this.replaced(old),
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
    this.repair = new SeriesRepair({
      workspaceDir,
      database,
      forget: (runIds) => this.ingestor.forget(runIds),
      drain: (runIds) => this.ingestor.drain(runIds),
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
    this.upkeep = new Upkeep({
      workspaceDir,
      storage: this.storage,
      ingestor: this.ingestor,
      liveRuns: this.liveRuns,
      expectedRuns: this.expectedRuns,
      takeForeign: () => this.takeForeign(),
      tidyTrash: () => this.trash.tidy(),
      failed: (error) => this.upkeepFailed(error),
    });
    this.trash = new Trash(this.editContext(), emit);
    this.handlers = this.repairing(
      makeHandlers({
        workspaceDir,
        database: () => this.open(),
        edits: () => this.editContext(),
        decimated: this.decimated,
        repair: this.repair,
        jobs: this.jobs,
        trash: this.trash,
        refresh: () => this.upkeep.refresh(),
        close: () => this.close(),
      }),
    );
  }

  /** Work done so far, by which tests see that an idle store does none. */
  get counters(): { saves: number; reads: number; batches: number } {
    return { saves: this.storage.saves, reads: this.ingestor.reads, batches: this.ingestor.batches };
  }

  /** A request that finds the database damaged has it looked through and rebuilt. */
  private repairing(handlers: Handlers<StoreApi>): Handlers<StoreApi> {
    const guarded = Object.entries(handlers).map(([method, handler]) => {
      const ask = handler as (args: unknown) => unknown;
      const guard = async (args: unknown) => {
        try {
          return await ask(args);
        } catch (error) {
          throw this.metDamage(error);
        }
      };
      return [method, guard];
    });
    return Object.fromEntries(guarded) as Handlers<StoreApi>;
  }

  private metDamage(error: unknown): unknown {
    if (sqliteFailure(error) !== 'damaged') return error;
    this.upkeep.checkDamage();
    return new UserError(l10n.t('The database is damaged. It is looked through now; try again in a moment.'));
  }

  private open(): Database {
    if (this.closing !== undefined) throw new Error('The store is closed');
    return this.storage.db;
  }

  private editContext(): EditContext {
    this.open();
    const { workspaceDir, storage, changes, ingestor, liveRuns, upkeep } = this;
    return { workspaceDir, storage, changes, ingestor, liveRuns, upkeep };
  }

  private close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private async closeNow(): Promise<void> {
    await this.jobs.stop();
    const ended = this.upkeep.stop();
    await this.trash.stop();
    await this.ingestor.stop();
    await ended;
    this.changes.flush();
    await this.storage.close();
  }

  private applied(runId: RunId, applied: Applied): void {
    this.changes.run(runId, applied.keys);
    if (applied.datasets) this.changes.datasets();
    if (applied.models) this.changes.models();
    this.storage.soon();
    if (applied.created) this.expectedRuns.remove(runId);
    if (!this.liveRuns.applied(runId, applied.created)) return;
    this.changes.mentioned(runId);
    this.upkeep.watchLive();
  }

  private stateChanged(runId: RunId): void {
    this.changes.mentioned(runId);
    this.storage.soon();
  }

  private vanished(runId: RunId): void {
    const { db } = this.storage;
    // Without the folder of all runs none of them was removed: the disk may be gone, or the whole of `.trialbook`.
    if (!existsSync(runsDir(this.workspaceDir))) return this.upkeep.recheckAccess();
    this.expectedRuns.remove(runId);
    if (findRun(db, runId) === undefined) return;
    removeRun(db, runId);
    giveBackPages(db);
    this.liveRuns.removed(runId);
    this.upkeep.release(runId);
    this.changes.removed(runId);
    this.storage.soon();
  }

  /** Tells what other windows wrote to the database that they share with this one. */
  private takeForeign(): void {
    if (this.closing !== undefined) return;
    const { runs = [], choices = false } = this.foreign.take() ?? {};
    if (choices) this.changes.choices();
    for (const { runId, keys, removed } of runs) {
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
    if (error instanceof DamagedSeriesError && !this.repair.hasTried(runId)) {
      void this.repair.mend(runId).then((isMended) => (isMended ? undefined : this.tellFailed(runId, error)));
      return;
    }
    this.tellFailed(runId, error);
  }

  private tellFailed(runId: RunId, error: unknown): void {
    const failure = sqliteFailure(error);
    if (failure === 'damaged') return this.upkeep.checkDamage();
    if (failure !== undefined) return this.storage.tellCannotWrite(error);
    const message = l10n.t('Events of run {0} cannot be read: {1}', runId, errorMessage(error));
    this.emit({ kind: 'problem', code: 'ingest', message });
  }

  private upkeepFailed(error: unknown): void {
    const message = l10n.t('The runs of this folder cannot be kept up to date: {0}', errorMessage(error));
    this.emit({ kind: 'problem', code: 'ingest', message });
  }

  private recovered(runId: RunId): void {
    this.storage.tellWritten();
    const message = l10n.t('Events of run {0} can be read again.', runId);
    this.emit({ kind: 'problem', code: 'ingest', message, resolved: true });
  }

  /** Says what differs between two databases, and takes in what the new one lacks. */
  private replaced(old: ReadonlyMap<RunId, string>): void {
    const { db } = this.storage;
    this.foreign = new ForeignChanges(db);
    this.decimated.clear();
    this.liveRuns.reload();
    // Nobody was shown anything yet: ten thousand runs need not be told.
    if (!this.started) return this.upkeep.catchUp();
    this.changes.choices();
    const now = fingerprints(db);
    const differing = [...new Set([...old.keys(), ...now.keys()])].filter((id) => old.get(id) !== now.get(id));
    for (const runId of differing) this.announce(db, runId);
    this.ingestor.forget(differing);
    // Of another image of the same folder only the runs that differ are read on, from where the image stops.
    if (old.size === 0 || now.size === 0) this.upkeep.catchUp();
    else for (const runId of differing) this.ingestor.touch(runId);
  }

  private announce(db: Database, runId: RunId): void {
    const row = findRun(db, runId);
    if (row === undefined || isTrashed(db, runId)) return this.changes.removed(runId);
    this.changes.run(
      runId,
      runMetrics(db, row).map(({ key }) => key),
    );
    this.changes.mentioned(runId);
  }
}
