/** Opens the database of a folder in the best way that the circumstances allow. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../../common/errors';
import * as l10n from '@vscode/l10n';
import { databasePath, trialbookDir } from '../../common/workspaceFolder';
import type { ProblemEvent } from '../../protocol/storeApi';
import { removeUnfinished } from '../../common/atomicFile';
import { applyEdits, readEdits } from './carryEdits';
import type { Database } from '../database/database';
import type { Engines } from '../database/engines';
import { FileHolding, ImageHolding, MemoryHolding, type Holding } from './holding';
import { ImageSaver } from './imageSaver';
import { withLogApplied } from './logImage';
import { inspect, isNewer, migrate, type FileState } from '../database/migrations';
import type { NativeDatabase, NativeEngine } from '../database/nativeEngine';
import { SharedLock } from '../../common/locks/sharedLock';
import { sqliteFailure } from '../database/sqliteErrors';
import type { SqljsDatabase } from '../database/sqljsDatabase';
import { hasWal, identify, mayWrite, readHeader, readIfThere, setAside, withoutLog } from './storageFiles';
import { damagedText, heldText, newerText, openElsewhereText, readOnlyText, whyNotWritten } from './storageTexts';
import { WatchedFile } from './watchedFile';
import { findWriter, WritersLock } from '../../common/locks/writersLock';

/** A file up to this size is read whole when it is opened, to find damage at once; that takes some 10 ms. */
const CHECKED_BYTES = 16 * 1024 * 1024;

export interface OpenerHooks {
  problem(event: ProblemEvent): void;
  /** An image was written. */
  saved(): void;
  /** An image that nobody waits for could not be written. */
  failed(error: unknown): void;
}

/** Why a folder cannot be written. */
interface Refusal {
  reason: string;
}

export class Opener {
  private newerTold = false;
  private checkedBytes = CHECKED_BYTES;
  private carried = false;

  constructor(
    private readonly workspaceDir: string,
    private readonly engines: Engines,
    private readonly hooks: OpenerHooks,
  ) {}

  /** Without a folder that holds runs. */
  static async detached(engines: Engines): Promise<Holding> {
    return new MemoryHolding(await empty(engines), 'detached');
  }

  /**
   * A holding that writes or, where that cannot be, a copy to read; `current` when it is that copy already. A `suspect`
   * file is read whole to find its damage, however large it is; `carried` tells that the caller has the edits already.
   */
  async open(current: Holding, { suspect = false, carried = false } = {}): Promise<Holding> {
    const { native } = this.engines;
    this.checkedBytes = suspect ? Infinity : CHECKED_BYTES;
    this.carried = carried;
    const refused = this.refuseNewer() ?? this.refuseReadOnly();
    const opened = refused ?? (native === undefined ? await this.openImage() : this.openFile(native));
    return 'reason' in opened ? this.openCopy(opened.reason, current) : opened;
  }

  private refuseNewer(): Refusal | undefined {
    try {
      const header = readHeader(this.file);
      if (header === undefined || !isNewer(header)) return undefined;
      const reason = newerText(header.userVersion);
      if (!this.newerTold) this.hooks.problem({ kind: 'problem', code: 'database-newer', message: reason });
      this.newerTold = true;
      return { reason };
    } catch (error) {
      return { reason: whyNotWritten(error) };
    }
  }

  private refuseReadOnly(): Refusal | undefined {
    return mayWrite(this.file) ? undefined : { reason: readOnlyText(this.file) };
  }

  private openFile(engine: NativeEngine): Holding | Refusal {
    let lock: SharedLock | undefined;
    let db: NativeDatabase | undefined;
    try {
      const attempt = SharedLock.acquire(this.lockFile, 'native', (mine) => findWriter(this.lockFile, mine));
      if ('holder' in attempt) return { reason: heldText(attempt.holder) };
      ({ lock } = attempt);
      removeUnfinished(this.file);
      db = this.checked(() => engine.open(this.file));
      db.useLog();
      migrate(db);
      return new FileHolding(db, lock, new WatchedFile(this.file));
    } catch (error) {
      db?.close();
      lock?.release();
      return { reason: whyNotWritten(error) };
    }
  }

  private async openImage(): Promise<Holding | Refusal> {
    if (hasWal(this.file)) return { reason: openElsewhereText(this.file) };
    const engine = await this.engines.image();
    let lock: WritersLock | undefined;
    try {
      const attempt = WritersLock.acquire(this.lockFile, 'sql.js');
      if ('holder' in attempt) return { reason: heldText(attempt.holder) };
      ({ lock } = attempt);
      let known = '';
      const db = this.checked(() => {
        known = identify(this.file);
        return engine.open(this.readImage());
      });
      const isUntouched = () => (existsSync(this.file) ? (identify(this.file) === known ? 'yes' : 'no') : 'missing');
      const saver = new ImageSaver(this.file, {
        image: () => db.image(),
        mayWrite: () => this.requireOurs(attempt.lock, isUntouched() !== 'no'),
        written: () => {
          known = identify(this.file);
          this.hooks.saved();
        },
        failed: (error) => this.hooks.failed(error),
      });
      if (migrate(db)) saver.soon();
      return new ImageHolding(db, saver, lock, isUntouched);
    } catch (error) {
      lock?.release();
      return { reason: whyNotWritten(error) };
    }
  }

  private requireOurs(lock: WritersLock, isUntouched: boolean): void {
    if (!lock.isMine()) throw new UserError(l10n.t('Another window took over this folder.'));
    if (hasWal(this.file)) throw new UserError(openElsewhereText(this.file));
    if (!mayWrite(this.file)) throw new UserError(readOnlyText(this.file));
    if (!isUntouched) throw new UserError(l10n.t('The database was replaced by another program.'));
  }

  /** Opens a file; one that is damaged is set aside, and what people edited is taken over from it if it can be read. */
  private checked<D extends Database>(open: () => D): D {
    const opened = this.openAndInspect(open);
    if (!('reason' in opened)) return opened.db;
    const edits = opened.db === undefined ? undefined : readEdits(opened.db);
    closeQuietly(opened.db);
    const aside = setAside(this.file);
    const db = open();
    migrate(db);
    if (edits !== undefined) applyEdits(db, edits);
    const kept = edits !== undefined || this.carried;
    const message = damagedText(opened.reason, path.basename(aside), kept);
    this.hooks.problem({ kind: 'problem', code: 'database-damaged', message });
    return db;
  }

  private openAndInspect<D extends Database>(open: () => D): { db: D } | { db?: D; reason: string } {
    let db: D | undefined;
    try {
      // Another window may be making the file or taking a log into it. In this order what the header counts is in the file
      // by the time it is measured, unless there is a log, beside which the header may be ahead.
      const header = readHeader(this.file);
      const logged = hasWal(this.file);
      const size = existsSync(this.file) ? statSync(this.file).size : 0;
      if (header !== undefined && !logged && header.bytes > size) return { reason: 'truncated' };
      db = open();
      const state = inspect(db, size <= this.checkedBytes);
      return state.kind === 'damaged' ? { db, reason: state.reason } : { db };
    } catch (error) {
      closeQuietly(db);
      // A full disk or a missing permission is no damage.
      if (sqliteFailure(error) !== 'damaged') throw error;
      return { reason: errorMessage(error) };
    }
  }

  /** A copy in memory of a file that others write, or that must not be written. */
  private async openCopy(reason: string, current: Holding): Promise<Holding> {
    const identity = identify(this.file);
    if (current.copy?.identity === identity && current.copy.reason === reason) return current;
    const engine = await this.engines.image();
    let db: SqljsDatabase | undefined;
    try {
      const image = this.readCommitted();
      // Whoever writes the file may do so while we read it: then half of it is old, and the next look reads it again.
      const torn = identify(this.file) !== identity;
      db = engine.open(image);
      const thoroughly = hasWal(this.file) || (image?.length ?? 0) <= this.checkedBytes;
      if (!torn && isReadable(inspect(db, thoroughly))) {
        migrate(db);
        return new MemoryHolding(db, 'reader', { reason, identity });
      }
      closeQuietly(db);
      return new MemoryHolding(await empty(this.engines), 'reader', { reason, identity: torn ? '' : identity });
    } catch {
      closeQuietly(db);
      return new MemoryHolding(await empty(this.engines), 'reader', { reason, identity });
    }
  }

  private readImage(): Uint8Array | undefined {
    const image = readIfThere(this.file);
    return image === undefined ? undefined : withoutLog(image);
  }

  /** With what others committed to a log. */
  private readCommitted(): Uint8Array | undefined {
    const image = readIfThere(this.file);
    if (image === undefined) return undefined;
    const log = readIfThere(`${this.file}-wal`);
    return withoutLog(log === undefined ? image : withLogApplied(image, log));
  }

  private get file(): string {
    return databasePath(this.workspaceDir);
  }

  private get lockFile(): string {
    return path.join(trialbookDir(this.workspaceDir), 'trialbook.lock');
  }
}

async function empty(engines: Engines): Promise<Database> {
  const db = await engines.memory();
  migrate(db);
  return db;
}

function isReadable(state: FileState): boolean {
  return state.kind === 'ours' || state.kind === 'empty';
}

function closeQuietly(db: Database | undefined): void {
  try {
    db?.close();
  } catch {
    // It is damaged.
  }
}
