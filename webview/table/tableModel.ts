import { batch, computed, effect, signal } from '@preact/signals';
import type { RunId } from '../../src/protocol/entities';
import type { ChangeEvent } from '../../src/protocol/storeApi';
import type { CellValue, GroupCell, KeyedColumn } from '../../src/protocol/tableApi';
import { layoutColumns, orderQuery, type OrderSetup } from '../../src/protocol/tableLayout';
import type { FilterProblem, TableChoices, TablePageApi, TablePageEvent } from '../../src/protocol/tablePage';
import { DEFAULT_VIEW, type NamedView, type TableView } from '../../src/protocol/tableView';
import { paced } from '../ui/paced';
import { HostError } from '../ui/rpcClient';
import { askHost, type TableHost } from './askHost';
import type { RunInfo } from './cachedRows';
import { ColumnFormats } from './columnFormats';
import { HeatQuantiles } from './heatQuantiles';
import { keepPlace } from './keepPlace';
import { type KeptPlace, restorePlace } from './keptPlace';
import { latest } from './latest';
import { RowOrder } from './rowOrder';
import { Selection } from './selection';
import { baselineItem, baselineOf } from './tableBaseline';
import { cachedRow, groupCache, runCache } from './tableCaches';
import { TableColumns } from './tableColumns';
import type { WindowCache } from './windowCache';

/** What the page shows and does, without how it looks. */
export class TableModel {
  readonly folder = signal<string | undefined>(undefined);
  readonly view = signal<TableView>(DEFAULT_VIEW);
  /** The filter as it is typed: `view` has the last one that could be understood. */
  readonly filter = signal('');
  readonly filterProblem = signal<FilterProblem | undefined>(undefined);
  /** What gave the order that is shown; `view` may ask for another one, which is not there yet or cannot be understood. */
  readonly orderedBy = signal<OrderSetup>(DEFAULT_VIEW);
  readonly columns = new TableColumns();
  readonly views = signal<readonly NamedView[]>([]);
  /** Name of the view that was shown or saved last. */
  readonly lastView = signal<string | undefined>(undefined);
  readonly choices = signal<TableChoices>({ baselines: [], directions: {} });
  readonly quantiles: HeatQuantiles;
  /** Why the table could not be read; gone when it could. */
  readonly failure = signal<string | undefined>(undefined);
  /** Why something was not done that a person wanted; it stays until it was read. */
  readonly refusal = signal<string | undefined>(undefined);
  readonly isReady = signal(false);
  readonly order = new RowOrder(() => this.orderedBy.value.group?.repeats === true);
  readonly selection = new Selection(() => this.order.items.value);
  readonly formats = new ColumnFormats();
  readonly layout = computed(() => layoutColumns(this.columns.shown.value, this.view.value, this.columns.alike.value));
  readonly baseline = computed(() => baselineOf(this.view.value, this.choices.value, this.rows));
  /** The row that stands above the others, once it was read. */
  readonly baselineItem = computed(() => baselineItem(this.baseline.value, this.rows));
  /** Whether anything is to be shown that is not, as it would move what is. */
  readonly isWaiting = computed(() => (this.order.pending.value ?? this.columns.pending.value) !== undefined);
  readonly rows: WindowCache<RunId, RunInfo, CellValue>;
  readonly groups: WindowCache<string, null, GroupCell>;
  /** Rows in sight, told by the grid: read before a new order is shown, so that it comes up whole. */
  inSight = { rows: 40, columns: [] as KeyedColumn[] };
  /** What the grid scrolls to when it comes up: a row, and px from the left. */
  beginAt = { row: 0, left: 0 };
  /** Whether rows and columns may move: nobody is scrolled down or points at one; told by the grid. */
  isCalm: () => boolean = () => true;

  private startAgain = (): Promise<void> => this.start(null);
  private readonly readOrder = latest(() => this.showOrder());
  private readonly refresh = paced(() => this.renew());
  private readonly refill = paced(() => this.fill());
  private readonly countNow = latest(() => this.count());

  constructor(private readonly host: TableHost) {
    this.rows = runCache(this.formats, (runIds, columns) => this.call('tableRows', { runIds, columns }));
    this.groups = groupCache(
      this.formats,
      () => this.order.groups.value,
      (groups, columns) => this.call('tableGroups', { groups, columns }),
    );
    this.quantiles = new HeatQuantiles(
      () => this.orderedBy.peek().filter,
      (filter, columns) => this.reading(() => this.call('columnQuantiles', { filter, columns })),
    );
    host.onEvent((event) => this.handle(event));
    effect(() => this.selection.keepOnly(this.order.runIds.value));
  }

  /** Asks the host what to show; again after a failure. `view` and `place` are what the page kept. */
  async start(view: TableView | null, place?: KeptPlace): Promise<void> {
    this.startAgain = () => this.start(view, place);
    this.failure.value = undefined;
    const state = await this.reading(() => this.call('ready', { view }));
    if (state === undefined) return;
    batch(() => {
      this.folder.value = state.folder;
      this.filter.value = state.view.filter;
      this.filterProblem.value = state.filterProblem ?? undefined;
      this.refusal.value = state.orderProblem ?? undefined;
      this.view.value = state.filterProblem === null ? state.view : { ...state.view, filter: '' };
      this.orderedBy.value = this.view.value;
      this.columns.shown.value = state.columns;
      this.views.value = state.views;
      this.choices.value = { baselines: state.baselines, directions: state.directions };
      this.rows.take(state.rows.map(cachedRow), state.rowColumns);
      this.order.show(state.order);
      if (place !== undefined) this.beginAt = restorePlace(this, place);
      this.isReady.value = true;
    });
    if (state.view.onlyDifferences) this.countNow();
  }

  /** Reads again what could not be read. */
  retry(): void {
    if (!this.isReady.value) return void this.startAgain();
    this.readOrder();
    this.refill();
    this.refresh();
  }

  /** Sets the table up; what another setup shows is read where the store decides it. */
  change(view: TableView): void {
    const before = this.view.value;
    if (view.filter !== before.filter) this.filter.value = view.filter;
    // It is the view's once it was understood.
    this.view.value = { ...view, filter: before.filter };
    const ofStore = ({ filter, sort, group }: TableView): string => JSON.stringify([filter, sort, group]);
    if (ofStore(view) !== ofStore(before)) this.readOrder();
    if (view.onlyDifferences && !before.onlyDifferences) this.countNow();
  }

  setFilter(filter: string): void {
    this.filter.value = filter;
    this.readOrder();
  }

  /** Counts what the columns hold: for the list of columns, and for showing differences only. */
  countColumns(): void {
    this.countNow();
  }

  /** The rows and columns that are in sight now. */
  want(runIds: readonly RunId[], groups: readonly string[], columns: readonly KeyedColumn[]): void {
    void this.reading(() => Promise.all([this.rows.want(runIds, columns), this.groups.want(groups, columns)]));
  }

  /** Shows what waits. */
  showWaiting(): void {
    keepPlace(this, () => {
      this.columns.showPending();
      this.order.showPending();
    });
  }

  /** Shows what waits if nothing holds it back any more. */
  settle(): void {
    if (this.isWaiting.value && this.isCalm()) this.showWaiting();
  }

  /** Asks the host; rejects with what went wrong. */
  call<M extends keyof TablePageApi & string>(
    method: M,
    args: TablePageApi[M]['args'],
  ): Promise<TablePageApi[M]['result']> {
    return askHost(this.host, method, args);
  }

  /** Lets the host do something; what goes wrong there is shown above the table. */
  act<M extends keyof TablePageApi & string>(method: M, args: TablePageApi[M]['args']): void {
    if (method === 'addTag') this.columns.expectNew();
    void this.attempt(() => this.host.call(method, args));
  }

  /** Does what a person wanted; what goes wrong is shown until it is put away. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.refusal.value = messageOf(error);
      return undefined;
    }
  }

  dismissRefusal(): void {
    this.refusal.value = undefined;
  }

  private async reading<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.failure.value = messageOf(error);
      return undefined;
    }
  }

  private handle(event: TablePageEvent): void {
    if (event.kind === 'views') this.views.value = event.views;
    else if (event.kind === 'runEnded') this.touched([event.run.id]);
    else if (event.kind === 'restarted') this.restarted();
    else this.changed(event);
  }

  private changed({ runs }: ChangeEvent): void {
    const removed = new Set(runs.filter((run) => run.removed === true).map(({ runId }) => runId));
    if (removed.size > 0) {
      this.rows.remove(removed);
      keepPlace(this, () => this.order.remove(removed));
    }
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

  /** What changed while the store was away is told by nobody. */
  private restarted(): void {
    this.rows.outdateAll();
    this.groups.outdateAll();
    this.refill();
    this.refresh();
  }

  private async fill(): Promise<void> {
    await this.reading(() => Promise.all([this.rows.fill(), this.groups.fill()]));
  }

  /** Shows what the filter, the sort and the grouping give now, its first rows read before. */
  private async showOrder(): Promise<void> {
    const setup: OrderSetup = { ...this.view.peek(), filter: this.filter.peek() };
    try {
      const order = await this.call('tableOrder', orderQuery(setup));
      if (order.groups === undefined) {
        await this.rows.want(order.runIds.slice(0, this.inSight.rows), this.inSight.columns);
      }
      batch(() => {
        const isOther = setup.filter !== this.orderedBy.value.filter;
        this.filterProblem.value = undefined;
        this.failure.value = undefined;
        this.view.value = { ...this.view.value, filter: setup.filter };
        this.orderedBy.value = setup;
        if (isOther) this.quantiles.clear();
        if (isOther && this.view.value.onlyDifferences) this.countNow();
        this.groups.clear();
        this.order.show(order);
      });
    } catch (error) {
      this.refuse(error);
    }
  }

  /** What cannot be understood leaves what is shown as it is. A place is one in the filter. */
  private refuse(error: unknown): void {
    if (!(error instanceof HostError && error.user)) {
      this.failure.value = messageOf(error);
    } else if (error.span !== undefined) {
      this.filterProblem.value = { message: error.message, span: error.span };
    } else {
      const { sort, group } = this.orderedBy.value;
      this.refusal.value = error.message;
      this.view.value = { ...this.view.value, sort, group };
    }
  }

  /** Reads again what came to be since: columns, rows and choices. */
  private async renew(): Promise<void> {
    await this.reading(async () => {
      const setup = this.orderedBy.value;
      const [columns, order, choices] = await Promise.all([
        this.call('tableColumns', {}),
        this.call('tableOrder', orderQuery(setup)),
        this.call('choices', {}),
      ]);
      if (JSON.stringify(choices) !== JSON.stringify(this.choices.value)) this.choices.value = choices;
      keepPlace(this, () => {
        this.columns.renew(columns, this.isCalm());
        // Another order may have been asked for meanwhile.
        if (setup === this.orderedBy.value) this.order.renew(order, this.isCalm());
      });
      this.groups.outdateAll();
      await this.groups.fill();
      if (this.view.value.onlyDifferences) this.countNow();
      if (this.view.value.heat) void this.quantiles.renew(this.inSight.columns);
      else this.quantiles.clear();
      this.failure.value = undefined;
    });
  }

  private async count(): Promise<void> {
    const { filter } = this.orderedBy.value;
    const counted = await this.reading(() => this.call('countColumns', { filter }));
    if (counted === undefined || filter !== this.orderedBy.value.filter) return;
    keepPlace(this, () => this.columns.setCounts(counted.columns));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
