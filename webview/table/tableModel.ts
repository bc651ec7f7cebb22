import { batch, computed, effect, signal } from '@preact/signals';
import type { RunId } from '../../src/protocol/entities';
import type { ChangeEvent } from '../../src/protocol/storeApi';
import type { CellValue, ColumnCount, ColumnRange, GroupCell, KeyedColumn } from '../../src/protocol/tableApi';
import { columnId, layoutColumns, orderQuery } from '../../src/protocol/tableLayout';
import type { FilterProblem, TableChoices, TablePageApi, TablePageEvent } from '../../src/protocol/tablePage';
import { type ColumnId, DEFAULT_VIEW, type NamedView, type TableView } from '../../src/protocol/tableView';
import { paced } from '../ui/paced';
import { HostError, type RpcClient } from '../ui/rpcClient';
import type { RunInfo } from './cachedRows';
import { observeGroups, observeRows } from './cellNumbers';
import { ColumnFormats } from './columnFormats';
import { latest } from './latest';
import { RowOrder } from './rowOrder';
import { Selection } from './selection';
import { WindowCache } from './windowCache';

export type TableHost = RpcClient<TablePageApi, TablePageEvent>;

/** A store that crashed is started again by the next request, which comes after this time, ms. */
const RETRY_MS = 300;

/** What the page shows and does, without how it looks. */
export class TableModel {
  readonly folder = signal<string | undefined>(undefined);
  readonly view = signal<TableView>(DEFAULT_VIEW);
  /** The filter as it is typed: `view` has the last one that could be understood. */
  readonly filter = signal('');
  readonly filterProblem = signal<FilterProblem | undefined>(undefined);
  readonly columns = signal<readonly KeyedColumn[]>([]);
  readonly views = signal<readonly NamedView[]>([]);
  /** Name of the view that was shown or saved last. */
  readonly lastView = signal<string | undefined>(undefined);
  readonly choices = signal<TableChoices>({ baselines: [], directions: {} });
  /** How many runs have a column, and whether they differ in it; as far as somebody wanted to know. */
  readonly counts = signal<ReadonlyMap<ColumnId, ColumnCount> | undefined>(undefined);
  readonly ranges = signal<ReadonlyMap<ColumnId, ColumnRange>>(new Map());
  readonly failure = signal<string | undefined>(undefined);
  readonly isReady = signal(false);
  readonly order = new RowOrder();
  readonly selection = new Selection(() => this.order.items.value);
  readonly formats = new ColumnFormats();
  readonly layout = computed(() => layoutColumns(this.columns.value, this.view.value, this.alike.value));
  readonly baseline = computed(() => this.baselineOf(this.view.value, this.choices.value));
  readonly rows: WindowCache<RunId, RunInfo, CellValue>;
  readonly groups: WindowCache<string, null, GroupCell>;
  /** Rows in sight, told by the grid: read before a new order is shown, so that it comes up whole. */
  inSight = { rows: 40, columns: [] as KeyedColumn[] };
  /** Whether rows may move: nobody is scrolled down or points at one; told by the grid. */
  isCalm: () => boolean = () => true;

  private readonly alike = computed(() => {
    const counts = [...(this.counts.value ?? [])];
    return new Set(counts.filter(([, { differs }]) => !differs).map(([id]) => id));
  });
  private readonly readOrder = latest(() => this.showOrder());
  private readonly refresh = paced(() => this.renew());
  private readonly refill = paced(() => this.attempt(() => this.fill()).then(() => undefined));
  private readonly countNow = latest(() => this.count());

  constructor(private readonly host: TableHost) {
    this.rows = new WindowCache(
      async (runIds, columns) => {
        const rows = await this.ask('tableRows', { runIds, columns });
        return rows.map(({ run, note, cells }) => ({ key: run.id, info: { run, note }, cells }));
      },
      (rows) => observeRows(this.formats, rows),
    );
    this.groups = new WindowCache(
      async (keys, columns) => {
        const known = new Map(this.order.groups.value.map((group) => [group.key, group]));
        const asked = keys.flatMap((key) => known.get(key) ?? []);
        const found = await this.ask('tableGroups', { groups: asked.map(({ runIds }) => [...runIds]), columns });
        return asked.map(({ key }, i) => ({ key, info: null, cells: found[i] ?? [] }));
      },
      (rows) => observeGroups(this.formats, rows),
    );
    host.onEvent((event) => this.handle(event));
    effect(() => this.selection.keepOnly(this.order.runIds.value));
  }

  /** Asks the host what to show; again after a failure. `view` is what the page kept. */
  async start(view: TableView | null): Promise<void> {
    this.failure.value = undefined;
    const state = await this.attempt(() => this.ask('ready', { view }));
    if (state === undefined) return;
    batch(() => {
      this.folder.value = state.folder;
      this.view.value = state.view;
      this.filter.value = state.view.filter;
      this.filterProblem.value = state.filterProblem ?? undefined;
      this.columns.value = state.columns;
      this.views.value = state.views;
      this.choices.value = { baselines: state.baselines, directions: state.directions };
      this.rows.take(
        state.rows.map(({ run, note, cells }) => ({ key: run.id, info: { run, note }, cells })),
        state.rowColumns,
      );
      this.order.show(state.order);
      this.isReady.value = true;
    });
    if (state.view.onlyDifferences) this.countNow();
  }

  /** Sets the table up; what another setup shows is read where the store decides it. */
  change(view: TableView): void {
    const before = this.view.value;
    this.view.value = view;
    if (view.filter !== before.filter) {
      this.filter.value = view.filter;
      this.ranges.value = new Map();
    }
    const ofStore = ({ filter, sort, group }: TableView): string => JSON.stringify([filter, sort, group]);
    if (ofStore(view) !== ofStore(before)) this.readOrder();
    if (view.onlyDifferences && (!before.onlyDifferences || view.filter !== before.filter)) this.countNow();
  }

  setFilter(filter: string): void {
    this.filter.value = filter;
    this.readOrder();
  }

  /** Counts what the columns hold: for the list of columns, and for showing differences only. */
  countColumns(): void {
    this.countNow();
  }

  /** Reads the ranges that heat colours need. */
  async readRanges(columns: readonly KeyedColumn[]): Promise<void> {
    const missing = columns.filter((column) => !this.ranges.value.has(columnId(column)));
    if (missing.length === 0) return;
    const query = { filter: this.view.value.filter, columns: [...missing] };
    const ranges = await this.attempt(() => this.ask('columnRanges', query));
    if (ranges === undefined || query.filter !== this.view.value.filter) return;
    const next = missing.map((column, i) => [columnId(column), ranges[i] ?? null] as const);
    this.ranges.value = new Map([...this.ranges.value, ...next]);
  }

  /** The rows and columns that are in sight now. */
  want(runIds: readonly RunId[], groups: readonly string[], columns: readonly KeyedColumn[]): void {
    void this.attempt(() => Promise.all([this.rows.want(runIds, columns), this.groups.want(groups, columns)]));
  }

  showNew(): void {
    this.order.showPending();
  }

  /** Asks the host; rejects with what went wrong. */
  call<M extends keyof TablePageApi & string>(
    method: M,
    args: TablePageApi[M]['args'],
  ): Promise<TablePageApi[M]['result']> {
    return this.ask(method, args);
  }

  /** Lets the host do something; what goes wrong there is shown above the table. */
  act<M extends keyof TablePageApi & string>(method: M, args: TablePageApi[M]['args']): void {
    void this.attempt(() => this.host.call(method, args));
  }

  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.failure.value = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }

  dismissFailure(): void {
    this.failure.value = undefined;
  }

  private handle(event: TablePageEvent): void {
    if (event.kind === 'views') this.views.value = event.views;
    else if (event.kind === 'runEnded') this.touched([event.run.id]);
    else this.changed(event);
  }

  private changed({ runs }: ChangeEvent): void {
    const removed = new Set(runs.filter((run) => run.removed === true).map(({ runId }) => runId));
    if (removed.size > 0) this.order.remove(removed);
    this.touched(runs.filter(({ runId }) => !removed.has(runId)).map(({ runId }) => runId));
  }

  private touched(runIds: readonly RunId[]): void {
    const changed = new Set(runIds);
    this.rows.outdate(changed);
    const groups = this.order.groups.value.filter((group) => group.runIds.some((id) => changed.has(id)));
    this.groups.outdate(groups.map(({ key }) => key));
    this.refill();
    this.refresh();
  }

  private async fill(): Promise<void> {
    await Promise.all([this.rows.fill(), this.groups.fill()]);
  }

  /** Shows what the filter, the sort and the grouping give now, its first rows read before. */
  private async showOrder(): Promise<void> {
    const filter = this.filter.peek();
    const view = { ...this.view.peek(), filter };
    try {
      const order = await this.ask('tableOrder', orderQuery(view));
      if (order.groups === undefined) {
        await this.rows.want(order.runIds.slice(0, this.inSight.rows), this.inSight.columns);
      }
      batch(() => {
        this.filterProblem.value = undefined;
        this.failure.value = undefined;
        if (this.view.value.filter !== filter) {
          this.view.value = { ...this.view.value, filter };
          this.ranges.value = new Map();
          if (this.view.value.onlyDifferences) this.countNow();
        }
        this.groups.clear();
        this.order.show(order);
      });
    } catch (error) {
      this.refuse(error);
    }
  }

  /** A filter that is wrong leaves what is shown as it is. */
  private refuse(error: unknown): void {
    if (error instanceof HostError && error.user) {
      this.filterProblem.value = { message: error.message, span: error.span ?? null };
    } else {
      this.failure.value = error instanceof Error ? error.message : String(error);
    }
  }

  /** Reads again what came to be since: columns, rows and choices. */
  private async renew(): Promise<void> {
    await this.attempt(async () => {
      const query = orderQuery(this.view.value);
      const [columns, order, choices] = await Promise.all([
        this.ask('tableColumns', {}),
        this.ask('tableOrder', query),
        this.ask('choices', {}),
      ]);
      if (JSON.stringify(columns) !== JSON.stringify(this.columns.value)) this.columns.value = columns;
      if (JSON.stringify(choices) !== JSON.stringify(this.choices.value)) this.choices.value = choices;
      // Another order may have been asked for meanwhile.
      if (JSON.stringify(query) !== JSON.stringify(orderQuery(this.view.value))) return;
      this.order.renew(order, this.isCalm());
      this.groups.outdateAll();
      await this.groups.fill();
      if (this.view.value.onlyDifferences) this.countNow();
      this.failure.value = undefined;
    });
  }

  private async count(): Promise<void> {
    const { filter } = this.view.value;
    const counted = await this.attempt(() => this.ask('countColumns', { filter }));
    if (counted === undefined || filter !== this.view.value.filter) return;
    this.counts.value = new Map(counted.columns.map((column) => [columnId(column), column]));
  }

  private baselineOf({ baseline }: TableView, { baselines }: TableChoices): RunId | undefined {
    return baseline ?? (baselines.length === 1 ? baselines[0]!.runId : undefined);
  }

  /** Asks the host, and once more when the store was away: it is started again by the second request. */
  private async ask<M extends keyof TablePageApi & string>(
    method: M,
    args: TablePageApi[M]['args'],
  ): Promise<TablePageApi[M]['result']> {
    try {
      return await this.host.call(method, args);
    } catch (error) {
      if (error instanceof HostError && error.user) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      return this.host.call(method, args);
    }
  }
}
