/** What changed when: see `revision` in `schema.ts`. */
import type { RunId } from '../../protocol/entities';
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

/** The revision of the newest change. */
export function currentRevision(db: Database): number {
  return db.prepare<{ revision: number }>('SELECT revision FROM store').get()?.revision ?? 0;
}

/**
 * The runs that changed after a revision, with the metric keys that got points; where `mostKeys` is given, with so many
 * of them at most. One in the trash counts as removed.
 */
export function changedSince(
  db: Database,
  revision: number,
  mostKeys = -1,
): { runId: RunId; keys: string[]; removed: boolean }[] {
  const changed = db
    .prepare<{ id: number; uid: RunId; trashed: number }>(
      'SELECT id, uid, trashed_at IS NOT NULL AS trashed FROM runs WHERE revision > ?',
    )
    .all(revision)
    .map(({ id, uid, trashed }) => {
      return trashed === 1
        ? { runId: uid, keys: [], removed: true }
        : { runId: uid, keys: keysSince(db, id, revision, mostKeys), removed: false };
    });
  const removed = db
    .prepare<{ uid: RunId }>('SELECT uid FROM removed_runs WHERE revision > ?')
    .all(revision)
    .map(({ uid }) => ({ runId: uid, keys: [], removed: true }));
  return [...changed, ...removed];
}

function keysSince(db: Database, run: number, revision: number, most: number): string[] {
  return db
    .prepare<{ key: string }>(
      'SELECT k.key FROM series s JOIN metric_keys k ON k.id = s.key WHERE s.run = ? AND s.revision > ? LIMIT ?',
    )
    .all(run, revision, most)
    .map(({ key }) => key);
}
