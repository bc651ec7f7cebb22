import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { KeyedColumn, TableOrderQuery } from '../../../src/protocol/tableApi';
import { columnId, keyedColumns, layoutColumns, orderQuery } from '../../../src/protocol/tableLayout';
import type { TableChoices, TablePageEvent, TableState } from '../../../src/protocol/tablePage';
import { DEFAULT_VIEW, type NamedView, type TableView } from '../../../src/protocol/tableView';
import { type OpenPage, PageHarness, type PageOptions } from './pageHarness';
import { readTableStrings } from './strings';
import { columnsOf, groupsOf, type MadeRun, orderOf, rowsOf, someRuns } from './tableData';

const strings = readTableStrings();

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

/** Opens the run table for the tests of a suite, one page at a time. */
export class TablePageHarness {
  opened: OpenPage<TablePageEvent> | undefined;
  store: TableStore | undefined;

  private constructor(private readonly harness: PageHarness) {}

  /** Starts and stops with the suite that calls it, and holds each of its tests against errors in the page. */
  static forSuite(): () => TablePageHarness {
    let pages: TablePageHarness;
    before(async () => (pages = new TablePageHarness(await PageHarness.start('table'))));
    after(() => pages.harness.stop());
    afterEach(() => pages.close());
    return () => pages;
  }

  async open(store: Partial<TableStore> = {}, options: Partial<PageOptions> = {}): Promise<OpenPage<TablePageEvent>> {
    const whole: TableStore = {
      runs: someRuns(),
      view: DEFAULT_VIEW,
      views: [],
      baselines: [],
      directions: {},
      ...store,
    };
    this.store = whole;
    const answer = (method: string, args: unknown): unknown => answerOf(whole, method, args as AnswerArgs);
    this.opened = await this.harness.open<TablePageEvent>({ strings, answer, ...options });
    this.opened.page.setDefaultTimeout(10_000);
    return this.opened;
  }

  /** The rows of runs and groups in sight, from top to bottom. */
  rows(): Locator {
    return this.opened!.page.locator('.row:not(.head):not(.baseline-row)');
  }

  row(name: string): Locator {
    return this.rows().filter({ has: this.opened!.page.locator('.name', { hasText: new RegExp(`^${name}$`) }) });
  }

  /** Names of the rows in the order in which they stand. */
  async names(): Promise<string[]> {
    await this.rows().locator('.name').first().waitFor();
    const rows = await this.rows().evaluateAll((all) =>
      all.map((row) => ({
        place: Number((row as HTMLElement).dataset['row']),
        name: row.querySelector('.name')?.textContent ?? '',
      })),
    );
    return rows.toSorted((a, b) => a.place - b.place).map(({ name }) => name);
  }

  header(label: string): Locator {
    return this.opened!.page.locator('[role=columnheader]', {
      has: this.opened!.page.locator('.head-name', { hasText: new RegExp(`^${label}\\d*$`) }),
    });
  }

  /** The text of a cell, by the name of its row and of its column. */
  async cell(name: string, column: string): Promise<string> {
    const place = await this.header(column).getAttribute('data-column');
    return this.row(name).locator(`[data-column="${place}"]`).innerText();
  }

  async cellOf(name: string, column: string): Promise<Locator> {
    const place = await this.header(column).getAttribute('data-column');
    return this.row(name).locator(`[data-column="${place}"]`);
  }

  /** Arguments of each call of a method of the host, in their order. */
  asked(method: string): unknown[] {
    return this.opened!.requests.filter((request) => request.method === method).map(({ args }) => args);
  }

  private async close(): Promise<void> {
    const problems = this.opened?.problems ?? [];
    await this.opened?.close();
    this.opened = undefined;
    assert.deepEqual(problems, [], 'no policy violation and no error');
  }
}

function answerOf(store: TableStore, method: string, args: AnswerArgs): unknown {
  const { runs, baselines, directions } = store;
  switch (method) {
    case 'ready':
      return readyOf(store, args.view ?? store.view);
    case 'choices':
      return { baselines, directions };
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
    case 'columnRanges':
      return args.columns.map((column) => rangeOf(runs, column));
    case 'saveView':
      return 'mine';
    default:
      return null;
  }
}

function readyOf({ runs, views, baselines, directions }: TableStore, view: TableView): TableState {
  const columns = columnsOf(runs);
  const rowColumns = keyedColumns(layoutColumns(columns, view).slice(0, 40));
  const order = orderOf(runs, orderQuery(view));
  const rows = rowsOf(runs, { runIds: order.runIds.slice(0, 60), columns: rowColumns });
  const choices = { baselines, directions };
  return { folder: '/penguins', view, columns, order, rows, rowColumns, views, filterProblem: null, ...choices };
}

function countsOf(runs: readonly MadeRun[]) {
  return columnsOf(runs).map((column) => {
    const values = runs.map(({ cells }) => cells[columnId(column)]);
    const present = values.filter((value) => value !== undefined).length;
    return { ...column, runs: present, differs: new Set(values).size > 1 };
  });
}

function rangeOf(runs: readonly MadeRun[], column: KeyedColumn) {
  const numbers = runs.map(({ cells }) => cells[columnId(column)]).filter((value) => typeof value === 'number');
  return numbers.length === 0 ? null : { min: Math.min(...numbers), max: Math.max(...numbers) };
}

export async function waitFor(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; !(await holds());) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
