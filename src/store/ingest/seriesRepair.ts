import path from 'node:path';
import { lstat } from 'node:fs/promises';
import { runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { Database } from '../database/database';
import { findRun } from '../runs';
import { findFile, readHead, whereToRead } from './eventFiles';

export interface SeriesRepairHost {
  workspaceDir: string;
  /** The database of the moment. */
  database(): Database;
  /** Has event files read again that were known to be taken in. */
  forget(runIds: readonly RunId[]): void;
  /** Reads a run's files to their end. */
  drain(runIds: readonly RunId[]): Promise<void>;
}

/**
 * Makes the series of a run anew whose bytes in the database are no points any more: its events are still in its folder.
 * Of each run this is tried once, so that a disk that damages what is written is told of, and not written to for ever.
 */
export class SeriesRepair {
  private readonly tried = new Map<RunId, Promise<boolean>>();

  constructor(private readonly host: SeriesRepairHost) {}

  /** Answers with `ask`, which is handed a set for the row numbers of series that it cannot read; again once they are mended. */
  async answer<T>(ask: (damaged: Set<number>) => T): Promise<T> {
    const damaged = new Set<number>();
    const answer = ask(damaged);
    if (damaged.size === 0) return answer;
    const mended = await Promise.all(this.runsOf(damaged).map((runId) => this.mend(runId)));
    return mended.includes(true) ? ask(new Set()) : answer;
  }

  hasTried(runId: RunId): boolean {
    return this.tried.has(runId);
  }

  /** Tells whether the run's event files were all there, and were read again; of a second time what came of the first. */
  mend(runId: RunId): Promise<boolean> {
    let mended = this.tried.get(runId);
    if (mended === undefined) this.tried.set(runId, (mended = this.mendNow(runId)));
    return mended;
  }

  private async mendNow(runId: RunId): Promise<boolean> {
    const db = this.host.database();
    try {
      if (!(await this.hasItsFiles(db, runId)) || this.host.database() !== db) return false;
      forgetEvents(db, runId);
    } catch {
      // What can be neither read nor written is not mended: whoever asks is told of the damage.
      return false;
    }
    this.host.forget([runId]);
    await this.host.drain([runId]);
    return true;
  }

  /** Whether all that was taken in is still in the files: otherwise what is whole would be lost as well. */
  private async hasItsFiles(db: Database, runId: RunId): Promise<boolean> {
    const names = db
      .prepare<{ name: string }>('SELECT name FROM event_files WHERE run = (SELECT id FROM runs WHERE uid = ?)')
      .all(runId);
    for (const { name } of names) {
      const known = findFile(db, runId, name);
      const file = path.join(runDir(this.host.workspaceDir, runId), name);
      const { size } = await lstat(file);
      // One that was written again once may lack what it held before.
      if (known === undefined || known.skipBelow > 0) return false;
      if (whereToRead(known, size, await readHead(file)) !== known) return false;
    }
    return names.length > 0;
  }

  private runsOf(series: ReadonlySet<number>): RunId[] {
    return this.host
      .database()
      .prepare<{ uid: RunId }>(
        `SELECT DISTINCT r.uid FROM json_each(?) j CROSS JOIN series s ON s.id = j.value JOIN runs r ON r.id = s.run`,
      )
      .all(JSON.stringify([...series]))
      .map(({ uid }) => uid);
  }
}

/**
 * Takes back what would be there twice when a run's events are taken in again, and how far they were. All else of it is
 * written over with the same.
 */
function forgetEvents(db: Database, runId: RunId): void {
  db.transaction(() => {
    const run = findRun(db, runId);
    if (run === undefined) throw new Error(`Run ${runId} is gone`);
    for (const table of ['series', 'series_sources', 'plots'])
      db.prepare(`DELETE FROM ${table} WHERE run = ?`).run(run);
    db.prepare('UPDATE runs SET metric_count = 0, point_count = 0, key_series = NULL WHERE id = ?').run(run);
    db.prepare('UPDATE event_files SET offset = 0, lines = 0, next_q = 0, bad_lines = 0 WHERE run = ?').run(run);
  });
}
