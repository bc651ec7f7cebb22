import { type FileHandle, open } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../common/errors';
import { OUTPUT_LOG, outputSegment } from '../common/workspaceFolder';
import { leftOutMark, listSegments, readLeftOutMark } from './outputSegments';

const CHUNK_BYTES = 64 * 1024;
/** More than a mark has. */
const MARK_BYTES = 512;
/** How long the end of a merge is waited for, in ms; one whose recorder died never ends. */
const MERGE_MS = 2_000;

interface OpenFile {
  handle: FileHandle;
  /** Place of its first byte in the whole output; 0 for the log itself. */
  start: number;
  /** Bytes of it that were copied or skipped. */
  offset: number;
}

/**
 * Copies a run's output to a stream as it grows, from its beginning, byte for byte: through the log, and the segments
 * that a long output goes on in. Where bytes are gone before they could be copied, a mark says how many.
 */
export class LogTail {
  private current: OpenFile | undefined;
  /** Length of the head: of the log, when it was left for the first segment. */
  private headBytes = 0;

  constructor(
    private readonly runDir: string,
    private readonly out: Writable,
  ) {}

  /** Copies what came since the last call. A log that is not there yet, or no plain file, gives nothing. */
  async copy(): Promise<void> {
    for (;;) {
      // Looked for first: a file that is followed by another is complete.
      const starts = await this.segmentStarts();
      this.current ??= await openFile(path.join(this.runDir, OUTPUT_LOG), 0);
      if (this.current === undefined || !(await this.current.handle.stat()).isFile()) return;
      await this.copyFile(this.current);
      if (!(await this.advance(this.current, starts))) return;
    }
  }

  /** Copies what is left of a run that has ended, and closes the file. */
  async finish(): Promise<void> {
    const end = Date.now() + MERGE_MS;
    for (let merging = true; merging && Date.now() < end;) {
      merging = (await listSegments(this.runDir)).some(({ merged }) => merged);
      await this.copy();
      if (merging) await delay(20);
    }
    await this.current?.handle.close();
    this.current = undefined;
  }

  private async segmentStarts(): Promise<number[]> {
    return (await listSegments(this.runDir)).flatMap(({ start, merged }) => (merged ? [] : [start]));
  }

  private async copyFile(file: OpenFile): Promise<void> {
    for (;;) {
      const { bytesRead, buffer } = await file.handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, file.offset);
      if (bytesRead === 0) return;
      file.offset += bytesRead;
      await this.print(buffer.subarray(0, bytesRead));
    }
  }

  /** Goes on to the file that follows the current one; gives whether to look for more. */
  private async advance(current: OpenFile, starts: readonly number[]): Promise<boolean> {
    const next = starts.find((start) => start > current.start);
    if (next === undefined) {
      const last = current.start === 0 || starts.includes(current.start);
      return !last && this.returnToLog(current);
    }
    try {
      const handle = await open(path.join(this.runDir, outputSegment(next)), 'r');
      if (current.start === 0) this.headBytes = current.offset;
      await this.skip(next - (current.start + current.offset));
      await this.replace({ handle, start: next, offset: 0 });
      return true;
    } catch (error) {
      // It was removed meanwhile: there is a newer one, or it is in the log.
      return errorCode(error) === 'ENOENT';
    }
  }

  /** The segments were put behind the head: finds the place in the log where the current one ended. */
  private async returnToLog(current: OpenFile): Promise<boolean> {
    const log = await openFile(path.join(this.runDir, OUTPUT_LOG), 0);
    if (log === undefined) return false;
    const { bytesRead, buffer } = await log.handle.read(Buffer.alloc(MARK_BYTES), 0, MARK_BYTES, this.headBytes);
    if (bytesRead === 0) {
      await log.handle.close();
      return false;
    }
    const mark = readLeftOutMark(buffer.toString('utf8', 0, bytesRead));
    const behindMark = current.start + current.offset - (this.headBytes + mark.bytes);
    await this.skip(-behindMark);
    await this.replace({ ...log, offset: this.headBytes + mark.length + Math.max(0, behindMark) });
    return true;
  }

  private async replace(file: OpenFile): Promise<void> {
    await this.current?.handle.close();
    this.current = file;
  }

  private async skip(bytes: number): Promise<void> {
    if (bytes > 0) await this.print(leftOutMark(bytes));
  }

  private async print(text: Buffer | string): Promise<void> {
    if (!this.out.write(text)) await once(this.out, 'drain');
  }
}

async function openFile(file: string, start: number): Promise<OpenFile | undefined> {
  const handle = await open(file, 'r').catch(() => undefined);
  return handle === undefined ? undefined : { handle, start, offset: 0 };
}
