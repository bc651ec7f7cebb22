/** How far each file of events has been taken in. */
import { open } from 'node:fs/promises';
import type { HelloEvent } from '../../protocol/trainingEvents';
import type { Database } from '../database/database';

/** Enough of a file's beginning to tell it from another file of the same name: its writer's pid and start lie in it. */
const HEAD_BYTES = 200;

/** A place in a file from which to read on. */
export interface Position {
  /** Bytes from the beginning. */
  offset: number;
  /** Lines before it; stands in for a missing `q`. */
  lines: number;
  /** One more than the highest `q` taken in. */
  nextQ: number;
  /** Events below this `q` are repeats and skipped. */
  skipBelow: number;
  badLines: number;
}

export interface KnownFile extends Position {
  head: string;
  /** When the file was changed last before it was read, ms since 1970. */
  modifiedAt: number;
  writer: Writer;
}

/** Who writes a file. Only a recorder's word counts for how a run stands. */
export interface Writer {
  role: HelloEvent['role'];
  /** Place in a distributed training; 0 too of what is the only process of its training. */
  rank: number;
}

/** One that did not say who it is. */
export const UNKNOWN_WRITER: Writer = { role: 'external', rank: 0 };

interface FileRow {
  offset: number;
  lines: number;
  next_q: number;
  skip_below: number;
  bad_lines: number;
  head: string;
  modified_at: number;
  role: HelloEvent['role'] | null;
  rank: number | null;
}

const HELLO = /"e":\s*"hello"/;

const BEGINNING: Position = { offset: 0, lines: 0, nextQ: 0, skipBelow: 0, badLines: 0 };

export function findFile(db: Database, uid: string, name: string): KnownFile | undefined {
  const row = db
    .prepare<FileRow>(
      `SELECT offset, lines, next_q, skip_below, bad_lines, head, modified_at, role, rank FROM event_files
       WHERE run = (SELECT id FROM runs WHERE uid = ?) AND name = ?`,
    )
    .get(uid, name);
  if (row === undefined) return undefined;
  const {
    offset,
    lines,
    next_q: nextQ,
    skip_below: skipBelow,
    bad_lines: badLines,
    head,
    modified_at: modifiedAt,
  } = row;
  const writer = { role: row.role ?? UNKNOWN_WRITER.role, rank: row.rank ?? UNKNOWN_WRITER.rank };
  return { offset, lines, nextQ, skipBelow, badLines, head, modifiedAt, writer };
}

/** Stores how far a file was read; belongs into the transaction of its rows. */
export function saveFile(db: Database, run: number, name: string, file: Omit<KnownFile, 'writer'>): void {
  const { offset, lines, nextQ, skipBelow, badLines, head, modifiedAt } = file;
  db.prepare(
    `INSERT INTO event_files (run, name, offset, lines, next_q, skip_below, bad_lines, head, modified_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, name) DO UPDATE SET offset = excluded.offset, lines = excluded.lines, next_q = excluded.next_q,
       skip_below = excluded.skip_below, bad_lines = excluded.bad_lines, head = excluded.head,
       modified_at = excluded.modified_at`,
  ).run(run, name, offset, lines, nextQ, skipBelow, badLines, head, modifiedAt);
}

/** Remembers who writes a file; it must have been saved before. */
export function saveWriter(db: Database, run: number, name: string, hello: HelloEvent): void {
  const { role, host, pid, start, rank, localRank, world } = hello;
  db.prepare(
    `UPDATE event_files SET role = ?, host = ?, pid = ?, start = ?, rank = ?, local_rank = ?, world = ?
     WHERE run = ? AND name = ?`,
  ).run(role, host, pid, start ?? null, rank ?? null, localRank ?? null, world ?? null, run, name);
}

/**
 * Where to read on in a file that now has `size` bytes and begins with `head`:
 *
 * - a file not known: at its beginning;
 * - one that begins with another `hello` is another writer's file under the old name: at its beginning, and all of it is
 *   new; what the old one gave stays;
 * - one that otherwise begins differently, or is shorter than what was read, was truncated or written again: at its
 *   beginning, but events whose `q` (or line number) was taken in are repeats and skipped, so that nothing is ever there
 *   twice; the run gets a warning;
 * - else where reading stopped.
 */
export function whereToRead(known: KnownFile | undefined, size: number, head: string): Position {
  if (known === undefined) return BEGINNING;
  const differs = !known.head.startsWith(head.slice(0, known.head.length));
  if (differs && HELLO.test(known.head) && HELLO.test(head)) return BEGINNING;
  if (differs || size < known.offset) return { ...BEGINNING, nextQ: known.nextQ, skipBelow: known.nextQ };
  return known;
}

/** Whether a file is as it was when all of it was taken in. */
export function isTakenIn(known: KnownFile | undefined, { size, mtimeMs }: { size: number; mtimeMs: number }): boolean {
  return known?.offset === size && known.modifiedAt === mtimeMs;
}

/** Whose lines begin at a place: of a file that is another one than was known, its first line has yet to say. */
export function writerAt({ offset, skipBelow }: Position, known: KnownFile | undefined): Writer {
  return known === undefined || (offset === 0 && skipBelow === 0) ? UNKNOWN_WRITER : known.writer;
}

/** Whether a place is the beginning of a file that was truncated or written again. */
export function isRewritten({ offset, skipBelow }: Position): boolean {
  return offset === 0 && skipBelow > 0;
}

/** The first bytes of a file, one character each. Rejects as `fs` does. */
export async function readHead(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
