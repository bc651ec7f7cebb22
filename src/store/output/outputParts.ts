/** A run's output as one stream of bytes, whichever files it lies in. */
import { type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import path from 'node:path';
import { leftOutMark, listSegments } from '../../common/outputSegments';
import { OUTPUT_LOG } from '../../common/workspaceFolder';

/** A file of the output, or a mark that stands for bytes which were not kept. */
export interface OutputPart {
  /** What tells it from others. */
  id: string;
  source: string | Buffer;
  /** Place of its first byte in the stream. */
  start: number;
  length: number;
}

/** The files of a run's output in their order; none where it printed nothing. */
export async function listParts(runDir: string): Promise<OutputPart[]> {
  const segments = await listSegments(runDir);
  const log = await plainFile(path.join(runDir, OUTPUT_LOG));
  const parts: OutputPart[] = [];
  if (log !== undefined) append(parts, path.join(runDir, OUTPUT_LOG), log);
  for (const { name, start, merged } of segments) {
    const stats = await plainFile(path.join(runDir, name));
    if (stats === undefined) continue;
    // As long as a segment bears its own name, the log holds the head and nothing else.
    const gap = merged || parts.length !== 1 ? 0 : start - lengthOf(parts);
    if (gap > 0) appendMark(parts, leftOutMark(gap));
    append(parts, path.join(runDir, name), stats);
  }
  return parts;
}

/** The length of the whole stream. */
export function lengthOf(parts: readonly OutputPart[]): number {
  const last = parts.at(-1);
  return last === undefined ? 0 : last.start + last.length;
}

/** How many bytes at the beginning are the same in both. */
export function commonLength(before: readonly OutputPart[], after: readonly OutputPart[]): number {
  let common = 0;
  for (const [index, part] of before.entries()) {
    const now = after[index];
    if (now?.id !== part.id || now.length < part.length) return common;
    common = part.start + part.length;
    if (now.length > part.length) return common;
  }
  return common;
}

/** Bytes of the stream; fewer where it ends, or where a file is gone meanwhile. */
export async function readBytes(parts: readonly OutputPart[], from: number, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (const part of parts) {
    const start = Math.max(0, from - part.start);
    const wanted = Math.min(part.length, from + length - part.start) - start;
    if (wanted <= 0) continue;
    const piece = await readPart(part, start, wanted);
    pieces.push(piece);
    if (piece.length < wanted) break;
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

async function readPart({ source }: OutputPart, start: number, length: number): Promise<Buffer> {
  if (typeof source !== 'string') return source.subarray(start, start + length);
  const handle = await open(source).catch(() => undefined);
  if (handle === undefined) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A run folder may come from anybody: a link in it is not followed. */
async function plainFile(file: string): Promise<Stats | undefined> {
  const stats = await lstat(file).catch(() => undefined);
  return stats?.isFile() === true ? stats : undefined;
}

function append(parts: OutputPart[], source: string, { ino, size }: Stats): void {
  parts.push({ id: `${source}:${ino}`, source, start: lengthOf(parts), length: size });
}

function appendMark(parts: OutputPart[], text: string): void {
  const source = Buffer.from(text);
  parts.push({ id: text, source, start: lengthOf(parts), length: source.length });
}
