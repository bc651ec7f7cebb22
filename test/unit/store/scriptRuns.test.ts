import assert from 'node:assert/strict';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, points, runIdOf, startedRun, TestWorkspace } from './helpers';

const [A, B, C, D] = [runIdOf(1), runIdOf(2), runIdOf(3), runIdOf(4)];

/** Events of a run of another script, or for a purpose. */
function withRun(events: readonly NewEvent[], change: Partial<Extract<NewEvent, { e: 'run' }>>): NewEvent[] {
  return events.map((event) => (event.e === 'run' ? { ...event, ...change } : event));
}

describe('the runs of a script', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('are its newest, without those of other scripts, of former code, and in the trash', async () => {
    workspace.append(A, finishedRun(A, 'first'));
    workspace.append(B, withRun(finishedRun(B, 'again'), { purpose: 'rerun', basedOn: A }));
    workspace.append(C, withRun(finishedRun(C, 'other'), { script: 'other.py' }));
    workspace.append(D, withRun(finishedRun(D, 'bisected'), { purpose: 'bisection', basedOn: A }));
    const store = await (await workspace.open()).refresh();
    const namesOf = async (script: string, limit = 5): Promise<string[]> =>
      (await store.ask('scriptRuns', { script, limit })).map(({ name }) => name);
    assert.deepEqual(await namesOf('train.py'), ['again', 'first']);
    assert.deepEqual(await namesOf('train.py', 1), ['again']);
    assert.deepEqual(await namesOf('other.py'), ['other']);
    assert.deepEqual(await namesOf('missing.py'), []);
    await store.ask('trashRuns', { runIds: [B] });
    assert.deepEqual(await namesOf('train.py'), ['first']);
  });

  it('tell how far they are while they are live', async () => {
    const epochs = (total: number): NewEvent => ({ e: 'p', k: 'epochs', v: total, src: 'argparse' });
    // A point a second, and the last one long ago.
    const trained = [epochs(40), ...points('loss', Array<number>(12).fill(0.5))];
    workspace.append(A, [...startedRun(A, 'live'), ...trained]);
    workspace.append(B, finishedRun(B, 'ended', trained));
    workspace.append(C, [...startedRun(C, 'unknown'), ...points('loss', [1, 2])]);
    const store = await (await workspace.open()).refresh();
    const runs = await store.ask('scriptRuns', { script: 'train.py', limit: 5 });
    assert.deepEqual(
      runs.map(({ name, progress }) => [name, progress]),
      [
        ['unknown', null],
        ['ended', null],
        ['live', { unit: 'epoch', done: 12, total: 40, secondsLeft: 27 }],
      ],
    );
  });

  it('tell how far they are by their ids, whatever they are run for', async () => {
    const trained: NewEvent[] = [
      { e: 'p', k: 'epochs', v: 40, src: 'argparse' },
      ...points('loss', Array<number>(12).fill(0.5)),
    ];
    workspace.append(A, [...withRun(startedRun(A, 'again'), { purpose: 'reproduction', basedOn: B }), ...trained]);
    workspace.append(B, finishedRun(B, 'ended', trained));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await store.ask('runProgress', { runIds: [B, A, C] }), [
      null,
      { unit: 'epoch', done: 12, total: 40, secondsLeft: 27 },
      null,
    ]);
  });

  it('of boosting count what its library logs', async () => {
    const rounds = points('validation_0-rmse', [3, 2, 1]).map((event) => ({ ...event, src: 'xgboost' }));
    const param: NewEvent = { e: 'p', k: 'XGBRegressor.n_estimators', v: 10, src: 'xgboost' };
    workspace.append(A, [
      ...startedRun(A, 'live'),
      param,
      ...points('fold', [1, 2, 3, 4, 5]),
      ...(rounds as NewEvent[]),
    ]);
    const store = await (await workspace.open()).refresh();
    const [run] = await store.ask('scriptRuns', { script: 'train.py', limit: 5 });
    assert.deepEqual([run?.progress?.unit, run?.progress?.done, run?.progress?.total], ['round', 3, 10]);
  });

  it('name the scripts that have some, the latest first', async () => {
    workspace.append(A, finishedRun(A, 'first'));
    workspace.append(B, withRun(finishedRun(B, 'other'), { script: 'jobs/other.py' }));
    workspace.append(C, finishedRun(C, 'last'));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await store.ask('recentScripts', { limit: 5 }), ['train.py', 'jobs/other.py']);
    assert.deepEqual(await store.ask('recentScripts', { limit: 1 }), ['train.py']);
  });
});
