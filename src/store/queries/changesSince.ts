/** What changed since a revision, for those who did not hear it when it happened. */
import type { ChangesSince, RunChange } from '../../protocol/storeApi';
import type { Database } from '../database/database';
import { isChosenSince } from '../choices';
import { changedSince, currentRevision } from '../database/revisions';
import { parentOf } from './innerRuns';

/** More changes than these are not worth telling one by one. */
const MOST_RUNS = 1000;
const MOST_KEYS = 1000;

/** Revisions of a database, of which none ever gets so many. */
const PER_EPOCH = 2 ** 32;

/**
 * The present revision as callers of the store get it: one that no other database gives. Read it before what it is to
 * stand for: then nothing that happens in between is missed.
 */
export function revisionOf(db: Database): number {
  return epochOf(db) * PER_EPOCH + currentRevision(db);
}

/** With `reset` anything may have changed: so it is with a revision that this database never gave. */
export function changesSince(db: Database, since: number): ChangesSince {
  const revision = revisionOf(db);
  const own = since - epochOf(db) * PER_EPOCH;
  if (!(own >= 0 && since <= revision) || countChanged(db, own) > MOST_RUNS) {
    return { revision, reset: true, runs: [], datasets: true, models: true };
  }
  // One more than are told shows that there are more.
  const runs = changedSince(db, own, MOST_KEYS + 1).map(({ runId, keys, removed }): RunChange => {
    if (removed) return { runId, keys, removed };
    const parent = parentOf(db, runId);
    const place = parent === undefined ? { runId } : { runId, parent };
    return keys.length > MOST_KEYS ? { ...place, keys: [], allKeys: true } : { ...place, keys };
  });
  const isRemoved = runs.some(({ removed }) => removed === true);
  const datasets = isRemoved || isAmongChanged(db, own, 'inputs h ON h.run = r.id');
  const models = isRemoved || isAmongChanged(db, own, 'artifacts h ON h.run = r.id AND h.model_version IS NOT NULL');
  return { revision, reset: false, runs, datasets, models, ...(isChosenSince(db, own) ? { choices: true } : {}) };
}

function epochOf(db: Database): number {
  return db.prepare<{ epoch: number }>('SELECT epoch FROM store').get()!.epoch;
}

/** Counts no further than to one more than are told. */
function countChanged(db: Database, since: number): number {
  const count = (table: string) =>
    db
      .prepare<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE revision > ? LIMIT ?)`)
      .get(since, MOST_RUNS + 1)!.n;
  return count('runs') + count('removed_runs');
}

/** Whether something hangs on a changed run: it names the run, whose name or state may be what changed. */
function isAmongChanged(db: Database, since: number, hanging: string): boolean {
  const found = db.prepare(`SELECT 1 FROM runs r CROSS JOIN ${hanging} WHERE r.revision > ? LIMIT 1`).get(since);
  return found !== undefined;
}
