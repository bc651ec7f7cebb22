/** The trash: deleted runs are hidden at once, and their folders freed later. */
import * as l10n from '@vscode/l10n';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { UserError } from '../../common/errors';
import { isRunId } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { EmptyingTrashEvent } from '../../protocol/storeApi';
import type { Database } from '../database/database';
import type { EditContext } from './runEdits';
import { foldersAside, newestFileTime, removeFolder, setFolderAside } from './deletedFolders';
import { withInnerRuns } from '../queries/innerRuns';
import { findRunEntity } from '../queries/runQueries';
import { editOf, findRun, removeEdits, removeRun, setEdit } from '../runs';
import { sqliteFailure } from '../database/sqliteErrors';
import { whyNotWritten } from '../storage/storageTexts';
import { expiredRuns, freePages, giveBackPages, isTrashed, trashedRuns } from '../queries/trashQueries';

const PROGRESS_MS = 100;
/** A run is freed in so many steps: its rows, and its folder. */
const STEPS = 2;

/** What is deleted and restored is durable when it returns; see {@link expiredRuns} for what goes by itself. */
export class Trash {
  private emptying: Promise<unknown> = Promise.resolve();
  private stopped = false;
  private toldAt = 0;

  constructor(
    private readonly context: EditContext,
    private readonly progress: (event: EmptyingTrashEvent) => void,
  ) {}

  /**
   * Hides runs and those inside them; ones that do not exist are fine. Rejects with a {@link UserError}, and hides none,
   * when one is live.
   */
  async put(runIds: readonly RunId[]): Promise<void> {
    for (const runId of withInnerRuns(this.writable(), runIds)) await this.context.liveRuns.check(runId);
    const db = this.writable();
    const all = withInnerRuns(db, runIds);
    for (const runId of all) requireEnded(db, runId);
    const chosen = all.filter((runId) => !isTrashed(db, runId));
    await this.mark(chosen, String(Date.now()));
    for (const runId of chosen) this.context.changes.removed(runId);
  }

  /**
   * Lists runs again, with those inside that were deleted with them. Rejects with a {@link UserError}, after it did so for
   * the others, when some are gone.
   */
  async restore(runIds: readonly RunId[]): Promise<void> {
    const db = this.writable();
    const wanted = [...new Set(runIds)];
    const trashed = withInnerRuns(db, wanted).filter((runId) => isTrashed(db, runId));
    const gone = wanted.filter((runId) => findRun(db, runId) === undefined).length;
    await this.mark(trashed, undefined);
    for (const runId of trashed) this.context.changes.mentioned(runId);
    if (gone === 0) return;
    throw new UserError(
      wanted.length === 1
        ? l10n.t('This run does not exist any more.')
        : l10n.t('Runs that do not exist any more and could not be restored: {0}', gone),
    );
  }

  /**
   * Frees runs of the trash, with those that were deleted with them, or all; gives their number. Rejects with a {@link UserError},
   * after the others were freed, when some could not be.
   */
  empty(runIds?: readonly RunId[]): Promise<number> {
    const freed = this.emptying.then(() => this.free(runIds));
    this.emptying = freed.catch(() => undefined);
    return freed;
  }

  /**
   * Finishes what was cut short when the process ended, and frees what is long enough in the trash: to be called at the
   * start, and from time to time.
   */
  async tidy(): Promise<void> {
    if (this.stopped || this.context.storage.mode !== 'writer') return;
    await this.finish();
    if (!this.stopped) await this.freeExpired();
  }

  /** Ends after the run at hand; {@link tidy} finishes what was begun. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.emptying;
  }

  private writable(): Database {
    if (this.stopped) throw new Error('The store is closed');
    this.context.storage.requireWriter();
    return this.context.storage.db;
  }

  /** Sets since when runs are in the trash; nothing is changed when that cannot be saved. */
  private async mark(runIds: readonly RunId[], at: string | undefined): Promise<void> {
    if (runIds.length === 0) return;
    const { storage } = this.context;
    const edit = (values: readonly [RunId, string | undefined][]) => (): void =>
      storage.db.transaction(() => {
        for (const [runId, value] of values) setEdit(storage.db, runId, 'trashed', value);
      });
    const before = runIds.map((runId) => [runId, editOf(storage.db, runId, 'trashed')] as [RunId, string | undefined]);
    await storage.edit(edit(runIds.map((runId) => [runId, at])), edit(before));
  }

  private async finish(): Promise<void> {
    for (const { folder, runId } of await foldersAside(this.context.workspaceDir)) {
      if (this.stopped || this.context.storage.mode !== 'writer') return;
      if (runId !== undefined) this.removeRows(runId, () => undefined);
      await removeFolder(folder);
    }
  }

  private async freeExpired(): Promise<void> {
    const { storage, workspaceDir } = this.context;
    const expired = expiredRuns(storage.db, Date.now());
    if (expired === undefined) return;
    const freed: RunId[] = [];
    for (const { uid, trashedAt } of expired) {
      // Written to after it was deleted, or deleted by a clock that was slow: its time in the trash begins now.
      if ((await newestFileTime(workspaceDir, uid)) <= trashedAt) freed.push(uid);
      else if (!this.stopped && isTrashed(storage.db, uid)) setEdit(storage.db, uid, 'trashed', String(Date.now()));
    }
    if (this.stopped) return;
    storage.soon();
    if (freed.length > 0) await this.empty(freed);
  }

  private async free(runIds?: readonly RunId[]): Promise<number> {
    const { storage, ingestor, liveRuns } = this.context;
    const db = this.writable();
    const wanted = (runIds === undefined ? trashedRuns(db) : withInnerRuns(db, runIds)).filter(isRunId);
    const problems: UserError[] = [];
    const freed: RunId[] = [];
    const folders: string[] = [];
    try {
      for (const runId of wanted) {
        if (this.stopped) break;
        await liveRuns.check(runId);
        try {
          if (this.freeOne(runId, folders)) freed.push(runId);
        } catch (error) {
          problems.push(asProblem(error));
        }
        this.tell(freed.length, wanted.length * STEPS);
        await yieldToOthers();
      }
      await this.giveBackSpace();
      // When this fails the missing folders remove the runs again; that saving fails is told anyway.
      await storage.now().catch(() => undefined);
      for (const [index, folder] of folders.entries()) {
        if (this.stopped) break;
        await removeFolder(folder);
        this.tell(freed.length + index + 1, wanted.length * STEPS);
      }
    } finally {
      for (const runId of freed) ingestor.include(runId);
    }
    if (problems.length > 0) throw asOne(problems);
    return freed.length;
  }

  /** Removes a run, and sets its folder aside. Tells whether it did; throws a {@link UserError} when it cannot. */
  private freeOne(runId: RunId, folders: string[]): boolean {
    const { ingestor, upkeep, workspaceDir } = this.context;
    const db = this.writable();
    if (!isTrashed(db, runId)) return false;
    requireEnded(db, runId);
    // A file of it may be read at this moment: until all is done, nothing of the run is taken in.
    ingestor.exclude(runId);
    upkeep.release(runId);
    try {
      this.removeRows(runId, () => {
        const folder = setFolderAside(workspaceDir, runId);
        if (folder !== undefined) folders.push(folder);
      });
      return true;
    } catch (error) {
      ingestor.include(runId);
      throw error;
    }
  }

  /** In one transaction, with what `last` does: no other window can restore the run in between. */
  private removeRows(runId: RunId, last: () => void): void {
    const { storage, changes, liveRuns } = this.context;
    storage.db.transaction(() => {
      removeRun(storage.db, runId);
      removeEdits(storage.db, runId);
      last();
    });
    liveRuns.removed(runId);
    changes.removed(runId);
    storage.soon();
  }

  /** Shortens the database by the pages that hold nothing any more, some at a time. */
  private async giveBackSpace(): Promise<void> {
    const { storage } = this.context;
    for (let before = Infinity; !this.stopped;) {
      const free = freePages(storage.db);
      // An engine or a file that cannot do it must not keep us here.
      if (free === 0 || free >= before) return;
      before = free;
      giveBackPages(storage.db);
      await yieldToOthers();
    }
  }

  private tell(done: number, total: number): void {
    if (Date.now() - this.toldAt < PROGRESS_MS) return;
    this.toldAt = Date.now();
    this.progress({ kind: 'emptyingTrash', done, total });
  }
}

function requireEnded(db: Database, runId: RunId): void {
  const run = findRunEntity(db, runId);
  if (run?.status === 'running' || run?.status === 'queued') {
    throw new UserError(l10n.t('{0} is still running. Stop it first.', run.name));
  }
}

/** What keeps one run keeps no other; a bug is thrown on. */
function asProblem(error: unknown): UserError {
  if (error instanceof UserError) return error;
  if (sqliteFailure(error) === undefined) throw error;
  return new UserError(l10n.t('The change could not be saved: {0}', whyNotWritten(error)));
}

function asOne(problems: readonly UserError[]): UserError {
  if (problems.length === 1) return problems[0]!;
  return new UserError(l10n.t('{0} runs could not be removed. {1}', problems.length, problems[0]!.message));
}
