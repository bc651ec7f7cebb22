import { type FileHandle, open } from 'node:fs/promises';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

const CHUNK_BYTES = 64 * 1024;

/** Copies a growing file to a stream, from its beginning, byte for byte. */
export class LogTail {
  private handle: FileHandle | undefined;
  private offset = 0;

  constructor(
    private readonly file: string,
    private readonly out: Writable,
  ) {}

  /** Copies what came since the last call. A file that is not there yet, or no plain file, gives nothing. */
  async copy(): Promise<void> {
    this.handle ??= await open(this.file, 'r').catch(() => undefined);
    if (this.handle === undefined || !(await this.handle.stat()).isFile()) return;
    for (;;) {
      const { bytesRead, buffer } = await this.handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, this.offset);
      if (bytesRead === 0) return;
      this.offset += bytesRead;
      if (!this.out.write(buffer.subarray(0, bytesRead))) await once(this.out, 'drain');
    }
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = undefined;
  }
}
