/** Rows of runs and what hangs on them directly: written by ingestion and by edits. */
import type { RunId } from '../protocol/entities';
import type { ParamValue } from '../protocol/numbers';
import type { OptionsEvent, ParamEvent, RunEvent, StatusEvent } from '../protocol/trainingEvents';
import type { Database, SqlValue } from './database/database';
import { markChanged, markRemoved } from './database/revisions';

const UNNAMED_EXPERIMENT = 'default';

/** The row of a run, made when there is none yet; `at` is the time of its first event, ms since 1970. */
export function ensureRun(db: Database, uid: RunId, at: number): { id: number; created: boolean } {
  const present = findRun(db, uid);
  if (present !== undefined) return { id: present, created: false };
  const { id } = db
    .prepare<{ id: number }>(
      'INSERT INTO runs (uid, experiment, name, started_at, last_event_at) VALUES (?, ?, ?, ?, ?) RETURNING id',
    )
    // Until its recorder names it; a foreign folder keeps the end of its id.
    .get(uid, experimentId(db, UNNAMED_EXPERIMENT), uid.slice(-8), at, at)!;
  db.prepare('DELETE FROM removed_runs WHERE uid = ?').run(uid);
  return { id, created: true };
}

export function findRun(db: Database, uid: RunId): number | undefined {
  return db.prepare<{ id: number }>('SELECT id FROM runs WHERE uid = ?').get(uid)?.id;
}

/**
 * Takes in what is run. Its id is that of the folder, whatever the event says. Of a run that has ended, whose events are
 * taken in once more, it is known when it started.
 */
export function recordRun(db: Database, run: number, event: RunEvent, at: number): void {
  db.prepare(
    `UPDATE runs SET name = ?, experiment = ?, command = ?, cwd = ?, script = ?, parent = ?, based_on = ?, purpose = ?,
       batch = ?, started_at = iif(status = 'running', ?, started_at) WHERE id = ?`,
  ).run(
    event.name,
    experimentId(db, editedExperiment(db, run) ?? event.experiment),
    JSON.stringify(event.command),
    event.cwd,
    event.script ?? null,
    event.parent !== undefined && isAbove(db, run, event.parent) ? null : (event.parent ?? null),
    event.basedOn ?? null,
    event.purpose ?? null,
    event.batch ?? null,
    at,
    run,
  );
}

/** Where people moved the run to. */
function editedExperiment(db: Database, run: number): string | undefined {
  return db
    .prepare<{ value: string }>(
      `SELECT value FROM run_edits WHERE uid = (SELECT uid FROM runs WHERE id = ?) AND field = 'experiment'`,
    )
    .get(run)?.value;
}

/** Whether a run stands above one that is to become its parent, or is that one: a circle would be listed nowhere. */
function isAbove(db: Database, run: number, parent: RunId): boolean {
  return (
    db
      .prepare(
        `WITH RECURSIVE up (uid) AS (SELECT ? UNION SELECT r.parent FROM up JOIN runs r ON r.uid = up.uid)
         SELECT 1 FROM up JOIN runs r ON r.uid = up.uid WHERE r.id = ?`,
      )
      .get(parent, run) !== undefined
  );
}

/** Takes in the recorder's word on the state. A final one stays, whatever comes after it. */
export function recordStatus(db: Database, run: number, event: StatusEvent, at: number): void {
  if (event.status === 'running') {
    db.prepare(`UPDATE runs SET lost = 0, started_at = ? WHERE id = ? AND status = 'running'`).run(at, run);
    return;
  }
  // A run does not end before it started, though its clock may have been set back.
  // Of a run that somebody stopped the signal is no news: it is how stopping works.
  const signal = event.status === 'cancelled' ? undefined : event.signal;
  db.prepare(
    `UPDATE runs SET status = ?, lost = 0, ended_at = max(?, started_at), exit_code = ?, message = ?, failure = ?,
       exception = ? WHERE id = ? AND status = 'running'`,
  ).run(
    event.status,
    at,
    event.code ?? null,
    event.message ?? signal ?? null,
    event.failure ?? null,
    event.exception === undefined ? null : JSON.stringify(event.exception),
    run,
  );
}

export function recordLastEvent(db: Database, run: number, at: number): void {
  db.prepare('UPDATE runs SET last_event_at = max(last_event_at, ?) WHERE id = ?').run(at, run);
}

/** Sets a param; the last value wins, and those of the first rank before those of others. */
export function recordParam(
  db: Database,
  run: number,
  { k, v, src }: Pick<ParamEvent, 'k' | 'v' | 'src'>,
  rank = 0,
): void {
  const { type, stored } = encodeParam(v);
  db.prepare(
    `INSERT INTO params (run, key, type, value, source) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (run, key) DO UPDATE SET type = excluded.type, value = excluded.value, source = excluded.source
     WHERE ? = 0`,
  ).run(run, k, type, stored, src ?? null, rank);
}

function encodeParam(value: ParamValue): { type: string; stored: SqlValue } {
  if (value === null) return { type: 'null', stored: null };
  if (typeof value === 'boolean') return { type: 'bool', stored: value ? 1 : 0 };
  return { type: typeof value === 'number' ? 'number' : 'text', stored: value };
}

/** Takes in what the script can be called with. A parser that declares nothing does not hide one that did. */
export function recordOptions(db: Database, run: number, { options }: OptionsEvent): void {
  if (options.length === 0) return;
  db.prepare('UPDATE runs SET options = ? WHERE id = ?').run(JSON.stringify(options), run);
}

/** Turns a stored param back into what was recorded. */
export function decodeParam(type: string, stored: number | string | null): ParamValue {
  return type === 'bool' ? stored === 1 : stored;
}

/** Takes a tag in, unless people changed it. */
export function recordTag(db: Database, run: number, key: string, value: string): void {
  db.prepare(
    `INSERT INTO tags (run, key, value) SELECT id, ?2, ?3 FROM runs
     WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM run_edits e WHERE e.uid = runs.uid AND e.field = 'tag:' || ?2)
     ON CONFLICT (run, key) DO UPDATE SET value = excluded.value`,
  ).run(run, key, value);
}

/** The tag as it is shown. */
export function tagOf(db: Database, run: number, key: string): string | undefined {
  return db.prepare<{ value: string }>('SELECT value FROM tags WHERE run = ? AND key = ?').get(run, key)?.value;
}

/** Shows a tag with this value, or not at all, whatever was edited. */
export function putTag(db: Database, run: number, key: string, value: string | undefined): void {
  db.prepare('DELETE FROM tags WHERE run = ? AND key = ?').run(run, key);
  if (value !== undefined) db.prepare('INSERT INTO tags (run, key, value) VALUES (?, ?, ?)').run(run, key, value);
}

/** The experiment that a run is in. */
export function experimentOf(db: Database, uid: RunId): string {
  return db
    .prepare<{ name: string }>('SELECT x.name FROM runs r JOIN experiments x ON x.id = r.experiment WHERE r.uid = ?')
    .get(uid)!.name;
}

export function recordWarning(db: Database, run: number, code: string, message: string, at: number): void {
  db.prepare('INSERT INTO warnings (run, code, message, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
    run,
    code,
    message,
    at,
  );
}

/** The recorder is gone and never said how the run ended. */
export function markLost(db: Database, uid: RunId): void {
  db.transaction(() => {
    db.prepare(`UPDATE runs SET lost = 1 WHERE uid = ? AND status = 'running'`).run(uid);
    markChanged(db, uid);
  });
}

/** What people change about a run; `trashed` is the time, ms since 1970; of a tag see `schemaV4.ts`. */
export type EditField = 'name' | 'note' | 'trashed' | 'experiment' | `tag:${string}`;

/** What was edited in the editor, if it was. */
export function editOf(db: Database, uid: RunId, field: EditField): string | undefined {
  return db.prepare<{ value: string }>('SELECT value FROM run_edits WHERE uid = ? AND field = ?').get(uid, field)
    ?.value;
}

/** Edits something about a run; `undefined` takes the edit back, so that what was recorded shows. */
export function setEdit(db: Database, uid: RunId, field: EditField, value: string | undefined): void {
  db.transaction(() => {
    if (value === undefined) db.prepare('DELETE FROM run_edits WHERE uid = ? AND field = ?').run(uid, field);
    else {
      db.prepare(
        // Later than the edit before it even when the clock was set back: of two databases the later one counts.
        `INSERT INTO run_edits (uid, field, value, edited_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (uid, field) DO UPDATE
         SET value = excluded.value, edited_at = max(excluded.edited_at, edited_at + 1)`,
      ).run(uid, field, value, Date.now());
    }
    markChanged(db, uid);
  });
}

/** Removes a run's rows; what was edited in the editor stays, in case that its folder comes back. */
export function removeRun(db: Database, uid: RunId): void {
  db.transaction(() => {
    db.prepare('DELETE FROM runs WHERE uid = ?').run(uid);
    markRemoved(db, uid);
  });
}

/** Forgets what was edited about a run that people deleted. */
export function removeEdits(db: Database, uid: RunId): void {
  db.prepare('DELETE FROM run_edits WHERE uid = ?').run(uid);
}

function experimentId(db: Database, name: string): number {
  db.prepare('INSERT INTO experiments (name) VALUES (?) ON CONFLICT DO NOTHING').run(name);
  return db.prepare<{ id: number }>('SELECT id FROM experiments WHERE name = ?').get(name)!.id;
}
