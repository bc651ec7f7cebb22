import { UserError } from '../common/errors';
import type { KeyedColumn, TableOrder, TableRow } from '../protocol/tableApi';
import { keyedColumns, layoutColumns, orderQuery } from '../protocol/tableLayout';
import type { TableChoices, TableState } from '../protocol/tablePage';
import type { TableView } from '../protocol/tableView';
import type { StoreClient } from '../store/client';

/** As many as a large window shows. */
const FIRST_ROWS = 60;
const FIRST_COLUMNS = 40;

/** All that the first rows of a table need, save the views: asked for while the page itself is still loading. */
export async function startTable(
  store: StoreClient,
  folder: string,
  kept: TableView,
): Promise<Omit<TableState, 'views'>> {
  const [columns, { view, order, filterProblem, orderProblem }, choices] = await Promise.all([
    store.request('tableColumns', {}),
    orderOrProblem(store, kept),
    readChoices(store),
  ]);
  const rowColumns: KeyedColumn[] = keyedColumns(layoutColumns(columns, view).slice(0, FIRST_COLUMNS));
  const runIds = view.group === null ? order.runIds.slice(0, FIRST_ROWS) : [];
  const rows: TableRow[] = await store.request('tableRows', { runIds, columns: rowColumns });
  return { folder, view, columns, order, rows, rowColumns, filterProblem, orderProblem, ...choices };
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

type Ordered = Pick<TableState, 'view' | 'order' | 'filterProblem' | 'orderProblem'>;

/** A view that was kept may hold what is wrong: the table is then shown without it, and says so. */
async function orderOrProblem(store: StoreClient, view: TableView): Promise<Ordered> {
  const problems: Pick<Ordered, 'filterProblem' | 'orderProblem'> = { filterProblem: null, orderProblem: null };
  let setup = view;
  for (;;) {
    const found = await orderOrError(store, setup);
    if (!(found instanceof UserError)) {
      // The filter stays in its field, to be mended there.
      return { ...problems, order: found, view: { ...setup, filter: view.filter } };
    }
    if (found.span !== undefined && problems.filterProblem === null) {
      problems.filterProblem = { message: found.message, span: found.span };
      setup = { ...setup, filter: '' };
    } else if (problems.orderProblem === null) {
      problems.orderProblem = found.message;
      setup = { ...setup, sort: [], group: null };
    } else throw found;
  }
}

async function orderOrError(store: StoreClient, setup: TableView): Promise<TableOrder | UserError> {
  try {
    return await store.request('tableOrder', orderQuery(setup));
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
