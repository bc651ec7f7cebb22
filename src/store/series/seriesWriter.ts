import { fromWire, toWire, type WireNumber } from '../../protocol/numbers';
import type { Database } from '../database/database';
import type { SummaryRow } from '../queries/runRefs';
import {
  CHUNK_POINTS,
  closeChunk,
  emptyPoints,
  openChunk,
  saveOpenChunk,
  type OpenChunk,
  type Points,
} from './chunkWriter';
import { judgeByNew } from './keySeries';
import { DamagedSeriesError } from './chunks';
import { decodeChunk, type Columns } from './seriesCodec';
import { recordSource } from './seriesSources';

/** Decoded tails are kept between batches up to this size, so that live series are not read back for each append. */
const CACHE_BYTES = 64 * 1024 * 1024;
const STATE_BYTES = 400;

interface SeriesRow extends Omit<SummaryRow, 'key'> {
  id: number;
  finite_count: number;
}

/** A series as it stands after the points so far; numbers decoded. */
interface SeriesState {
  id: number;
  count: number;
  finite: number;
  first: number;
  last: number;
  lastStep: number;
  min: number;
  max: number;
  mean: number;
  open: OpenChunk;
  /** Those that are known to be written. */
  sources: string[];
}

/** Points of a batch, and who gave them. */
interface Gathered {
  points: Points;
  sources: string[];
}

/**
 * Appends points to series. Points are gathered per key and written by {@link flush}, which belongs into the transaction
 * of their offsets: no statement runs per point.
 */
export class SeriesWriter {
  private readonly pending = new Map<string, Gathered>();
  /** In the order of the last use. */
  private readonly states = new Map<string, SeriesState>();
  /** What the states take, about. */
  private bytes = 0;
  private version = 0;

  /** Gathers a point. A step that is missing or not finite becomes the number of points before it. */
  add(key: string, step: number | undefined, value: number, time: number, source?: string): void {
    let gathered = this.pending.get(key);
    if (gathered === undefined) this.pending.set(key, (gathered = { points: emptyPoints(), sources: [] }));
    const { points, sources } = gathered;
    points.steps.push(step ?? Number.NaN);
    points.values.push(value);
    points.times.push(time);
    if (source !== undefined && !sources.includes(source)) sources.push(source);
  }

  /** Drops what is known of series when another process may have written to them; call it first in a transaction. */
  refresh(db: Database): void {
    const version = db.foreignVersion();
    if (version !== this.version) this.forgetStates();
    this.version = version;
  }

  /** Writes what was gathered, all of it for one run, as of a revision. When the transaction fails call {@link forget}. */
  flush(db: Database, run: number, revision: number): void {
    if (this.pending.size === 0) return;
    let points = 0;
    const created = new Map<string, number>();
    for (const [key, { points: added, sources }] of this.pending) {
      const state = this.takeState(db, run, key, created);
      append(db, state, added);
      writeSources(db, run, key, state, sources);
      writeSummary(db, state, revision);
      this.states.set(nameOf(run, key), state);
      this.bytes += bytesOf(state);
      points += added.values.length;
    }
    db.prepare('UPDATE runs SET point_count = point_count + ? WHERE id = ?').run(points, run);
    if (created.size > 0) judgeByNew(db, run, created);
    this.pending.clear();
    this.trim();
  }

  /** Drops what was gathered and cached: the database is another, a run was removed, or a transaction failed. */
  forget(): void {
    this.pending.clear();
    this.forgetStates();
  }

  private forgetStates(): void {
    this.states.clear();
    this.bytes = 0;
  }

  /** Takes the state of a series out of the cache; one that is made is added to `created`, key and row number. */
  private takeState(db: Database, run: number, key: string, created: Map<string, number>): SeriesState {
    const name = nameOf(run, key);
    const cached = this.states.get(name);
    if (cached !== undefined) this.drop(name, cached);
    const present = cached ?? loadState(db, run, key);
    const state = present ?? createSeries(db, run, key);
    if (present === undefined) created.set(key, state.id);
    return state;
  }

  private trim(): void {
    for (const [name, state] of this.states) {
      if (this.bytes <= CACHE_BYTES) return;
      this.drop(name, state);
    }
  }

  private drop(name: string, state: SeriesState): void {
    this.states.delete(name);
    this.bytes -= bytesOf(state);
  }
}

function nameOf(run: number, key: string): string {
  return `${run} ${key}`;
}

/** What a cached series takes, about. */
function bytesOf({ open }: SeriesState): number {
  return STATE_BYTES + 24 * open.points.steps.length;
}

const SERIES_OF_RUN = `SELECT id, count, finite_count, first, last, last_step, min, max, mean FROM series
  WHERE run = ? AND key = (SELECT id FROM metric_keys WHERE key = ?)`;

function loadState(db: Database, run: number, key: string): SeriesState | undefined {
  const row = db.prepare<SeriesRow>(SERIES_OF_RUN).get(run, key);
  if (row === undefined) return undefined;
  const number = (value: WireNumber) => fromWire(value) ?? Number.NaN;
  return {
    id: row.id,
    count: row.count,
    finite: row.finite_count,
    first: number(row.first),
    last: number(row.last),
    lastStep: number(row.last_step),
    min: number(row.min),
    max: number(row.max),
    mean: number(row.mean),
    open: openChunk(row.count, loadOpenPoints(db, row.id, row.count)),
    sources: [],
  };
}

/** The points behind the last full chunk. */
function loadOpenPoints(db: Database, series: number, count: number): Points {
  const points = emptyPoints();
  const start = count - (count % CHUNK_POINTS);
  const rows = db
    .prepare<{ n: number; data: Uint8Array }>(
      'SELECT n, data FROM series_chunks WHERE series = ? AND start >= ? ORDER BY start',
    )
    .all(series, start);
  for (const { n, data } of rows) {
    const columns = decodeOrThrow(series, data, n);
    points.steps.push(...columns.steps);
    points.values.push(...columns.values);
    points.times.push(...columns.times);
  }
  if (start + points.steps.length !== count) throw new DamagedSeriesError(series, 'its last chunk is not there');
  return points;
}

function decodeOrThrow(series: number, data: Uint8Array, n: number): Columns {
  try {
    return decodeChunk(data, n);
  } catch (error) {
    throw new DamagedSeriesError(series, error);
  }
}

function createSeries(db: Database, run: number, key: string): SeriesState {
  db.prepare('INSERT INTO metric_keys (key) VALUES (?) ON CONFLICT DO NOTHING').run(key);
  const { id } = db
    .prepare<{ id: number }>(
      `INSERT INTO series (run, key, count, finite_count, first, last, last_step, min, max, mean, revision)
       VALUES (?, (SELECT id FROM metric_keys WHERE key = ?), 0, 0, 0, 0, 0, 0, 0, 0, 0) RETURNING id`,
    )
    .get(run, key)!;
  const open = openChunk(0, emptyPoints());
  return { id, count: 0, finite: 0, first: 0, last: 0, lastStep: 0, min: 0, max: 0, mean: 0, open, sources: [] };
}

function append(db: Database, state: SeriesState, added: Points): void {
  const { open } = state;
  for (let i = 0; i < added.values.length; i += 1) {
    const step = Number.isFinite(added.steps[i]!) ? added.steps[i]! : state.count;
    summarise(state, step, added.values[i]!);
    open.points.steps.push(step);
    open.points.values.push(added.values[i]!);
    open.points.times.push(added.times[i]!);
    if (open.points.steps.length === CHUNK_POINTS) closeChunk(db, state.id, open);
  }
  saveOpenChunk(db, state.id, open);
}

function writeSources(db: Database, run: number, key: string, state: SeriesState, sources: readonly string[]): void {
  for (const source of sources) {
    if (state.sources.includes(source)) continue;
    recordSource(db, run, key, source);
    state.sources.push(source);
  }
}

function summarise(state: SeriesState, step: number, value: number): void {
  if (state.count === 0) state.first = value;
  state.count += 1;
  state.last = value;
  state.lastStep = step;
  if (Number.isFinite(value)) {
    const isFirst = state.finite === 0;
    state.finite += 1;
    state.min = isFirst ? value : Math.min(state.min, value);
    state.max = isFirst ? value : Math.max(state.max, value);
    // A running mean: a sum would overflow or lose the small ones.
    state.mean = isFirst ? value : state.mean + (value - state.mean) / state.finite;
  } else if (state.finite === 0) state.min = state.max = state.mean = value;
}

function writeSummary(db: Database, state: SeriesState, revision: number): void {
  db.prepare(
    `UPDATE series SET count = ?, finite_count = ?, first = ?, last = ?, last_step = ?, min = ?, max = ?, mean = ?,
       revision = ? WHERE id = ?`,
  ).run(
    state.count,
    state.finite,
    toWire(state.first),
    toWire(state.last),
    toWire(state.lastStep),
    toWire(state.min),
    toWire(state.max),
    toWire(state.mean),
    revision,
    state.id,
  );
}
