/** Which values runs were given for a parameter that stands in the code, and what came of each. */
import { Spread } from '../../common/statistics/spread';
import type { TriedQuery, TriedValue, TriedValues } from '../../protocol/changesApi';
import type { RunId } from '../../protocol/entities';
import { fromWire, type WireNumber } from '../../protocol/numbers';
import { directionOf } from '../choices';
import type { Database } from '../database/database';
import { paramKeys } from '../queries/runGroups';
import { decodeParam } from '../runs';
import type { RunSnapshots } from '../snapshots/runSnapshots';

const MOST_VALUES = 100;
/** Scripts that are looked at for one that reads a file. */
const MOST_SCRIPTS = 50;

/** `null` where no run of the file was given a value. */
export async function triedValues(
  db: Database,
  snapshots: RunSnapshots,
  { file, path }: TriedQuery,
): Promise<TriedValues | null> {
  const keys = paramKeys(db).filter((key) => isNamed(key, path));
  const scripts = await scriptsUsing(db, snapshots, file, keys);
  const given = keys.filter((key) => isGiven(db, key, scripts));
  const key = closestKey(given, path);
  return key === undefined ? null : readTried(db, key, scripts);
}

function readTried(db: Database, key: string, scripts: readonly string[]): TriedValues {
  const metric = judgingMetric(db, key, scripts);
  const direction = metric === undefined ? undefined : directionOf(db, metric);
  const values = readValues(db, key, metric, scripts).sort(byResult(direction));
  return {
    key,
    metric: metric ?? null,
    ...(direction === undefined ? {} : { direction }),
    values: values.slice(0, MOST_VALUES),
    total: values.length,
  };
}

/** Scripts that were given one of these params and are the file, or used it in their newest such run. */
async function scriptsUsing(
  db: Database,
  snapshots: RunSnapshots,
  file: string,
  keys: readonly string[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  const scripts = db
    .prepare<{ script: string; uid: RunId }>(
      `SELECT r.script, max(r.uid) AS uid FROM json_each(?) j CROSS JOIN params p ON p.key = j.value
       CROSS JOIN runs r ON r.id = p.run WHERE r.script IS NOT NULL AND r.trashed_at IS NULL
       GROUP BY r.script ORDER BY uid DESC LIMIT ${MOST_SCRIPTS}`,
    )
    .all(JSON.stringify(keys));
  const using = await Promise.all(
    scripts.map(async ({ script, uid }) => script === file || (await isUsed(snapshots, uid, file))),
  );
  return scripts.filter((_, i) => using[i]).map(({ script }) => script);
}

/** A snapshot that does not tell which files ran is asked whether it has the file at all. */
async function isUsed(snapshots: RunSnapshots, runId: RunId, file: string): Promise<boolean> {
  const snapshot = await snapshots.find(runId);
  return (
    snapshot?.files.some(({ path, used }) => path === file && (used === true || snapshot.marked !== true)) === true
  );
}

/**
 * Whether a place in the code may name a param: one of the two ends in the other, name by name. `lr` and `optimizer.lr`
 * go together, `scheduler.lr` and `optimizer.lr` do not.
 */
function isNamed(key: string, path: readonly string[]): boolean {
  const [names, wanted] = [namesOf(key), path.flatMap(namesOf)];
  const shared = Math.min(names.length, wanted.length);
  return shared > 0 && names.slice(-shared).join('.') === wanted.slice(-shared).join('.');
}

/** The longest name that does not say more than the path; else the only one that does. */
function closestKey(keys: readonly string[], path: readonly string[]): string | undefined {
  const length = path.flatMap(namesOf).length;
  const within = keys.filter((key) => namesOf(key).length <= length);
  const longest = within.sort((a, b) => namesOf(b).length - namesOf(a).length)[0];
  return longest ?? (keys.length === 1 ? keys[0] : undefined);
}

/** Dashes count as underscores, as argparse makes them. */
function namesOf(key: string): string[] {
  return key.replace(/^-+/, '').replaceAll('-', '_').split(/[./]/);
}

/** Params of these scripts' runs, as `p` and `r`. */
const GIVEN = `params p CROSS JOIN runs r ON r.id = p.run WHERE p.key = ? AND r.trashed_at IS NULL
  AND r.script IN (SELECT value FROM json_each(?))`;

function isGiven(db: Database, key: string, scripts: readonly string[]): boolean {
  return db.prepare(`SELECT 1 FROM ${GIVEN} LIMIT 1`).get(key, JSON.stringify(scripts)) !== undefined;
}

/** The key metric of the newest of the runs that has one. */
function judgingMetric(db: Database, key: string, scripts: readonly string[]): string | undefined {
  return db
    .prepare<{ key: string }>(
      `SELECT (SELECT k.key FROM series s JOIN metric_keys k ON k.id = s.key WHERE s.id = r.key_series) AS key
       FROM ${GIVEN} AND r.key_series IS NOT NULL ORDER BY r.uid DESC LIMIT 1`,
    )
    .get(key, JSON.stringify(scripts))?.key;
}

interface ValueRow {
  type: string;
  value: number | string | null;
  uid: RunId;
  name: string;
  started_at: number;
  last: WireNumber | null;
}

function readValues(db: Database, key: string, metric: string | undefined, scripts: readonly string[]): TriedValue[] {
  const rows = db
    .prepare<ValueRow>(
      `SELECT p.type, p.value, r.uid, coalesce(e.value, r.name) AS name, r.started_at,
         iif(r.status = 'finished', (SELECT s.last FROM series s WHERE s.run = r.id
           AND s.key = (SELECT id FROM metric_keys WHERE key = ?)), NULL) AS last
       FROM params p CROSS JOIN runs r ON r.id = p.run LEFT JOIN run_edits e ON e.uid = r.uid AND e.field = 'name'
       WHERE p.key = ? AND r.trashed_at IS NULL AND r.script IN (SELECT value FROM json_each(?)) ORDER BY r.uid DESC`,
    )
    .all(metric ?? null, key, JSON.stringify(scripts));
  const found = new Map<string, Omit<TriedValue, 'spread'> & { spread: Spread }>();
  for (const { type, value, uid, name, started_at: startedAt, last } of rows) {
    const id = JSON.stringify([type, value]);
    let tried = found.get(id);
    if (tried === undefined) {
      tried = { value: decodeParam(type, value), runs: 0, spread: new Spread(), newest: { id: uid, name, startedAt } };
      found.set(id, tried);
    }
    tried.runs += 1;
    if (last !== null) tried.spread.add(fromWire(last) ?? Number.NaN);
  }
  return [...found.values()].map((tried) => ({ ...tried, spread: tried.spread.result() }));
}

/** Best first, values without a result last; by value where nothing tells which is better. */
function byResult(direction: 'lower' | 'higher' | undefined): (a: TriedValue, b: TriedValue) => number {
  const sign = direction === 'lower' ? 1 : -1;
  return (a, b) => {
    const [one, other] = [fromWire(a.spread.mean), fromWire(b.spread.mean)];
    if (direction === undefined) return byValue(a, b);
    if (one === undefined || other === undefined) return one === other ? byValue(a, b) : one === undefined ? 1 : -1;
    return sign * (one - other) || byValue(a, b);
  };
}

function byValue(a: TriedValue, b: TriedValue): number {
  if (typeof a.value === 'number' && typeof b.value === 'number') return a.value - b.value;
  return String(a.value) < String(b.value) ? -1 : 1;
}
