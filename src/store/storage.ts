/**
 * The database of one workspace folder: which file, who may write it, when it is saved.
 *
 * - Without `.trialbook/runs` there is nothing to hold: an empty database in memory, no file, no lock (`detached`).
 * - The holder of the writers' lock is the `writer`; its commits become durable through a {@link Saver}.
 * - Everyone else is a `reader`: a copy in memory, which takes in event files as a writer does but is never saved. It is
 *   read again when the file is replaced, and becomes the writer when it can.
 */
import * as l10n from '@vscode/l10n';
import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../common/errors';
import { databasePath, runsDir, trialbookDir } from '../common/workspaceFolder';
import type { AccessEvent, ProblemEvent } from '../protocol/storeApi';
import type { Database, Saver } from './database';
import { ImageSaver } from './imageSaver';
import { inspect, migrate, type FileState } from './migrations';
import type { SqljsDatabase, SqljsEngine } from './sqljsEngine';
import { freeName, hasWal, identify, readIfThere } from './storageFiles';
import { damagedText, heldText, newerText, openElsewhereText, whyNotWritten } from './storageTexts';
import { WritersLock } from './writersLock';

export interface StorageHooks {
  access(event: AccessEvent): void;
  problem(event: ProblemEvent): void;
  /** `db` is another database now; `before` is still open during the call. */
  replaced(before: Database): void;
}

type Mode = 'detached' | 'writer' | 'reader';

interface Loaded {
  db: SqljsDatabase;
  state: FileState;
}

export class Storage {
  db: Database;
  mode: Mode = 'detached';
  /** Images written: tests see by it that an idle store does nothing. */
  saves = 0;
  private reason = '';
  private lock: WritersLock | undefined;
  private saver: Saver | undefined;
  /** Identity of the file that was read last. */
  private readFrom = '';
  private told: AccessEvent | undefined;
  private cannotWrite = false;
  private checking: Promise<void> = Promise.resolve();
  private closed = false;
  private newerTold = false;
  /** Identity of a file of a newer version, which is not looked at again until it is another. */
  private refused: string | undefined;

  constructor(
    private readonly workspaceDir: string,
    private readonly engine: SqljsEngine,
    private readonly hooks: StorageHooks,
  ) {
    this.db = engine.open();
    migrate(this.db);
  }

  /** Looks whether the folder came or went, the file was replaced or the writer left, and acts on it. */
  check(): Promise<void> {
    // One after the other: each may wait for an image to be written before it exchanges the database.
    const result = this.checking.then(() => this.checkNow());
    this.checking = result.catch(() => undefined);
    return result;
  }

  private async checkNow(): Promise<void> {
    if (this.closed) return;
    if (!existsSync(runsDir(this.workspaceDir))) return this.detach();
    if (this.mode === 'writer') return this.lock?.isMine() === true ? undefined : this.becomeReader();
    this.attach();
  }

  /** After a commit of events. */
  soon(): void {
    this.saver?.soon();
  }

  /** After a commit of an edit: rejects, with a {@link UserError}, when it could not be made durable. */
  async now(): Promise<void> {
    try {
      await this.saver?.now();
    } catch (error) {
      this.tellCannotWrite(error);
      throw new UserError(l10n.t('The change could not be saved: {0}', whyNotWritten(error)));
    }
  }

  /** Throws a {@link UserError} when this window may not write. */
  requireWriter(): void {
    if (this.mode === 'reader') throw new UserError(this.reason);
  }

  /** Saves what is pending, gives the lock back. Rejects when saving failed; everything is released all the same. */
  async close(): Promise<void> {
    this.closed = true;
    await this.checking;
    try {
      await this.stopWriting();
    } finally {
      this.db.close();
    }
  }

  private async detach(): Promise<void> {
    if (this.mode === 'detached') return;
    this.mode = 'detached';
    this.readFrom = '';
    await this.stopWriting().catch(() => undefined);
    this.use(this.empty());
  }

  private attach(): void {
    if (hasWal(this.file)) return this.read(openElsewhereText(this.file));
    if (this.refused !== undefined && this.refused === identify(this.file)) return;
    const attempt = this.tryLock();
    if (typeof attempt === 'string') return this.read(attempt);
    this.lock = attempt;
    try {
      this.write();
    } catch (error) {
      this.readWithout(whyNotWritten(error));
    }
  }

  /** The lock, or why we cannot have it. */
  private tryLock(): WritersLock | string {
    try {
      const attempt = WritersLock.acquire(path.join(trialbookDir(this.workspaceDir), 'trialbook.lock'), 'sql.js');
      return 'lock' in attempt ? attempt.lock : heldText(attempt.holder);
    } catch (error) {
      return whyNotWritten(error);
    }
  }

  private write(): void {
    const { db, state } = this.load();
    if (state.kind === 'newer') {
      db.close();
      this.refused = identify(this.file);
      return this.readWithout(newerText(state.version));
    }
    this.refused = undefined;
    const opened = state.kind === 'damaged' ? this.setAside(db, state.reason) : db;
    const changed = migrate(opened);
    this.saver = this.newSaver(opened as SqljsDatabase);
    this.mode = 'writer';
    this.use(opened);
    if (changed) this.saver.soon();
    this.tell({ kind: 'access', mode: 'readwrite' });
  }

  private readWithout(reason: string): void {
    this.lock?.release();
    this.lock = undefined;
    this.read(reason);
  }

  private read(reason: string): void {
    const identity = identify(this.file);
    const first = this.mode !== 'reader';
    this.mode = 'reader';
    this.reason = reason;
    if (first || identity !== this.readFrom) this.readCopyOrNothing(identity);
    this.tell({ kind: 'access', mode: 'readonly', reason: this.reason });
  }

  private readCopyOrNothing(identity: string): void {
    try {
      this.readCopy(identity);
    } catch (error) {
      this.reason = whyNotWritten(error);
      this.use(this.empty());
    }
  }

  private readCopy(identity: string): void {
    this.readFrom = identity;
    const { db, state } = this.load();
    if (state.kind === 'newer') this.tellNewer(state.version);
    if (state.kind === 'newer' || state.kind === 'damaged') {
      db.close();
      return this.use(this.empty());
    }
    migrate(db);
    this.use(db);
  }

  private load(): Loaded {
    const image = readIfThere(this.file);
    const db = image === undefined ? this.engine.open() : this.openImage(image);
    return db instanceof Error ? { db: this.empty(), state: damaged(db) } : { db, state: inspect(db) };
  }

  private openImage(image: Uint8Array): SqljsDatabase | Error {
    try {
      return this.engine.open(image);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private setAside(broken: Database, reason: string): Database {
    broken.close();
    const aside = freeName(`${this.file}.damaged-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`);
    renameSync(this.file, aside);
    this.hooks.problem({
      kind: 'problem',
      code: 'database-damaged',
      message: damagedText(reason, path.basename(aside)),
    });
    return this.engine.open();
  }

  private newSaver(db: SqljsDatabase): Saver {
    return new ImageSaver(this.file, {
      image: () => db.image(),
      mayWrite: () => this.mayWrite(),
      written: () => {
        this.saves += 1;
        this.resolveCannotWrite();
      },
      failed: (error) => this.tellCannotWrite(error),
    });
  }

  private mayWrite(): void {
    if (this.lock?.isMine() !== true) throw new UserError(l10n.t('Another window took over this folder.'));
    if (hasWal(this.file)) throw new UserError(openElsewhereText(this.file));
  }

  private async becomeReader(): Promise<void> {
    await this.stopWriting().catch(() => undefined);
    this.attach();
  }

  private async stopWriting(): Promise<void> {
    const { saver, lock } = this;
    this.saver = undefined;
    try {
      await saver?.close();
    } finally {
      this.lock = undefined;
      lock?.release();
    }
  }

  private use(db: Database): void {
    const before = this.db;
    this.db = db;
    this.hooks.replaced(before);
    before.close();
  }

  private empty(): SqljsDatabase {
    const db = this.engine.open();
    migrate(db);
    return db;
  }

  private tell(event: AccessEvent): void {
    if (this.told?.mode === event.mode && this.told.reason === event.reason) return;
    this.told = event;
    this.hooks.access(event);
  }

  private tellNewer(version: number): void {
    if (this.newerTold) return;
    this.newerTold = true;
    this.hooks.problem({ kind: 'problem', code: 'database-newer', message: newerText(version) });
  }

  private tellCannotWrite(error: unknown): void {
    if (this.cannotWrite) return;
    this.cannotWrite = true;
    const message = l10n.t('Runs cannot be saved: {0} Nothing is lost; saving is tried again.', whyNotWritten(error));
    this.hooks.problem({ kind: 'problem', code: 'cannot-write', message });
  }

  private resolveCannotWrite(): void {
    if (!this.cannotWrite) return;
    this.cannotWrite = false;
    const message = l10n.t('Runs are saved again.');
    this.hooks.problem({ kind: 'problem', code: 'cannot-write', message, resolved: true });
  }

  private get file(): string {
    return databasePath(this.workspaceDir);
  }
}

function damaged(error: Error): FileState {
  return { kind: 'damaged', reason: error.message };
}
