import { replaceFile } from '../../common/atomicFile';

/** At most this part of the time goes into images that nobody waits for. */
const SHARE = 0.02;
const SHORTEST_WAIT_MS = 1000;
const RETRY_MS = 5000;

export interface ImageSaverHooks {
  /** The whole database as bytes. */
  image(): Uint8Array;
  /** Throws when the file must not be written now. */
  mayWrite(): void;
  written(): void;
  /** An image that nobody waits for could not be written; it is tried again. */
  failed(error: unknown): void;
}

/** How long to wait after a write before the next one that nobody waits for; both in ms. */
export function pause(lastDuration: number): number {
  return Math.max(SHORTEST_WAIT_MS, lastDuration / SHARE - lastDuration);
}

/** Saves a database that lives in memory by replacing its file with a new image. */
export class ImageSaver {
  private changes = 0;
  private saved = 0;
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** By the clock that nobody sets. */
  private notBefore = 0;
  private closed = false;

  constructor(
    private readonly file: string,
    private readonly hooks: ImageSaverHooks,
  ) {}

  /** Something was committed that is also in the event files: it may wait. */
  soon(): void {
    this.changes += 1;
    this.schedule(Math.max(SHORTEST_WAIT_MS, this.notBefore - performance.now()));
  }

  /** Resolves when everything committed so far is on the disk. Rejects as `fs` does. */
  async now(): Promise<void> {
    this.changes += 1;
    await this.save(this.changes);
  }

  /** Saves what is pending and stops. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.save(this.changes);
  }

  private async save(wanted: number): Promise<void> {
    while (this.saved < wanted) {
      if (this.writing === undefined) await this.write();
      // Another's failure is told to that other; this caller then tries for itself.
      else await this.writing.catch(() => undefined);
    }
  }

  private write(): Promise<void> {
    this.writing = this.writeImage().finally(() => (this.writing = undefined));
    return this.writing;
  }

  private async writeImage(): Promise<void> {
    const start = performance.now();
    const covers = this.changes;
    try {
      this.hooks.mayWrite();
      await replaceFile(this.file, this.hooks.image());
      this.saved = covers;
    } finally {
      const end = performance.now();
      this.notBefore = end + pause(end - start);
    }
    this.hooks.written();
  }

  private schedule(wait: number): void {
    if (this.closed || this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.saveUnasked();
    }, wait);
  }

  private async saveUnasked(): Promise<void> {
    if (this.closed || this.saved === this.changes) return;
    try {
      await (this.writing ?? this.write());
      if (this.saved < this.changes) this.schedule(Math.max(SHORTEST_WAIT_MS, this.notBefore - performance.now()));
    } catch (error) {
      this.hooks.failed(error);
      this.schedule(RETRY_MS);
    }
  }
}
