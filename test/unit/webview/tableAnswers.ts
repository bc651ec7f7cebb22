/** A host in memory for the run table's page. */
import type { FilterCompletions } from '../../../src/protocol/filterApi';
import type { KeyedColumn, TableOrderQuery } from '../../../src/protocol/tableApi';
import { columnId, keyedColumns, layoutColumns, orderQuery } from '../../../src/protocol/tableLayout';
import type { TableChoices, TableState } from '../../../src/protocol/tablePage';
import { DEFAULT_VIEW, type NamedView, type TableView } from '../../../src/protocol/tableView';
import { columnsOf, groupsOf, type MadeRun, orderOf, rowsOf, someRuns } from './tableData';

/** What the host answers from; changed by a test while the page is open. */
export interface TableStore extends TableChoices {
  runs: MadeRun[];
  view: TableView;
  views: NamedView[];
}

type AnswerArgs = TableOrderQuery & {
  view: TableView | null;
  runIds: string[];
  columns: KeyedColumn[];
  groups: string[][];
};

export function tableStore(store: Partial<TableStore> = {}): TableStore {
  return { runs: someRuns(), view: DEFAULT_VIEW, views: [], baselines: [], directions: {}, ...store };
}

/** What the host says to a call of the page. */
export function answerOf(store: TableStore, method: string, asked: unknown): unknown {
  const args = asked as AnswerArgs;
  const { runs, baselines, directions } = store;
  switch (method) {
    case 'ready':
      return readyOf(store, args.view ?? store.view);
    case 'choices':
      return { baselines, directions };
    case 'completeFilter':
      return completionsOf(runs, (asked as { filter: string }).filter);
    case 'tableColumns':
      return columnsOf(runs);
    case 'countColumns':
      return { columns: countsOf(runs), total: runs.length };
    case 'tableOrder':
      return orderOf(runs, args);
    case 'tableRows':
      return rowsOf(runs, args);
    case 'tableGroups':
      return groupsOf(runs, args);
    case 'columnQuantiles':
      return args.columns.map((column) => quantilesOf(runs, column));
    case 'saveView':
      return 'mine';
    default:
      return null;
  }
}

/** Columns whose name holds the last word. */
function completionsOf(runs: readonly MadeRun[], filter: string): FilterCompletions {
  const start = filter.lastIndexOf(' ') + 1;
  const begun = filter.slice(start);
  const found = columnsOf(runs)
    .map(columnId)
    .filter((id) => begun !== '' && id.includes(begun) && id !== begun);
  return { replaced: { start, end: filter.length }, items: found.map((id) => ({ kind: 'field', text: `${id} ` })) };
}

function readyOf({ runs, views, baselines, directions }: TableStore, view: TableView): TableState {
  const columns = columnsOf(runs);
  const rowColumns = keyedColumns(layoutColumns(columns, view).slice(0, 40));
  const order = orderOf(runs, orderQuery(view));
  const rows = rowsOf(runs, { runIds: order.runIds.slice(0, 60), columns: rowColumns });
  const choices = { baselines, directions };
  return {
    folder: '/penguins',
    view,
    columns,
    order,
    rows,
    rowColumns,
    views,
    filterProblem: null,
    orderProblem: null,
    ...choices,
  };
}

function countsOf(runs: readonly MadeRun[]) {
  return columnsOf(runs).map((column) => {
    const values = runs.map(({ cells }) => cells[columnId(column)]);
    const present = values.filter((value) => value !== undefined).length;
    return { ...column, runs: present, differs: new Set(values).size > 1 };
  });
}

/** All values: there are few. */
function quantilesOf(runs: readonly MadeRun[], column: KeyedColumn): number[] {
  const numbers = runs.map(({ cells }) => cells[columnId(column)]).filter((value) => typeof value === 'number');
  return numbers.toSorted((a, b) => a - b);
}
