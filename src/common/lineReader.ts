import { open } from 'node:fs/promises';
import { MAX_LINE_BYTES } from '../protocol/trainingEvents';

const NEWLINE = 0x0a;

export interface LineChunk {
  /** Complete lines without their newline; one longer than `MAX_LINE_BYTES` is `undefined`, so that it can be counted. */
  lines: (string | undefined)[];
  /** Byte offset behind the last complete line: where to read on. */
  nextOffset: number;
  /** Whether the file may hold more complete lines behind `nextOffset`. */
  more: boolean;
}

/**
 * Reads the complete lines of a growing file from a byte offset, at most about `budget` bytes of them (one line of any
 * length is always got past). A tail without its newline stays unread. Rejects as `fs` does.
 */
export async function readLines(file: string, offset: number, budget = 4 * MAX_LINE_BYTES): Promise<LineChunk> {
  const handle = await open(file, 'r');
  try {
    const lines: (string | undefined)[] = [];
    const buffer = Buffer.allocUnsafe(Math.min(budget, 256 * 1024));
    let position = offset;
    let nextOffset = offset;
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) return { lines, nextOffset, more: false };
      const chunk = buffer.subarray(0, bytesRead);
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        if (pendingBytes + end - start > MAX_LINE_BYTES) lines.push(undefined);
        else if (pendingBytes === 0) lines.push(chunk.toString('utf8', start, end));
        else lines.push(Buffer.concat([...pending, chunk.subarray(start, end)]).toString('utf8'));
        pending = [];
        pendingBytes = 0;
        start = end + 1;
        nextOffset = position + start;
      }
      const rest = chunk.subarray(start);
      pendingBytes += rest.length;
      // Beyond the limit only the length matters, so that a line of gigabytes costs no memory.
      if (pendingBytes <= MAX_LINE_BYTES) pending.push(Buffer.from(rest));
      else pending = [];
      position += bytesRead;
      if (position - offset >= budget && lines.length > 0) return { lines, nextOffset, more: true };
    }
  } finally {
    await handle.close();
  }
}
