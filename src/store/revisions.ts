/** What changed when: see `revision` in `schema.ts`. */
import type { RunId } from '../protocol/entities';
import type { Database } from './database';

/** Gives the next revision; belongs into the transaction of the change that it names. */
export function nextRevision(db: Database): number {
  return db.prepare<{ revision: number }>('UPDATE store SET revision = revision + 1 RETURNING revision').get()!
    .revision;
}

/** Something about a run changed. */
export function markChanged(db: Database, uid: RunId, revision = nextRevision(db)): void {
  db.prepare('UPDATE runs SET revision = ? WHERE uid = ?').run(revision, uid);
}

/** A run's rows were removed. */
export function markRemoved(db: Database, uid: RunId): void {
  db.prepare('INSERT OR REPLACE INTO removed_runs (uid, revision) VALUES (?, ?)').run(uid, nextRevision(db));
}
