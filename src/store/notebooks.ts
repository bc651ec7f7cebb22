import type { CellEvent } from '../protocol/trainingEvents';
import type { Database } from './database/database';

/** A notebook that runs for weeks must not fill the database: its later cells are in its event files only. */
const MOST_CELLS = 1000;

/** Takes in a cell that was executed. */
export function recordCell(db: Database, run: number, { n, source, duration, error }: CellEvent): void {
  db.prepare(
    `INSERT INTO cells (run, n, source, duration, error) SELECT ?1, ?2, ?3, ?4, ?5
     WHERE (SELECT count(*) FROM cells WHERE run = ?1) < ${MOST_CELLS} ON CONFLICT (run, n) DO NOTHING`,
  ).run(run, n, source, duration ?? null, error ?? null);
}
