/** Which values runs were given for a parameter that stands in the code, and what came of each. */
import { Spread } from '../../common/statistics/spread';
import type { TriedQuery, TriedValue, TriedValues } from '../../protocol/changesApi';
import type { RunId } from '../../protocol/entities';
import { metricDirection } from '../../protocol/metricDirection';
import { fromWire, type WireNumber } from '../../protocol/numbers';
import type { Database } from '../database/database';
import { paramKeys } from '../queries/runGroups';
import { decodeParam } from '../runs';
import { readRunFiles } from './runFiles';

const MOST_VALUES = 100;
/** Scripts that are looked at for one that reads a file. */
const MOST_SCRIPTS = 50;

/** `null` where no run of the file was given a value. */
export async function triedValues(
  db: Database,
  workspaceDir: string,
  { file, path }: TriedQuery,
): Promise<TriedValues | null> {
  const scripts = await scriptsWith(db, workspaceDir, file);
  const key = findKey(db, path, scripts);
  if (key === undefined) return null;
  const metric = judgingMetric(db, key, scripts);
  const direction = metric === undefined ? undefined : metricDirection(metric);
  const values = readValues(db, key, metric, scripts).sort(byResult(direction));
  return {
    key,
    metric: metric ?? null,
    ...(direction === undefined ? {} : { direction }),
    values: values.slice(0, MOST_VALUES),
    total: values.length,
  };
}

/** The file itself where it is a script, and all scripts whose newest run used it. */
async function scriptsWith(db: Database, workspaceDir: string, file: string): Promise<string[]> {
  const scripts = db
    .prepare<{ script: string; uid: RunId }>(
      `SELECT script, max(uid) AS uid FROM runs WHERE script IS NOT NULL AND trashed_at IS NULL
       GROUP BY script ORDER BY uid DESC LIMIT ${MOST_SCRIPTS}`,
    )
    .all();
  const using = await Promise.all(
    scripts.map(async ({ script, uid }) => script === file || (await isUsed(db, workspaceDir, uid, file))),
  );
  return scripts.filter((_, i) => using[i]).map(({ script }) => script);
}

/** A snapshot that does not tell which files ran is asked whether it has the file at all. */
async function isUsed(db: Database, workspaceDir: string, runId: RunId, file: string): Promise<boolean> {
  const { snapshot } = await readRunFiles(db, workspaceDir, runId);
  return (
    snapshot?.files.some(({ path, used }) => path === file && (used === true || snapshot.marked !== true)) === true
  );
}

/**
 * The param that a place in the code names: `optimizer.lr`, `optimizer/lr`; else the only one that ends in the same
 * name, such as `SVC.C`. Dashes count as underscores, as argparse makes them.
 */
function findKey(db: Database, path: readonly string[], scripts: readonly string[]): string | undefined {
  const wanted = plain(path.join('.'));
  const last = plain(path.at(-1) ?? '');
  const ending = paramKeys(db).filter((key) => plain(key).split('.').at(-1) === last && isGiven(db, key, scripts));
  const exact = ending.find((key) => plain(key) === wanted);
  return exact ?? (ending.length === 1 ? ending[0] : undefined);
}

function plain(key: string): string {
  return key.replace(/^-+/, '').replaceAll('-', '_').replaceAll('/', '.');
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
