import { UserError } from '../common/errors';
import type { KeyedColumn, TableRow } from '../protocol/tableApi';
import { keyedColumns, layoutColumns, orderQuery } from '../protocol/tableLayout';
import type { FilterProblem, TableChoices, TableState } from '../protocol/tablePage';
import type { TableView } from '../protocol/tableView';
import type { StoreClient } from '../store/client';

/** As many as a large window shows. */
const FIRST_ROWS = 60;
const FIRST_COLUMNS = 40;

/** All that the first rows of a table need, save the views: asked for while the page itself is still loading. */
export async function startTable(
  store: StoreClient,
  folder: string,
  view: TableView,
): Promise<Omit<TableState, 'views'>> {
  const [columns, { order, filterProblem }, choices] = await Promise.all([
    store.request('tableColumns', {}),
    orderOrProblem(store, view),
    readChoices(store),
  ]);
  const rowColumns: KeyedColumn[] = keyedColumns(layoutColumns(columns, view).slice(0, FIRST_COLUMNS));
  const runIds = view.group === null ? order.runIds.slice(0, FIRST_ROWS) : [];
  const rows: TableRow[] = await store.request('tableRows', { runIds, columns: rowColumns });
  return { folder, view, columns, order, rows, rowColumns, filterProblem, ...choices };
}

/** What people chose of baselines and directions. */
export async function readChoices(store: StoreClient): Promise<TableChoices> {
  const [experiments, directions] = await Promise.all([
    store.request('experiments', {}),
    store.request('directions', {}),
  ]);
  const baselines = experiments.flatMap(({ name, baseline }) =>
    baseline === null ? [] : [{ experiment: name, runId: baseline.id }],
  );
  return { baselines, directions };
}

/** A view that was kept may hold a filter that is wrong: the table then shows all runs, and says so. */
async function orderOrProblem(store: StoreClient, view: TableView) {
  try {
    return { order: await store.request('tableOrder', orderQuery(view)), filterProblem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const filterProblem: FilterProblem = { message: error.message, span: error.span ?? null };
    return { order: await store.request('tableOrder', {}), filterProblem };
  }
}
