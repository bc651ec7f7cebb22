/** What people changed in the editor, which no event file holds: taken from one database into another, at once or in a bundle. */
import type { RunEdit } from '../../common/bundle/runEdits';
import type { RunId } from '../../protocol/entities';
import type { Database } from '../database/database';
import type { ChoiceRow } from '../choices';
import { markChanged, nextRevision } from '../database/revisions';

interface EditRow {
  uid: RunId;
  field: string;
  value: string;
  edited_at: number;
}

/** Edits of runs, and choices. */
export interface Edits {
  runs: readonly EditRow[];
  choices: readonly ChoiceRow[];
}

/** All edits of a database; `undefined` when it is too damaged to tell. */
export function readEdits(db: Database): Edits | undefined {
  try {
    const runs = db.prepare<EditRow>('SELECT uid, field, value, edited_at FROM run_edits').all();
    return { runs, choices: readChoices(db) };
  } catch {
    return undefined;
  }
}

/** None in a database of before there were any. */
function readChoices(db: Database): ChoiceRow[] {
  try {
    return db.prepare<ChoiceRow>('SELECT kind, name, value, chosen_at FROM choices').all();
  } catch {
    return [];
  }
}

/** Edits that came with a run, as those of a database. */
export function editRows(uid: RunId, edits: readonly RunEdit[]): Edits {
  const runs = edits.map(({ field, value, editedAt }) => ({ uid, field, value, edited_at: editedAt }));
  return { runs, choices: [] };
}

/** Takes edits over where the database has none that are newer. */
export function applyEdits(db: Database, edits: Edits): void {
  db.transaction(() => {
    for (const { uid, field, value, edited_at: editedAt } of edits.runs) {
      db.prepare(
        `INSERT INTO run_edits (uid, field, value, edited_at) VALUES (?, ?, ?, ?) ON CONFLICT (uid, field) DO UPDATE
         SET value = excluded.value, edited_at = excluded.edited_at WHERE excluded.edited_at > edited_at`,
      ).run(uid, field, value, editedAt);
      markChanged(db, uid);
    }
    for (const { kind, name, value, chosen_at: chosenAt } of edits.choices) {
      db.prepare(
        `INSERT INTO choices (kind, name, value, chosen_at, revision) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (kind, name) DO UPDATE SET value = excluded.value, chosen_at = excluded.chosen_at,
           revision = excluded.revision WHERE excluded.chosen_at > chosen_at`,
      ).run(kind, name, value, chosenAt, nextRevision(db));
    }
  });
}
