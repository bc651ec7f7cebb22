/** Finds the runs of a list: by a filter, in an order, a page at a time. */
import type { RunId } from '../../protocol/entities';
import type { RunsSelected } from '../../protocol/storeApi';
import type { Database, Row } from '../database/database';
import { isSameField, type Filter } from '../filter/ast';
import { parseFilter } from '../filter/parser';
import { join, sql, type Sql } from '../filter/ranges';
import { driversOf, filterSql } from '../filter/sql';
import { ALL_RUNS, walkedList, wholeList, type Order, type Segment } from './runOrder';

/** Runs looked at to estimate what part of all runs a filter lets pass. */
const SAMPLE = 128;
/** More runs than a folder ever has. */
const MOST_RUNS = 100_000_000;
/** Runs read at a time. */
const CHUNK = 1000;

/** Which runs, of those in the trash or of the others. */
export interface Selection {
  filter: Filter;
  trashed: boolean;
  /** The run that they are inside of; `null` for those at the top. */
  parent: RunId | null | undefined;
}

/** Understands a filter; none lets all runs pass. Throws a `UserError` with the place of what is wrong. */
export function parseSelection({ filter, trashed, parent }: RunsSelected): Selection {
  return { filter: parseFilter(filter ?? ''), trashed: trashed === true, parent };
}

/**
 * Row numbers (`runs.id`) of a page, in the order of the list.
 *
 * There are two ways to it: walk the runs in their order until the page is full, or look at all that meet one condition
 * and sort what is left of them. SQLite cannot know which is less work, so that this is estimated here.
 */
export function selectPage(
  db: Database,
  selection: Selection,
  orders: readonly Order[],
  offset: number,
  limit: number,
): number[] {
  const where = selectionSql(db, selection);
  // Walking an index starts at what a condition on the same field says: no need to sort what comes out of it.
  const drivers = driversOf(db, selection.filter).filter(({ field }) => !isSameField(field, orders[0]?.field));
  const driver = bestDriver(db, drivers, () => runsToWalk(db, where, offset + limit));
  const segments = driver ? [wholeList(db, orders, drivenBy(driver))] : walkedList(db, orders, selection.filter);
  const found: number[] = [];
  for (const segment of segments) {
    const wanted = offset + limit - found.length;
    if (wanted <= 0) break;
    for (const { id } of readSegment(db, segment, where, wanted)) found.push(id);
  }
  return found.slice(offset);
}

/** Row numbers of all runs of a selection, in the order of the list. */
export function selectAll(db: Database, selection: Selection, orders: readonly Order[]): number[] {
  return selectPage(db, selection, orders, 0, MOST_RUNS);
}

/** How many runs a selection has. */
export function countSelection(db: Database, selection: Selection): number {
  const driver = bestDriver(db, driversOf(db, selection.filter), () => Number.MAX_SAFE_INTEGER);
  const from = driver ? drivenBy(driver) : ALL_RUNS;
  const { text, params } = join([from, selectionSql(db, selection)], ' WHERE ');
  return db.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${text}`).get(...params)!.n;
}

/** Columns of all runs of a selection, over `runs AS r` and newest first; bounded memory, however many there are. */
export function* readInChunks(db: Database, selection: Selection, columns: Sql): Generator<Row> {
  const where = selectionSql(db, selection);
  const read = db.prepare<Row & { uid: RunId }>(
    `SELECT r.uid AS uid, ${columns.text} FROM runs r WHERE r.uid < ? AND ${where.text} ORDER BY r.uid DESC LIMIT ${CHUNK}`,
  );
  // Behind every id: those are of digits and capital letters.
  let before = '~';
  for (;;) {
    const rows = read.all(...columns.params, before, ...where.params);
    yield* rows;
    if (rows.length < CHUNK) return;
    before = rows.at(-1)!.uid;
  }
}

/** What is true of the selected among `runs AS r`. */
function selectionSql(db: Database, { filter, trashed, parent }: Selection): Sql {
  const isListed = sql(trashed ? 'r.trashed_at IS NOT NULL' : 'r.trashed_at IS NULL');
  return join([isListed, placeSql(parent), filterSql(db, filter)], ' AND ');
}

function placeSql(parent: RunId | null | undefined): Sql {
  if (parent === undefined) return sql('1');
  return parent === null ? sql('r.nested = 0') : sql('r.parent = ?', parent);
}

/**
 * The condition that the fewest runs meet, if those are fewer than `most`, which is asked for when there is any. Counted
 * no further than it matters: an entry of an index is cheap, and looking at a run is not.
 */
function bestDriver(db: Database, drivers: readonly { select: Sql }[], most: () => number): Sql | undefined {
  let best: Sql | undefined;
  let fewest = drivers.length === 0 ? 0 : most();
  for (const { select } of drivers) {
    const count = `SELECT count(*) AS n FROM (SELECT 1 FROM (${select.text}) LIMIT ?)`;
    const { n } = db.prepare<{ n: number }>(count).get(...select.params, fewest)!;
    if (n < fewest) [best, fewest] = [select, n];
  }
  return best;
}

/** About how many runs have to be looked at, one after the other, until so many were found that pass. */
function runsToWalk(db: Database, where: Sql, wanted: number): number {
  const { first, last } = db
    .prepare<{ first: number | null; last: number | null }>(
      'SELECT (SELECT min(id) FROM runs) AS first, (SELECT max(id) FROM runs) AS last',
    )
    .get()!;
  if (first === null || last === null) return 0;
  const ids = Array.from({ length: SAMPLE }, (_, i) => Math.floor(first + ((i + 0.5) * (last + 1 - first)) / SAMPLE));
  const { present, passing } = db
    .prepare<{ present: number; passing: number }>(
      `SELECT count(*) AS present, count(iif(${where.text}, 1, NULL)) AS passing
       FROM json_each(?) j CROSS JOIN runs r ON r.id = j.value`,
    )
    .get(...where.params, JSON.stringify(ids))!;
  // Of a filter that lets none of them pass all that is known is that it lets few pass.
  const part = Math.max(passing, 0.5) / Math.max(present, 1);
  return Math.min(last + 1 - first, Math.ceil(wanted / part));
}

/** CROSS JOIN keeps SQLite to this order. */
function drivenBy(select: Sql): Sql {
  return sql(`(${select.text}) d CROSS JOIN runs r ON r.id = d.run`, ...select.params);
}

function readSegment(db: Database, segment: Segment, where: Sql, limit: number): { id: number }[] {
  const matching = join([segment.from, join([segment.where, where], ' AND ')], ' WHERE ');
  const { text, params } = join([matching, join(segment.order, ', ')], ' ORDER BY ');
  return db.prepare<{ id: number }>(`SELECT r.id AS id FROM ${text} LIMIT ?`).all(...params, limit);
}
