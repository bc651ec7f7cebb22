/**
 * Which points of a series share a chunk. A chunk is full at {@link CHUNK_POINTS} points and never written again. Of the
 * points behind the last full chunk whole blocks of {@link TAIL_POINTS} lie in one compressed chunk, and the rest in a
 * small one of its own: appending to a live series writes that small one, and the one before it every 128 points.
 */
import type { Database } from '../database/database';
import { COMPRESSED_POINTS, encodeChunk } from './chunkEncoder';

export const CHUNK_POINTS = 1024;
const TAIL_POINTS = COMPRESSED_POINTS;

export interface Points {
  steps: number[];
  values: number[];
  times: number[];
}

/** The end of a series: what may still be written again. */
export interface OpenChunk {
  /** Index of its first point in the series: a multiple of {@link CHUNK_POINTS}. */
  start: number;
  points: Points;
  /** How many of the points lie in the compressed chunk. */
  packed: number;
}

export function emptyPoints(): Points {
  return { steps: [], values: [], times: [] };
}

/** The open chunk of a series of `count` points whose last ones, behind the last full chunk, are given. */
export function openChunk(count: number, points: Points): OpenChunk {
  return { start: count - points.steps.length, points, packed: wholeBlocks(points.steps.length) };
}

/** Writes a chunk that has become full and goes on to the next one. */
export function closeChunk(db: Database, series: number, open: OpenChunk): void {
  if (open.packed > 0) removeTail(db, series, open.start);
  writeChunk(db, series, open.start, open.points);
  open.start += CHUNK_POINTS;
  open.points = emptyPoints();
  open.packed = 0;
}

/** Writes what was appended to the open chunk. */
export function saveOpenChunk(db: Database, series: number, open: OpenChunk): void {
  const { start, points } = open;
  const packed = wholeBlocks(points.steps.length);
  if (packed > open.packed) {
    if (open.packed > 0) removeTail(db, series, start);
    writeChunk(db, series, start, slice(points, 0, packed));
    open.packed = packed;
  }
  if (packed < points.steps.length) writeChunk(db, series, start + packed, slice(points, packed));
}

function wholeBlocks(n: number): number {
  return n - (n % TAIL_POINTS);
}

function removeTail(db: Database, series: number, start: number): void {
  db.prepare('DELETE FROM series_chunks WHERE series = ? AND start > ?').run(series, start);
}

function slice({ steps, values, times }: Points, from: number, to?: number): Points {
  return { steps: steps.slice(from, to), values: values.slice(from, to), times: times.slice(from, to) };
}

function writeChunk(db: Database, series: number, start: number, { steps, values, times }: Points): void {
  let [from, to] = [Infinity, -Infinity];
  for (const step of steps) {
    from = Math.min(from, step);
    to = Math.max(to, step);
  }
  const data = encodeChunk({
    steps: Float64Array.from(steps),
    values: Float64Array.from(values),
    times: Float64Array.from(times),
  });
  db.prepare(
    `INSERT INTO series_chunks (series, start, n, min_step, max_step, data) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (series, start) DO UPDATE SET
       n = excluded.n, min_step = excluded.min_step, max_step = excluded.max_step, data = excluded.data`,
  ).run(series, start, steps.length, from, to, data);
}
