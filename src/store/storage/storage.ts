/**
 * The database of one workspace folder: which file, who may write it, when it is saved.
 *
 * - Without `.trialbook/runs` there is nothing to hold: an empty database in memory, no file, no lock (`detached`).
 * - A `writer` has the file open with the engine that shares it, or holds the writers' lock and saves images.
 * - Everyone else is a `reader`: a copy in memory, which takes in event files as a writer does but is never saved. It is
 *   read again when the file is replaced, and becomes a writer when it can.
 */
import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { errorCode, UserError } from '../../common/errors';
import { runsDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { AccessEvent, ProblemEvent } from '../../protocol/storeApi';
import { applyEdits, readEdits } from './carryEdits';
import type { Database } from '../database/database';
import type { Engines } from '../database/engines';
import { fingerprints } from './fingerprints';
import type { Holding, Mode } from './holding';
import { Opener } from './opener';
import { sqliteFailure } from '../database/sqliteErrors';
import { whyNotWritten } from './storageTexts';

export interface StorageHooks {
  access(event: AccessEvent): void;
  problem(event: ProblemEvent): void;
  /** The database is another now; the fingerprints are those of the one before. */
  replaced(before: ReadonlyMap<RunId, string>): void;
}

export class Storage {
  /** Images written: tests see by it that an idle store does nothing. */
  saves = 0;
  private told: AccessEvent | undefined;
  private cannotWrite = false;
  private checking: Promise<void> = Promise.resolve();
  private closed = false;
  private suspect = false;
  private readonly opener: Opener;

  /** Begins as it is `holding`, which {@link Opener.detached} gives: {@link check} opens the file. */
  constructor(
    private readonly workspaceDir: string,
    private readonly engines: Engines,
    private holding: Holding,
    private readonly hooks: StorageHooks,
  ) {
    this.opener = new Opener(workspaceDir, engines, {
      problem: (event) => hooks.problem(event),
      saved: () => {
        this.saves += 1;
        this.tellWritten();
      },
      failed: (error) => this.tellCannotWrite(error),
    });
  }

  get db(): Database {
    return this.holding.db;
  }

  get mode(): Mode {
    return this.holding.mode;
  }

  /** Looks whether the folder came or went, the file was replaced or the writer left, and acts on it. */
  check(): Promise<void> {
    // One after the other: each may wait for an image to be written before it exchanges the database.
    const result = this.checking.then(() => this.checkNow());
    this.checking = result.catch(() => undefined);
    return result;
  }

  /** After a commit of events. */
  soon(): void {
    this.holding.soon();
  }

  /**
   * Commits an edit, in a transaction of its own, and makes it durable. Where that cannot be, nothing is changed and it
   * rejects with a {@link UserError}; `undo` takes back what was committed but could not be made durable.
   */
  async edit(change: () => void, undo: () => void): Promise<void> {
    this.requireWriter();
    try {
      this.db.transaction(change);
    } catch (error) {
      throw this.saveError(error);
    }
    try {
      await this.holding.now();
    } catch (error) {
      undo();
      throw this.saveError(error);
    }
  }

  /** Makes what was committed durable; rejects, with a {@link UserError}, when that cannot be. */
  async now(): Promise<void> {
    await this.edit(
      () => undefined,
      () => undefined,
    );
  }

  /** Throws a {@link UserError} when this window may not write. */
  requireWriter(): void {
    if (this.holding.copy !== undefined) throw new UserError(this.holding.copy.reason);
  }

  /** Writing failed, and is tried again. */
  tellCannotWrite(error: unknown): void {
    if (this.cannotWrite) return;
    this.cannotWrite = true;
    const message = l10n.t('Runs cannot be saved: {0} Nothing is lost; saving is tried again.', whyNotWritten(error));
    this.hooks.problem({ kind: 'problem', code: 'cannot-write', message });
  }

  /** Writing works again. */
  tellWritten(): void {
    if (!this.cannotWrite) return;
    this.cannotWrite = false;
    const message = l10n.t('Runs are saved again.');
    this.hooks.problem({ kind: 'problem', code: 'cannot-write', message, resolved: true });
  }

  /** The database in use turned out to be damaged: it is looked through and, if that is so, set aside and rebuilt. */
  checkDamage(): Promise<void> {
    this.suspect = true;
    return this.check();
  }

  /** Saves what is pending, gives the lock back. Rejects when saving failed; everything is released all the same. */
  async close(): Promise<void> {
    this.closed = true;
    await this.checking;
    try {
      await this.holding.stop();
    } finally {
      this.holding.release();
    }
  }

  private async checkNow(): Promise<void> {
    if (this.closed) return;
    if (!existsSync(runsDir(this.workspaceDir))) {
      if (this.mode !== 'detached') await this.exchange(() => Opener.detached(this.engines));
    } else if (this.suspect || !this.holding.isCurrent()) {
      await this.exchange((carried) => this.opener.open(this.holding, { suspect: this.suspect, carried }));
      this.suspect = false;
    }
    if (this.mode !== 'detached') this.tellAccess();
  }

  private async exchange(open: (carried: boolean) => Promise<Holding>): Promise<void> {
    const before = this.holding;
    await before.stop().catch(() => undefined);
    // Whatever is opened needs no further turn of the event loop then, so that nobody finds the database closed.
    if (before.mode === 'writer') await this.engines.image().catch(() => undefined);
    const wasWriter = before.mode === 'writer';
    const [edits, prints] = wasWriter ? [readEdits(before.db), printsOf(before.db)] : [];
    // SQLite must not have the file open twice in one process, nor two files at one path: they would share a log.
    if (wasWriter) before.release();
    const next = await this.openOrDetach(() => open(edits !== undefined), before);
    if (next === before) return;
    this.holding = next;
    if (edits !== undefined && next.mode === 'writer') {
      applyEdits(next.db, edits);
      next.soon();
    }
    // A reader looks every other second whether it may write: only when something changed it is worth comparing.
    this.hooks.replaced(prints ?? printsOf(before.db));
    if (!wasWriter) before.release();
  }

  /** Without any database requests would fail in ways that tell nobody what is wrong. */
  private async openOrDetach(open: () => Promise<Holding>, before: Holding): Promise<Holding> {
    try {
      return await open();
    } catch (error) {
      if (before.mode === 'writer') this.holding = await Opener.detached(this.engines);
      throw error;
    }
  }

  private saveError(error: unknown): unknown {
    if (error instanceof UserError) return error;
    if (sqliteFailure(error) === undefined && errorCode(error) === undefined) return error;
    // Where nothing waits to be saved the edit's own error says all.
    if (this.holding.savesLater) this.tellCannotWrite(error);
    return new UserError(l10n.t('The change could not be saved: {0}', whyNotWritten(error)));
  }

  private tellAccess(): void {
    const reason = this.holding.copy?.reason;
    const event: AccessEvent =
      reason === undefined ? { kind: 'access', mode: 'readwrite' } : { kind: 'access', mode: 'readonly', reason };
    if (this.told?.mode === event.mode && this.told.reason === event.reason) return;
    this.told = event;
    this.hooks.access(event);
  }
}

/** A database that is damaged tells nothing about its runs. */
function printsOf(db: Database): Map<RunId, string> {
  try {
    return fingerprints(db);
  } catch {
    return new Map();
  }
}
