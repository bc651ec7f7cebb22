import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../common/errors';
import { OUTPUT_LOG, outputSegment } from '../common/workspaceFolder';
import { leftOutMark, listSegments, readLeftOutMark } from '../common/outputSegments';

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
  /** What makes such an offset a place in the whole output. */
  shift: number;
}

/**
 * Copies a run's output as it grows, from its beginning, byte for byte: through the log, and the segments that a long
 * output goes on in. Where bytes are gone before they could be copied, a mark says how many.
 */
export class LogTail {
  private current: OpenFile | undefined;
  /** Length of the head: of the log, when it was left for the first segment. */
  private headBytes = 0;

  constructor(
    private readonly runDir: string,
    /**
     * Takes bytes that begin at this place of the whole output; marks of ours have none. Who is so late that the end was
     * put behind the head meanwhile reads on past the mark, and what is behind it has places that are too small.
     */
    private readonly print: (bytes: Buffer, place?: number) => Promise<void>,
  ) {}

  /**
   * Copies what came since the last call, of the whole output's first `limit` bytes. A log that is not there yet, or no
   * plain file, gives nothing.
   */
  async copy(limit = Infinity): Promise<void> {
    for (;;) {
      // Looked for first: a file that is followed by another is complete.
      const starts = await this.segmentStarts();
      this.current ??= await openFile(path.join(this.runDir, OUTPUT_LOG), 0);
      if (this.current === undefined || !(await this.current.handle.stat()).isFile()) return;
      if (!(await this.copyFile(this.current, limit))) return;
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

  /** Gives whether it was copied to its end. */
  private async copyFile(file: OpenFile, limit: number): Promise<boolean> {
    for (;;) {
      const place = file.offset + file.shift;
      if (place >= limit) return false;
      const length = Math.min(CHUNK_BYTES, limit - place);
      const { bytesRead, buffer } = await file.handle.read(Buffer.alloc(length), 0, length, file.offset);
      if (bytesRead === 0) return true;
      file.offset += bytesRead;
      await this.print(buffer.subarray(0, bytesRead), place);
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
      await this.replace({ handle, start: next, offset: 0, shift: next });
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
    const offset = this.headBytes + mark.length + Math.max(0, behindMark);
    await this.replace({ ...log, offset, shift: mark.bytes - mark.length });
    return true;
  }

  private async replace(file: OpenFile): Promise<void> {
    await this.current?.handle.close();
    this.current = file;
  }

  private async skip(bytes: number): Promise<void> {
    if (bytes > 0) await this.print(Buffer.from(leftOutMark(bytes)));
  }
}

async function openFile(file: string, start: number): Promise<OpenFile | undefined> {
  const handle = await open(file, 'r').catch(() => undefined);
  return handle === undefined ? undefined : { handle, start, offset: 0, shift: start };
}
