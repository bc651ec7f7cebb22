import { fromWire } from '../../protocol/numbers';
import type { PlotEvent } from '../../protocol/trainingEvents';
import type { Database } from '../database/database';

/** Names of a run of one kind. */
const MOST_KEYS = 1000;
/** Steps of a name: sql.js holds all of them in memory. A picture is but its path. */
const MOST_STEPS = 200;
const MOST_PICTURES = 1000;

/** Takes in what a run logged under a name. At the same step it replaces what was there. `at` in ms since 1970. */
export function recordPlot(db: Database, run: number, event: PlotEvent, key: string, at: number): void {
  const { kind, src, data } = event;
  const { count, last } = db
    .prepare<{ count: number; last: number | null }>(
      'SELECT count(*) AS count, max(step) AS last FROM plots WHERE run = ? AND kind = ? AND key = ?',
    )
    .get(run, kind, key)!;
  if (count === 0 && keysOf(db, run, kind) >= MOST_KEYS) return;
  const step = stepOf(event, last);
  db.prepare('INSERT OR REPLACE INTO plots (run, kind, key, step, at, source, data) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    run,
    kind,
    key,
    step,
    at,
    src ?? null,
    JSON.stringify(data),
  );
  if (count >= (kind === 'image' ? MOST_PICTURES : MOST_STEPS)) thinOut(db, run, kind, key);
}

function keysOf(db: Database, run: number, kind: string): number {
  return db
    .prepare<{ n: number }>('SELECT count(DISTINCT key) AS n FROM plots WHERE run = ? AND kind = ?')
    .get(run, kind)!.n;
}

function stepOf({ kind, s }: PlotEvent, last: number | null): number {
  const step = fromWire(s);
  if (step !== undefined && Number.isFinite(step)) return step;
  // A picture without a step is one file, written again.
  return last === null || kind === 'image' ? 0 : last + 1;
}

/** Every second one goes, the last one never. */
function thinOut(db: Database, run: number, kind: string, key: string): void {
  db.prepare(
    `DELETE FROM plots WHERE id IN (
       SELECT id FROM (
         SELECT id, row_number() OVER (ORDER BY step DESC) AS place FROM plots WHERE run = ? AND kind = ? AND key = ?
       ) WHERE place % 2 = 0
     )`,
  ).run(run, kind, key);
}
