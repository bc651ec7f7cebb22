/** What people changed in the editor, which no event file holds: taken from one database into another, at once or in a bundle. */
import type { RunEdit } from '../../common/bundle/runEdits';
import type { RunId } from '../../protocol/entities';
import type { Database } from '../database/database';
import { markChanged } from '../database/revisions';

interface EditRow {
  uid: RunId;
  field: string;
  value: string;
  edited_at: number;
}

export type Edits = readonly EditRow[];

/** All edits of a database; `undefined` when it is too damaged to tell. */
export function readEdits(db: Database): Edits | undefined {
  try {
    return db.prepare<EditRow>('SELECT uid, field, value, edited_at FROM run_edits').all();
  } catch {
    return undefined;
  }
}

/** Edits that came with a run, as those of a database. */
export function editRows(uid: RunId, edits: readonly RunEdit[]): Edits {
  return edits.map(({ field, value, editedAt }) => ({ uid, field, value, edited_at: editedAt }));
}

/** Takes edits over where the database has none that are newer. */
export function applyEdits(db: Database, edits: Edits): void {
  db.transaction(() => {
    for (const { uid, field, value, edited_at: editedAt } of edits) {
      db.prepare(
        `INSERT INTO run_edits (uid, field, value, edited_at) VALUES (?, ?, ?, ?) ON CONFLICT (uid, field) DO UPDATE
         SET value = excluded.value, edited_at = excluded.edited_at WHERE excluded.edited_at > edited_at`,
      ).run(uid, field, value, editedAt);
      markChanged(db, uid);
    }
  });
}
