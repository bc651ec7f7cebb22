import assert from 'node:assert/strict';
import type { TreeNode } from '../../../src/platform/tree';
import type { StoreClient } from '../../../src/store/client';
import type * as folderRunsFile from '../../../src/runs/view/folderRuns';
import { FolderUpdates } from '../../../src/runs/view/folderUpdates';
import type { GroupContents, GroupNode } from '../../../src/runs/view/groupNode';
import type { RunContents, RunNode } from '../../../src/runs/view/runNodes';
import type { Grouping } from '../../../src/runs/view/grouping';
import { finishedRun, type OpenStore, runIdOf, startedRun, TestWorkspace, until } from '../store/helpers';
import { readHostFile } from './readHostFile';

/** The names of the groups with their numbers of runs, and of the runs of those that are unfolded. */
type Shown = Record<string, string[]>;

describe('the rows of a folder in the Runs view', function () {
  this.timeout(30_000);
  let FolderRuns: typeof folderRunsFile.FolderRuns;
  let workspace: TestWorkspace;
  let store: OpenStore;
  let view: View;

  before(async () => {
    ({ FolderRuns } = await readHostFile<typeof folderRunsFile>('src/runs/view/folderRuns.ts', {}));
  });
  beforeEach(async () => {
    workspace = new TestWorkspace();
    store = await workspace.open();
  });
  afterEach(async () => {
    view.updates.dispose();
    await workspace.dispose();
  });

  /** The rows as the view has them: groups that were unfolded once stay so, and are read again only when drawn. */
  class View {
    readonly runs: folderRunsFile.FolderRuns;
    readonly updates: FolderUpdates;
    shown: Shown = {};
    /** Questions about groups of runs. */
    asked = 0;
    private told = 0;
    private readonly unfolded = new Set<string>();
    private drawing = Promise.resolve();

    constructor(grouping: Grouping) {
      const client = {
        request: (method, args) => {
          if (method === 'groupRuns') this.asked += 1;
          return store.ask(method, args);
        },
      } as StoreClient;
      this.runs = new FolderRuns(workspace.dir, undefined, {
        store: () => client,
        options: { grouping, sort: null, filter: '' },
        run: {} as RunContents,
        group: { rowsOf: (listing) => listing.rows() } as GroupContents,
      });
      this.updates = new FolderUpdates(
        this.runs,
        () => client,
        (rows) => void (this.drawing = this.drawing.then(() => this.draw(rows))),
        (work) => void work(),
      );
    }

    async unfold(...values: string[]): Promise<void> {
      for (const value of values) this.unfolded.add(value);
      await this.draw([undefined]);
    }

    /** Hands on what the store told since. */
    async update(): Promise<void> {
      const events = store.said('changed').slice(this.told);
      this.told += events.length;
      for (const { runs } of events) await this.updates.apply(runs);
    }

    private async draw(rows: readonly (TreeNode | undefined)[]): Promise<void> {
      if (!rows.includes(undefined)) {
        for (const row of rows as GroupNode[]) if (row.value !== undefined) await this.drawGroup(row);
        return;
      }
      this.shown = {};
      for (const group of (await this.runs.rows()) as GroupNode[]) await this.drawGroup(group);
    }

    private async drawGroup(group: GroupNode): Promise<void> {
      const name = String(group.value);
      for (const key of Object.keys(this.shown)) if (key.startsWith(`${name} `)) delete this.shown[key];
      const rows = this.unfolded.has(name) ? ((await group.children()) as RunNode[]) : [];
      this.shown[`${name} ${group.n}`] = rows.map(({ run }) => run.name);
    }
  }

  /** A finished run, or one that goes on. */
  const record = (n: number, experiment: string, isLive = false): void => {
    const events = (isLive ? startedRun : finishedRun)(runIdOf(n), `run-${n}`);
    workspace.append(
      runIdOf(n),
      events.map((event) => (event.e === 'run' ? { ...event, experiment } : event)),
    );
  };

  /** Waits until the view shows exactly this. */
  const shows = async (expected: Shown): Promise<void> => {
    const json = JSON.stringify(expected);
    const holds = async (): Promise<boolean> => {
      await view.update();
      return JSON.stringify(view.shown) === json;
    };
    await until(json, holds, 5000).catch(() => assert.deepEqual(view.shown, expected));
  };

  const open = async (grouping: Grouping, ...unfolded: string[]): Promise<void> => {
    await store.refresh();
    view = new View(grouping);
    await view.unfold(...unfolded);
  };

  it('are those of each group when a new run brings its group to the top', async () => {
    for (const n of [1, 2]) record(n, 'a');
    record(3, 'b');
    await open('experiment', 'a', 'b');
    await shows({ 'b 1': ['run-3'], 'a 2': ['run-2', 'run-1'] });
    record(4, 'a');
    await shows({ 'a 3': ['run-4', 'run-2', 'run-1'], 'b 1': ['run-3'] });
  });

  it('are those of each group when the last run of a group moves to another, and settle', async () => {
    record(1, 'a');
    record(2, 'a', true);
    await open('status', 'running', 'finished');
    await shows({ 'running 1': ['run-2'], 'finished 1': ['run-1'] });
    workspace.append(runIdOf(2), [{ e: 'st', status: 'finished', code: 0 }], { q: 3 });
    await shows({ 'finished 2': ['run-2', 'run-1'] });
    const { asked } = view;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(view.asked, asked, 'nothing is read again without news');
  });

  it('are without a run that was deleted, though its group is no longer the first', async () => {
    record(1, 'a');
    record(2, 'b');
    record(3, 'a');
    await open('experiment', 'a', 'b');
    await store.ask('trashRuns', { runIds: [runIdOf(3)] });
    await shows({ 'b 1': ['run-2'], 'a 1': ['run-1'] });
  });

  it('are read anew of a group that went and came back', async () => {
    record(1, 'a');
    record(2, 'a', true);
    await open('status', 'running', 'finished');
    workspace.append(runIdOf(2), [{ e: 'st', status: 'finished', code: 0 }], { q: 3 });
    await shows({ 'finished 2': ['run-2', 'run-1'] });
    assert.equal(view.runs.nodesOf(runIdOf(2)).length, 1, 'no row of the group that went is known');
    record(3, 'a', true);
    await shows({ 'running 1': ['run-3'], 'finished 2': ['run-2', 'run-1'] });
    const [node] = view.runs.nodesOf(runIdOf(3));
    assert.ok((await view.runs.rows()).includes(node!.parent!), 'below a row of the view');
  });

  it('are of groups of which only the first at first sight unfolds by itself', async () => {
    record(1, 'a');
    await open('experiment');
    for (const [n, experiment] of ['b', 'c'].entries()) {
      record(n + 2, experiment);
      await shows({ [`${experiment} 1`]: [], ...view.shown });
    }
    const groups = (await view.runs.rows()) as GroupNode[];
    assert.deepEqual(
      groups.map((group) => [group.value, group.isFirst]),
      [
        ['c', false],
        ['b', false],
        ['a', true],
      ],
    );
  });

  it('reach a run and a group that are many pages down', async () => {
    for (let n = 0; n < 450; n += 1) record(n, n < 250 ? 'many' : `single-${n}`);
    await open('experiment');
    for (const n of [449, 0]) {
      const run = await store.ask('getRun', { runId: runIdOf(n) });
      assert.equal((await view.runs.reach(run!))?.run.name, `run-${n}`);
    }
  });
});
