import type { RunId } from '../../protocol/entities';
import type { TrashPage } from '../../protocol/storeApi';
import type { Database } from '../database/database';
import { findRunEntity } from './runQueries';

const DAY_MS = 24 * 60 * 60_000;
/** Deleted runs can be restored for so long. */
const KEPT_MS = 30 * DAY_MS;
const LONGEST_PAGE = 1000;
/** Moved at once when space is given back: 4 MB. */
const PAGES = 1000;

interface TrashedRow {
  uid: RunId;
  trashedAt: number;
}

export function isTrashed(db: Database, uid: RunId): boolean {
  return db.prepare('SELECT 1 FROM runs WHERE uid = ? AND trashed_at IS NOT NULL').get(uid) !== undefined;
}

/** The ids of all runs in the trash. */
export function trashedRuns(db: Database): RunId[] {
  return db
    .prepare<{ uid: RunId }>('SELECT uid FROM runs WHERE trashed_at IS NOT NULL')
    .all()
    .map(({ uid }) => uid);
}

/** Newest in the trash first; what was deleted with the run that it is inside of is no entry of its own. */
export function listTrash(db: Database, offset: number, limit: number): TrashPage {
  const rows = db
    .prepare<TrashedRow>(
      `SELECT uid, trashed_at AS trashedAt FROM runs r WHERE trashed_at IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM runs p WHERE p.uid = r.parent AND p.trashed_at = r.trashed_at)
       ORDER BY trashed_at DESC, uid DESC LIMIT ? OFFSET ?`,
    )
    .all(Math.min(limit, LONGEST_PAGE), offset);
  const runs = rows.map(({ uid, trashedAt }) => {
    return { ...findRunEntity(db, uid)!, trashedAt, freedAt: trashedAt + KEPT_MS };
  });
  const { total } = db
    .prepare<{ total: number }>('SELECT count(*) AS total FROM runs WHERE trashed_at IS NOT NULL')
    .get()!;
  return { runs, total };
}

/**
 * Runs to free at this time, ms since 1970: those in the trash for 30 days by this look and by the one before it, which
 * was a day ago or more. So a clock that is wrong for a while frees nothing: when it goes back, looking starts anew.
 * `undefined` when it is too early to look again.
 */
export function expiredRuns(db: Database, now: number): TrashedRow[] | undefined {
  if (db.prepare('SELECT 1 FROM runs WHERE trashed_at IS NOT NULL LIMIT 1').get() === undefined) return undefined;
  const before = db.prepare<{ at: number | null }>('SELECT trash_checked_at AS at FROM store').get()!.at;
  const wentBack = before !== null && before > now;
  if (before !== null && !wentBack && now - before < DAY_MS) return undefined;
  db.prepare('UPDATE store SET trash_checked_at = ?').run(now);
  if (before === null || wentBack) return [];
  return db
    .prepare<TrashedRow>('SELECT uid, trashed_at AS trashedAt FROM runs WHERE trashed_at <= ? ORDER BY trashed_at')
    .all(before - KEPT_MS);
}

/** Pages of the file that hold nothing. */
export function freePages(db: Database): number {
  return db.prepare<{ freelist_count: number }>('PRAGMA freelist_count').get()!.freelist_count;
}

/** Shortens the file by some of them. Not inside a transaction, as SQLite wants it. */
export function giveBackPages(db: Database): void {
  // Through `exec`: a statement that is run to its first row gives back one page.
  db.exec(`PRAGMA incremental_vacuum(${PAGES})`);
}
