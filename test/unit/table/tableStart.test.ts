import assert from 'node:assert/strict';
import { DEFAULT_VIEW, type TableView } from '../../../src/protocol/tableView';
import type { StoreClient } from '../../../src/store/client';
import { startTable } from '../../../src/table/tableStart';
import { finishedRun, type OpenStore, points, runIdOf, TestWorkspace } from '../store/helpers';

const RUNS = [runIdOf(1), runIdOf(2)];

describe('start of a run table', function () {
  this.timeout(60_000);
  let workspace: TestWorkspace;
  let store: OpenStore;
  before(async () => {
    workspace = new TestWorkspace();
    for (const [n, id] of RUNS.entries()) workspace.append(id, finishedRun(id, `run-${n}`, points('loss', [n])));
    store = await (await workspace.open()).refresh();
  });
  after(() => workspace.dispose());

  const start = (view: Partial<TableView>) => {
    const client = { request: store.ask.bind(store) } as unknown as StoreClient;
    return startTable(client, workspace.dir, { ...DEFAULT_VIEW, ...view });
  };

  it('shows what its view asks for', async () => {
    const state = await start({ filter: 'metrics.loss = 1' });
    assert.deepEqual(state.order.runIds, [RUNS[1]]);
    assert.equal(state.filterProblem, null);
    assert.equal(state.orderProblem, null);
  });

  it('shows all runs where the filter is wrong, and where it is', async () => {
    const sort = [{ column: 'metrics.loss', descending: true }];
    const state = await start({ filter: 'metrics.loss =', sort });
    assert.deepEqual(state.order.runIds, [RUNS[1], RUNS[0]], 'sorted all the same');
    assert.deepEqual(state.filterProblem?.span, { start: 14, end: 14 });
    assert.equal(state.view.filter, 'metrics.loss =', 'it can be mended');
    assert.deepEqual(state.view.sort, sort);
  });

  it('says so where the sort or the groups are wrong, which is no matter of the filter', async () => {
    const state = await start({
      filter: 'metrics.loss = 1',
      sort: [{ column: 'attributes.no_such', descending: false }],
      group: { by: ['nonsense'] },
    });
    assert.deepEqual(state.order.runIds, [RUNS[1]]);
    assert.equal(state.filterProblem, null);
    assert.match(state.orderProblem ?? '', /cannot be sorted/);
    assert.deepEqual([state.view.sort, state.view.group], [[], null]);
  });

  it('tells of both', async () => {
    const state = await start({ filter: 'and', group: { by: ['nonsense'] } });
    assert.equal(state.order.runIds.length, 2);
    assert.notEqual(state.filterProblem, null);
    assert.match(state.orderProblem ?? '', /cannot be grouped/);
  });
});
