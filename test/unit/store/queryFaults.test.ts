import assert from 'node:assert/strict';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, runIdOf, startedRun, TestWorkspace } from './helpers';

const A = runIdOf(1);

describe('store queries of odd events', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('treats hostile keys and values as text', async () => {
    const keys = ["'; DROP TABLE runs; --", '__proto__', 'constructor', '키\u0000x', '"', 'k'.repeat(400)];
    const inner: NewEvent[] = keys.flatMap((k) => [
      { e: 'p', k, v: k },
      { e: 'm', k, v: 1 },
      { e: 'tag', k, v: k },
    ]);
    workspace.append(A, finishedRun(A, keys[0]!, inner));
    const store = await (await workspace.open()).refresh();
    const run = await store.ask('getRun', { runId: A });
    const cut = [...keys.slice(0, 5), `${'k'.repeat(249)}…`].sort();
    assert.deepEqual(run?.params.map(({ key }) => key).sort(), cut);
    assert.deepEqual(run?.metrics.map(({ key }) => key).sort(), cut);
    assert.deepEqual(run?.tags.map(({ key }) => key).sort(), cut);
    const { params, metrics } = await store.ask('compareRuns', { runIds: [A] });
    assert.deepEqual([params.length, metrics.keys.length], [6, 6]);
  });

  it('keeps NaN and infinities as they are', async () => {
    const inner: NewEvent[] = [
      { e: 'm', k: 'a', v: 'NaN' },
      { e: 'm', k: 'a', v: 'Infinity' },
      { e: 'm', k: 'a', v: '-Infinity', s: 'NaN' },
      { e: 'p', k: 'lr', v: 'NaN' },
    ];
    workspace.append(A, finishedRun(A, 'a', inner));
    const store = await (await workspace.open()).refresh();
    const run = await store.ask('getRun', { runId: A });
    assert.deepEqual(run?.metrics, [
      {
        key: 'a',
        count: 3,
        first: 'NaN',
        last: '-Infinity',
        lastStep: 2,
        min: '-Infinity',
        max: '-Infinity',
        mean: '-Infinity',
      },
    ]);
    assert.deepEqual(run?.params, [{ key: 'lr', value: 'NaN' }]);
    const [series] = await store.ask('series', { runIds: [A], keys: ['a'], width: 10 });
    assert.deepEqual(
      [[...series!.steps], [...series!.values]],
      [
        [0, 1, 2],
        [NaN, Infinity, -Infinity],
      ],
    );
  });

  it('lets the final status win over whatever comes after it', async () => {
    workspace.append(A, [
      ...startedRun(A, 'a'),
      { e: 'st', status: 'failed', code: 3, message: 'ValueError: bad batch' },
      { e: 'st', status: 'running' },
      { e: 'st', status: 'finished', code: 0 },
    ]);
    const store = await (await workspace.open()).refresh();
    const run = await store.ask('getRun', { runId: A });
    assert.deepEqual([run?.status, run?.exitCode, run?.message], ['failed', 3, 'ValueError: bad batch']);
  });
});
