/** Which libraries gave the points of a run's series, and which gave the same once more. */
import type { SeriesSource } from '../../protocol/entities';
import type { Database } from '../database/database';

/** Sources that come with a run. */
const MOST_SOURCES = 1000;

/** The points of a source are among those of a series. */
export function recordSource(db: Database, run: number, key: string, source: string): void {
  db.prepare('INSERT INTO series_sources (run, key, source) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(
    run,
    key,
    source,
  );
}

/** The points of a source were left out, as another had given them. */
export function recordDuplicate(db: Database, run: number, key: string, source: string, of: string): void {
  db.prepare(
    'INSERT INTO series_sources (run, key, source, duplicate_of) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(run, key, source, of);
}

export function seriesSources(db: Database, run: number): SeriesSource[] {
  return db
    .prepare<SeriesSource>(
      `SELECT key, source, duplicate_of AS duplicateOf FROM series_sources WHERE run = ?
       ORDER BY key, duplicate_of IS NOT NULL, source LIMIT ${MOST_SOURCES}`,
    )
    .all(run);
}
