import { hostname } from 'node:os';
import { EXPORTED_UNFINISHED } from '../../common/bundle/unfinished';
import { isProcessAlive } from '../../common/processes';
import type { Run, RunId } from '../../protocol/entities';
import type { Database } from '../database/database';
import { findRunEntity } from '../queries/runQueries';
import { markLost } from '../runs';

/** A run without any known writer counts as live for so long after its last event. */
const SILENCE_MS = 5 * 60_000;
/** Clocks and file times are not that exact. */
const SLACK_MS = 5000;

interface Writer {
  role: string | null;
  host: string | null;
  pid: number | null;
  start: string | null;
}

export interface LiveRunsHost {
  database(): Database;
  /** Reads a run's files to their end. */
  drain(runIds: readonly RunId[]): Promise<void>;
  /** A run was found to be lost: its row changed. */
  lost(runId: RunId): void;
  /** A run that was seen live in this session reached its end. */
  ended(run: Run): void;
}

/** Knows which runs are live, and finds out when the recorder of one died without a word. */
export class LiveRuns {
  private live = new Set<RunId>();
  private readonly seenLive = new Set<RunId>();
  private readonly openedAt = Date.now();

  constructor(private readonly host: LiveRunsHost) {}

  ids(): ReadonlySet<RunId> {
    return this.live;
  }

  /** The database is another. */
  reload(): void {
    const rows = this.host
      .database()
      .prepare<{ uid: RunId }>(`SELECT uid FROM runs WHERE status = 'running' AND lost = 0`)
      .all();
    this.live = new Set(rows.map(({ uid }) => uid));
    for (const runId of this.seenLive) if (!this.live.has(runId)) this.settle(runId);
  }

  /** Events of a run were taken in. Tells whether its state is another than before. */
  applied(runId: RunId, created: boolean): boolean {
    const run = findRunEntity(this.host.database(), runId);
    if (run === undefined) return false;
    if (created && run.startedAt >= this.openedAt - SLACK_MS) this.seenLive.add(runId);
    const was = this.live.has(runId);
    if (run.status === 'running') this.live.add(runId);
    else this.settle(runId);
    return created || was !== this.live.has(runId);
  }

  removed(runId: RunId): void {
    this.live.delete(runId);
    this.seenLive.delete(runId);
  }

  /** Looks after the processes of live runs, or of one of them. */
  async check(only?: RunId): Promise<void> {
    for (const runId of only === undefined ? [...this.live] : [only]) {
      if (!this.live.has(runId)) continue;
      if (this.isAlive(runId)) {
        this.seenLive.add(runId);
        continue;
      }
      // Its last words may lie in the file still.
      await this.host.drain([runId]);
      if (this.live.has(runId) && !this.isAlive(runId)) this.markLost(runId);
    }
  }

  private markLost(runId: RunId): void {
    markLost(this.host.database(), runId);
    this.host.lost(runId);
    this.settle(runId);
  }

  private settle(runId: RunId): void {
    this.live.delete(runId);
    if (!this.seenLive.delete(runId)) return;
    const run = findRunEntity(this.host.database(), runId);
    if (run !== undefined) this.host.ended(run);
  }

  private isAlive(runId: RunId): boolean {
    const db = this.host.database();
    const row = db
      .prepare<{ id: number; last_event_at: number }>('SELECT id, last_event_at FROM runs WHERE uid = ?')
      .get(runId);
    if (row === undefined || isExportedUnfinished(db, row.id)) return false;
    const writers = db
      .prepare<Writer>('SELECT role, host, pid, start FROM event_files WHERE run = ? AND pid IS NOT NULL')
      .all(row.id);
    const recorders = writers.filter(({ role }) => role === 'recorder');
    if (writers.length === 0) return Date.now() - row.last_event_at < SILENCE_MS;
    return (recorders.length > 0 ? recorders : writers).some(isWriterAlive);
  }
}

/** Its recorder writes, if it lives, to the folder that the run was exported from. */
function isExportedUnfinished(db: Database, run: number): boolean {
  return db.prepare('SELECT 1 FROM warnings WHERE run = ? AND code = ?').get(run, EXPORTED_UNFINISHED) !== undefined;
}

/** What runs on another machine cannot be looked after: it counts as alive. */
function isWriterAlive({ host, pid, start }: Writer): boolean {
  return host !== hostname() || (pid !== null && isProcessAlive(pid, start ?? undefined));
}
