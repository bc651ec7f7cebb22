/** The run list: filtered, sorted, a page at a time. */
import type { RunPage, RunQuery, RunsSelected } from '../../protocol/storeApi';
import { revisionOf } from './changesSince';
import type { Database } from '../database/database';
import { page } from './paging';
import { parseOrder } from './runOrder';
import { runsOf } from './runQueries';
import { countSelection, parseSelection, selectPage, type Selection } from './runSelection';

/** Throws a `UserError` when the filter or the order cannot be understood. */
export function listRuns(db: Database, query: RunQuery): RunPage {
  const selection = parseSelection(query);
  const orders = parseOrder(query.sort ?? []);
  const { offset, limit } = page(query);
  const revision = revisionOf(db);
  // First which runs, then what is shown of them: rows of a run are wide, and most of those looked at are not shown.
  const runs = runsOf(db, selectPage(db, selection, orders, offset, limit));
  return { runs, total: isPlain(query) ? countPlain(db, selection) : null, revision };
}

/** How many runs a filter lets pass. */
export function countRuns(db: Database, selected: RunsSelected): { total: number; revision: number } {
  const revision = revisionOf(db);
  const selection = parseSelection(selected);
  return { total: isPlain(selected) ? countPlain(db, selection) : countSelection(db, selection), revision };
}

function isPlain({ filter, trashed }: RunsSelected): boolean {
  return (filter ?? '').trim() === '' && trashed !== true;
}

/** Of an index alone. */
function countPlain(db: Database, selection: Selection): number {
  if (selection.parent !== undefined) return countSelection(db, selection);
  return db
    .prepare<{ n: number }>(
      'SELECT (SELECT count(*) FROM runs) - (SELECT count(*) FROM runs WHERE trashed_at IS NOT NULL) AS n',
    )
    .get()!.n;
}
