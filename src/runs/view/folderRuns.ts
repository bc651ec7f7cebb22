import type { Run, RunId } from '../../protocol/entities';
import { bothOf } from '../../common/filterText';
import type { TreeNode } from '../../platform/tree';
import type { StoreClient } from '../../store/client';
import { type GroupChanges, GroupListing } from './groupListing';
import { type GroupContents, GroupNode } from './groupNode';
import { conditionOf, fieldOf, mixesLevels } from './grouping';
import { RunListing } from './runListing';
import { type RunContents, RunNode } from './runNodes';
import { readSortedValues } from './sortedValues';
import type { ViewOptions } from './viewOptions';

/** What the rows of a folder are made with. */
export interface FolderContents {
  store: () => StoreClient;
  options: Readonly<ViewOptions>;
  run: RunContents;
  group: GroupContents;
}

/** What is loaded of a folder's runs, in groups or one list, with the runs inside them. */
export class FolderRuns {
  /** By their ids. */
  private readonly listings = new Map<string, RunListing>();
  private readonly groups: GroupListing | undefined;
  private readonly flat: RunListing;

  constructor(
    readonly folder: string,
    /** The row that all stand below, where there are several folders. */
    private readonly row: TreeNode | undefined,
    private readonly contents: FolderContents,
  ) {
    const { grouping, filter } = contents.options;
    const field = fieldOf(grouping);
    this.flat = this.listing(folder, filter, this.level(), row);
    this.groups = field === undefined ? undefined : this.groupListing(field);
  }

  /** Whether anything of it was asked for. */
  get isLoaded(): boolean {
    return this.flat.isLoaded || this.groups?.isLoaded === true;
  }

  /** The rows at the top: groups or runs. Rejects as the store does. */
  async rows(): Promise<TreeNode[]> {
    if (this.groups === undefined) return this.flat.rows();
    const rows = await this.groups.rows();
    return this.isFlat ? this.flat.rows() : rows;
  }

  /** The list of the runs inside a run. */
  inside(node: RunNode): RunListing {
    return this.listing(insideId(node), '', node.runId, node.innerRunsRow);
  }

  /** The rows of a run: it can be in its group and inside another that is unfolded. */
  nodesOf(runId: RunId): RunNode[] {
    return [...this.listings.values()].flatMap((listing) => listing.find(runId) ?? []);
  }

  /** The group that a run is known to be in. */
  groupOf(runId: RunId): GroupNode | undefined {
    return this.isFlat ? undefined : this.groups?.groupOf(runId);
  }

  /** Loads a further page of the list with this id, and gives the row to draw again; `undefined` for all. */
  async loadMore(id: string): Promise<TreeNode | undefined> {
    if (this.groups?.scope.id === id) {
      await this.groups.loadMore();
      return undefined;
    }
    const listing = this.listings.get(id);
    await listing?.loadMore();
    return listing?.scope.row;
  }

  /** Reads the lists at the top again; resolves to the rows to draw again, `undefined` for all. */
  async reloadTop(): Promise<(TreeNode | undefined)[]> {
    const wasFlat = this.isFlat;
    const changes = await this.groups?.reloadGroups();
    const isListed = await this.flat.reload();
    const drawn = changes === undefined || this.isFlat ? [] : await this.reloadGroups(changes);
    this.forgetGone();
    const isOther = this.isFlat ? isListed : changes?.listed === true;
    return isOther || this.isFlat !== wasFlat ? [undefined] : drawn;
  }

  /** Reads the list of the runs inside a run again; gives its rows, which tell how many there are. */
  async reloadInside(parent: RunId): Promise<RunNode[]> {
    const nodes = this.nodesOf(parent);
    for (const node of nodes) await this.listings.get(insideId(node))?.reload();
    return nodes;
  }

  /** Reads all that is loaded again. */
  async reloadAll(): Promise<void> {
    await this.groups?.reload();
    this.forgetGone();
    for (const listing of this.listings.values()) await listing.reload();
  }

  /** Finds the row of a run, and loads pages until it is there; `undefined` where the filter hides it. */
  async reach(run: Run): Promise<RunNode | undefined> {
    const { grouping, filter } = this.contents.options;
    const isRow = ({ runId }: RunNode): boolean => runId === run.id;
    if (run.parent !== null && !mixesLevels(grouping, filter)) {
      const above = await this.contents.store().request('getRun', { runId: run.parent });
      const node = above === null ? undefined : await this.reach(above);
      return node && this.inside(node).reach(isRow);
    }
    await this.rows();
    if (this.groups === undefined || this.isFlat) return this.flat.reach(isRow);
    const { field } = this.groups.scope;
    const only = `run_id = '${run.id}'`;
    const { groups } = await this.contents
      .store()
      .request('groupRuns', { by: [field], metrics: [], filter: bothOf(filter, only), offset: 0, limit: 1 });
    const value = groups[0]?.values[0];
    if (groups.length === 0 || (value !== null && typeof value !== 'string')) return undefined;
    const group = await this.groups.reach((one) => one.value === (value ?? null));
    return group?.listing.reach(isRow);
  }

  /** Whether what a run shows decides where it stands, so that lists must be read when it changes. */
  get isVolatile(): boolean {
    const { filter, grouping } = this.contents.options;
    return filter.trim() !== '' || grouping.startsWith('tags.');
  }

  /** Whether a change of a run moves it to another group or place. */
  moves(before: Run, after: Run): boolean {
    const { sort } = this.contents.options;
    if (this.isVolatile || before.parent !== after.parent) return true;
    // An order by a metric that still changes would let rows run away under the pointer: the end of a run settles it.
    if (sort !== null && before.status !== after.status) return true;
    const field = this.stateField;
    return field !== undefined && before[field] !== after[field];
  }

  /** Whether a list tells of more or fewer runs than its group: one of the two was read before a run came or went. */
  get disagrees(): boolean {
    if (this.groups === undefined) return false;
    if (this.isFlat) return this.flat.isLoaded && this.flat.total !== (this.groups.nodes[0]?.n ?? 0);
    return this.groups.nodes.some(({ listing, n }) => listing.isLoaded && listing.total !== n);
  }

  /** Whether a run is in another group now than the one that it is known to be in. */
  isMisplaced(run: Run): boolean {
    // One list stands for groups as long as there is a single experiment.
    if (this.groups !== undefined && this.isFlat && run.parent === null) {
      return this.groups.nodes[0]?.value !== run.experiment;
    }
    const group = this.groupOf(run.id);
    const field = this.stateField;
    return group !== undefined && field !== undefined && group.value !== run[field];
  }

  /** Puts the news of runs into their rows; gives these. */
  async update(runs: readonly Run[]): Promise<{ node: RunNode; moved: boolean }[]> {
    const ids = runs.map(({ id }) => id);
    const sorted = await readSortedValues(this.contents.store(), this.contents.options.sort, ids);
    return runs.flatMap((run) =>
      this.nodesOf(run.id).map((node) => {
        const moved = this.moves(node.run, run);
        node.run = run;
        node.sortedBy = sorted.get(run.id);
        return { node, moved };
      }),
    );
  }

  /** All that are loaded. */
  loaded(): RunNode[] {
    return [...this.listings.values()].flatMap(({ nodes }) => nodes);
  }

  /** With the grouping that nobody chose, one group alone needs no row. */
  private get isFlat(): boolean {
    return this.groups === undefined || (this.contents.options.grouping === 'auto' && this.groups.total <= 1);
  }

  /** What runs are grouped by, where that can change and a run says it itself. */
  private get stateField(): 'experiment' | 'script' | 'status' | undefined {
    const field = this.isFlat ? undefined : this.groups?.scope.field;
    return field === 'experiment' || field === 'script' || field === 'status' ? field : undefined;
  }

  /** Reads the lists of groups again where they may be others; gives the groups to draw again. */
  private async reloadGroups(changes: GroupChanges): Promise<GroupNode[]> {
    const drawn = new Set(changes.groups);
    for (const node of this.groups?.nodes ?? []) {
      // A filter may change what a group shows though its number of runs stays.
      const isStale = this.isVolatile || changes.groups.has(node) || node.listing.total !== node.n;
      if (isStale && (await node.listing.reload())) drawn.add(node);
    }
    return [...drawn];
  }

  /** Forgets the lists below rows that went. */
  private forgetGone(): void {
    const kept = new Set<RunListing>();
    const keep = (listing: RunListing): void => {
      kept.add(listing);
      for (const node of listing.nodes) {
        const inside = this.listings.get(insideId(node));
        if (inside?.scope.row === node.innerRunsRow) keep(inside);
      }
    };
    keep(this.flat);
    for (const { listing } of this.groups?.nodes ?? []) keep(listing);
    for (const [id, listing] of this.listings) if (!kept.has(listing)) this.listings.delete(id);
  }

  private level(): null | undefined {
    const { grouping, filter } = this.contents.options;
    return mixesLevels(grouping, filter) ? undefined : null;
  }

  private groupListing(field: string): GroupListing {
    const { folder, row, contents } = this;
    const { filter } = contents.options;
    const level = this.level();
    const id = `${folder}|by ${field}`;
    const makeListing = (group: GroupNode): RunListing =>
      this.listing(group.id, bothOf(filter, conditionOf(field, group.value)), level, group);
    const makeNode = (value: string | null, isFirst: boolean): GroupNode => {
      const groupId = `${id}|${value === null ? '' : `=${value}`}`;
      return new GroupNode(groupId, folder, field, value, row, isFirst, makeListing, contents.group);
    };
    const scope = { id, folder, field, filter, row, ...(level === undefined ? {} : { parent: level }) };
    return new GroupListing(scope, contents.store, makeNode);
  }

  private listing(id: string, filter: string, parent: RunId | null | undefined, row: TreeNode | undefined): RunListing {
    const present = this.listings.get(id);
    // A row that went and came back is another one, and so is its list.
    if (present !== undefined && present.scope.row === row) return present;
    const { folder, contents } = this;
    const { sort } = contents.options;
    const makeNode = (run: Run): RunNode => new RunNode(`${id}|${run.id}`, folder, run, row, contents.run);
    const scope = { id, folder, filter, sort, row, ...(parent === undefined ? {} : { parent }) };
    const listing = new RunListing(scope, contents.store, makeNode);
    this.listings.set(id, listing);
    return listing;
  }
}

/** The id of the list of the runs inside a run. */
function insideId(node: RunNode): string {
  return `${node.id}|inside`;
}
