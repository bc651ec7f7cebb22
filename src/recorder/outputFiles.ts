import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { mergedSegment, OUTPUT_LOG, outputSegment } from '../common/workspaceFolder';
import { leftOutMark } from '../common/outputSegments';

/** How often an open file is checked for having been removed, in ms. */
const REMOVAL_CHECK_MS = 1_000;
/** Files that the tail is spread over: when another begins, the oldest goes. */
const TAIL_SEGMENTS = 4;
const COPY_BYTES = 256 * 1024;

/**
 * The files of a training's output, which together never grow beyond a limit. One half of it is the head, in `output.log`.
 * What follows goes to segments beside it, of which the newest, up to the other half, are kept. In the end they are put
 * behind the head.
 *
 * As long as any segment bears its own name, `output.log` holds the head and nothing else: readers rely on it. All of its
 * methods throw as `fs` does, and can be called again.
 */
export class OutputFiles {
  private readonly headBytes: number;
  private readonly segmentBytes: number;
  /** Starts of the segments that are there, oldest first. The last one is being written. */
  private segments: number[] = [];
  private total = 0;
  /** Bytes that the current file still takes. */
  private room: number;
  private fd: number | undefined;
  private checkedAt = 0;

  constructor(
    private readonly runDir: string,
    maxBytes: number,
  ) {
    this.headBytes = Math.floor(maxBytes / 2);
    this.segmentBytes = Math.floor(this.headBytes / TAIL_SEGMENTS);
    this.room = this.headBytes;
  }

  /** Bytes of the whole output so far. */
  get length(): number {
    return this.total;
  }

  /** Makes the file to write to. */
  open(): number {
    if (this.fd !== undefined && Date.now() - this.checkedAt >= REMOVAL_CHECK_MS) {
      this.checkedAt = Date.now();
      // A removed file still takes bytes that nobody will ever read.
      if (fstatSync(this.fd).nlink === 0) this.close();
    }
    const current = this.segments.at(-1);
    this.fd ??= openSync(this.path(current === undefined ? OUTPUT_LOG : outputSegment(current)), 'a');
    return this.fd;
  }

  /** Appends bytes from their beginning on, as many as the current file takes; gives how many these were. */
  append(bytes: Buffer): number {
    if (this.room === 0) this.beginSegment();
    const written = writeSync(this.open(), bytes, 0, Math.min(bytes.length, this.room));
    this.total += written;
    this.room -= written;
    return written;
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  /**
   * Closes the files and puts the segments behind the head, if the disk has room for that: else they stay, and readers find
   * them. Gives the bytes that lie between head and tail and were not kept.
   */
  finish(): number {
    this.close();
    const [first] = this.segments;
    if (first === undefined) return 0;
    const leftOut = first - this.headBytes;
    if (this.hasRoomToMerge()) this.merge(leftOut);
    return leftOut;
  }

  private beginSegment(): void {
    this.close();
    while (this.segments.length >= TAIL_SEGMENTS) {
      rmSync(this.path(outputSegment(this.segments[0] ?? 0)), { force: true });
      this.segments.shift();
    }
    this.segments.push(this.total);
    this.room = this.segmentBytes;
  }

  /** Each segment is removed before the next is copied. */
  private hasRoomToMerge(): boolean {
    const { bavail, bsize } = statfsSync(this.runDir);
    return bavail * bsize > this.segmentBytes + COPY_BYTES;
  }

  private merge(leftOut: number): void {
    // The newest first: as long as the oldest bears its name, nothing is in the log yet.
    for (const start of this.segments.toReversed()) {
      renameSync(this.path(outputSegment(start)), this.path(mergedSegment(start)));
    }
    const log = openSync(this.path(OUTPUT_LOG), 'a');
    try {
      if (leftOut > 0) writeSync(log, leftOutMark(leftOut));
      for (const start of this.segments) {
        appendFile(log, this.path(mergedSegment(start)));
        rmSync(this.path(mergedSegment(start)));
      }
      this.segments = [];
    } finally {
      closeSync(log);
    }
  }

  private path(name: string): string {
    return path.join(this.runDir, name);
  }
}

/** Appends all of a file, or nothing. */
function appendFile(fd: number, file: string): void {
  const { size } = fstatSync(fd);
  const source = openSync(file, 'r');
  const buffer = Buffer.allocUnsafe(COPY_BYTES);
  try {
    for (let length = readSync(source, buffer); length > 0; length = readSync(source, buffer)) {
      for (let written = 0; written < length;) written += writeSync(fd, buffer, written, length - written);
    }
  } catch (error) {
    ftruncateSync(fd, size);
    throw error;
  } finally {
    closeSync(source);
  }
}
