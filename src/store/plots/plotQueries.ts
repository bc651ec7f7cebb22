/** Reads what runs logged that is neither number nor file; see `PlotsApi`. */
import type { RunId } from '../../protocol/entities';
import type { PlotData, PlotKind } from '../../protocol/plots';
import type { PlotAt, PlotKey, PlotsListing, PlotsQuery } from '../../protocol/plotsApi';
import type { Database } from '../database/database';

const MOST_LISTED = 1000;

/** Runs by id, as rows of their numbers and places: bound as one value, however many there are. */
const ASKED = `asked AS (
  SELECT r.id, r.uid, j.key AS place FROM json_each(?1) j CROSS JOIN runs r ON r.uid = j.value WHERE r.trashed_at IS NULL
)`;

interface PlotRow {
  uid: RunId;
  step: number;
  at: number;
  data: string;
}

interface ListedRow {
  kind: PlotKind;
  key: string;
  uid: RunId;
  count: number;
  last: number;
  revision: number;
  /** From 1, among the runs that have the plot. */
  nth: number;
  run_count: number;
  has_steps: number;
}

export function listPlots(
  db: Database,
  { runIds, offset, limit, runLimit }: PlotsListing,
): { plots: PlotKey[]; total: number } {
  const asked = askedRuns(runIds);
  const total = db
    .prepare<{ n: number }>(
      `WITH ${ASKED} SELECT count(*) AS n FROM
       (SELECT DISTINCT p.kind, p.key FROM asked CROSS JOIN plots p ON p.run = asked.id)`,
    )
    .get(asked)!.n;
  const rows = db
    .prepare<ListedRow>(
      `WITH ${ASKED}, page AS (
         SELECT DISTINCT p.kind, p.key FROM asked CROSS JOIN plots p ON p.run = asked.id
         ORDER BY p.kind, p.key LIMIT ? OFFSET ?
       ), own AS (
         SELECT p.kind, p.key, asked.uid, asked.place, count(*) AS count, min(p.step) AS first, max(p.step) AS last,
           max(p.id) AS revision
         FROM page JOIN asked CROSS JOIN plots p ON p.run = asked.id AND p.kind = page.kind AND p.key = page.key
         GROUP BY p.kind, p.key, asked.id
       ), placed AS (
         SELECT kind, key, uid, count, last, revision, row_number() OVER (PARTITION BY kind, key ORDER BY place) AS nth,
           count(*) OVER plot AS run_count, min(first) OVER plot < max(last) OVER plot AS has_steps
         FROM own WINDOW plot AS (PARTITION BY kind, key)
       )
       SELECT * FROM placed WHERE nth <= ? ORDER BY kind, key, nth`,
    )
    .all(asked, Math.min(MOST_LISTED, Math.max(0, limit)), Math.max(0, offset), Math.max(1, runLimit));
  const plots: PlotKey[] = [];
  for (const { kind, key, uid: runId, count, last, revision, nth, run_count: runCount, has_steps } of rows) {
    if (nth === 1) plots.push({ kind, key, runs: [], runCount, hasSteps: has_steps === 1 });
    plots.at(-1)!.runs.push({ runId, count, last, revision });
  }
  return { plots, total };
}

export function plotSteps(db: Database, { kind, key, runIds }: PlotsQuery): number[] {
  return db
    .prepare<{ step: number }>(
      `WITH ${ASKED} SELECT DISTINCT p.step FROM asked CROSS JOIN plots p ON p.run = asked.id AND p.kind = ?2 AND p.key = ?3
       ORDER BY p.step`,
    )
    .all(askedRuns(runIds), kind, key)
    .map(({ step }) => step);
}

export function readPlots(db: Database, { kind, key, runIds, step }: PlotsQuery & { step?: number }): PlotAt[] {
  return db
    .prepare<PlotRow>(
      `WITH ${ASKED} SELECT asked.uid, p.step, p.at, p.data
       FROM asked CROSS JOIN plots p ON p.run = asked.id AND p.kind = ?2 AND p.key = ?3
       WHERE p.step = coalesce(?4, (SELECT max(step) FROM plots WHERE run = asked.id AND kind = ?2 AND key = ?3))
       ORDER BY asked.place`,
    )
    .all(askedRuns(runIds), kind, key, step ?? null)
    .map(toPlot);
}

export function plotHistory(
  db: Database,
  { kind, key, runId, limit }: { kind: PlotKind; key: string; runId: RunId; limit: number },
): PlotAt[] {
  return db
    .prepare<PlotRow>(
      `WITH ${ASKED}, placed AS (
         SELECT p.id, row_number() OVER (ORDER BY p.step) - 1 AS place, count(*) OVER () AS n
         FROM asked CROSS JOIN plots p ON p.run = asked.id AND p.kind = ?2 AND p.key = ?3
       )
       SELECT r.uid, p.step, p.at, p.data FROM placed JOIN plots p ON p.id = placed.id JOIN runs r ON r.id = p.run
       WHERE placed.n <= ?4 OR placed.place = 0
         OR placed.place * (?4 - 1) / (placed.n - 1) <> (placed.place - 1) * (?4 - 1) / (placed.n - 1)
       ORDER BY p.step`,
    )
    .all(askedRuns([runId]), kind, key, Math.max(2, limit))
    .map(toPlot);
}

/** Whether a run logged a picture that lies at this place below the folder of its artifacts. */
export function hasPicture(db: Database, runId: RunId, path: string): boolean {
  const found = db
    .prepare(
      `SELECT 1 FROM plots WHERE run = (SELECT id FROM runs WHERE uid = ?) AND kind = 'image'
       AND json_extract(data, '$.path') = ? LIMIT 1`,
    )
    .get(runId, path);
  return found !== undefined;
}

function askedRuns(runIds: readonly RunId[]): string {
  return JSON.stringify(runIds);
}

function toPlot({ uid, step, at, data }: PlotRow): PlotAt {
  return { runId: uid, step, at, data: JSON.parse(data) as PlotData[PlotKind] };
}
