/** One way of having a database open; it is exchanged as a whole when the circumstances change. */
import type { Database } from '../database/database';
import type { ImageSaver } from './imageSaver';
import type { NativeDatabase } from '../database/nativeEngine';
import type { SharedLock } from '../../common/locks/sharedLock';
import type { WatchedFile } from './watchedFile';
import type { WritersLock } from '../../common/locks/writersLock';

export type Mode = 'detached' | 'writer' | 'reader';

export interface Holding {
  readonly db: Database;
  readonly mode: Mode;
  /** Of a reader: why it may not write, and the content of the file that it copied. */
  readonly copy?: { reason: string; identity: string } | undefined;
  /** Whether what was committed waits in memory to be saved. */
  readonly savesLater: boolean;
  /** Whether it may go on: the lock and the file are still those with which it began. */
  isCurrent(): boolean;
  /** After a commit that is in the event files too. */
  soon(): void;
  /** Resolves when everything committed is durable. Rejects as `fs` or SQLite does. */
  now(): Promise<void>;
  /** Saves what is pending. Rejects likewise; the database stays open. */
  stop(): Promise<void>;
  /** Closes the database and gives the lock back. */
  release(): void;
}

/** A database in memory that is never saved: without a folder to hold it, or a copy of a file that others write. */
export class MemoryHolding implements Holding {
  readonly savesLater = false;

  constructor(
    readonly db: Database,
    readonly mode: 'detached' | 'reader',
    readonly copy?: { reason: string; identity: string },
  ) {}

  isCurrent(): boolean {
    // A reader tries to become the writer, or to read a newer content, whenever it is asked.
    return false;
  }

  soon(): void {}

  now(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  release(): void {
    this.db.close();
  }
}

/** A database in memory that is saved as images; nobody else writes the file meanwhile. */
export class ImageHolding implements Holding {
  readonly mode = 'writer';
  readonly savesLater = true;

  constructor(
    readonly db: Database,
    private readonly saver: ImageSaver,
    private readonly lock: WritersLock,
    /** Whether the file holds what was read or written last. */
    private readonly isUntouched: () => 'yes' | 'no' | 'missing',
  ) {}

  isCurrent(): boolean {
    if (!this.lock.isMine()) return false;
    const untouched = this.isUntouched();
    // All of it is in memory: a file that was deleted comes back.
    if (untouched === 'missing') this.saver.soon();
    return untouched !== 'no';
  }

  soon(): void {
    this.saver.soon();
  }

  now(): Promise<void> {
    return this.saver.now();
  }

  async stop(): Promise<void> {
    try {
      await this.saver.close();
    } finally {
      this.lock.release();
    }
  }

  release(): void {
    this.db.close();
  }
}

/** A file that SQLite itself reads and writes, together with the other windows that have it open likewise. */
export class FileHolding implements Holding {
  readonly mode = 'writer';
  readonly savesLater = false;

  constructor(
    readonly db: NativeDatabase,
    private readonly lock: SharedLock,
    private readonly file: WatchedFile,
  ) {}

  isCurrent(): boolean {
    return this.lock.isMine() && this.file.isIntact();
  }

  /** Nothing to do: the commit is in the log, where a killed process loses nothing, and a power cut only repeats. */
  soon(): void {}

  now(): Promise<void> {
    return new Promise((resolve) => {
      this.db.syncLog();
      resolve();
    });
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  /** The lock last: an engine that wants to be alone must not come before the file is closed. */
  release(): void {
    this.db.close();
    this.file.close();
    this.lock.release();
  }
}
