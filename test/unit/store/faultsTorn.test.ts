/** Event files of which a writer's death, a full disk or a second writer left what no writer meant. */
import assert from 'node:assert/strict';
import { formatEvent } from '../../../src/common/eventWriter';
import { points, runIdOf, startedRun, T0, TestWorkspace, valuesOf } from './helpers';

const FILE = 'events-1-1.jsonl';

describe('an event file', function () {
  // Hundreds of runs, each in a folder of its own; a limit for what hangs, no measure of speed.
  this.timeout(120_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('that is cut at any byte has its whole lines, and the others once they are there', async () => {
    const text = points('loss', [0.5, Number.NaN, -1e-300, 2 ** 53])
      .map((event, q) => formatEvent(event, q, T0 + q))
      .join('');
    const cuts = Array.from({ length: text.length }, (_, cut) => cut);
    for (const cut of cuts) workspace.appendText(runIdOf(cut), text.slice(0, cut), FILE);
    const store = await (await workspace.open()).refresh();
    for (const cut of cuts) {
      const whole = text.slice(0, cut).split('\n').length - 1;
      assert.deepEqual((await valuesOf(store, runIdOf(cut))).length, whole, `cut at byte ${cut}`);
    }
    for (const cut of cuts) workspace.appendText(runIdOf(cut), text.slice(cut), FILE);
    await store.refresh();
    for (const cut of cuts) {
      assert.deepEqual(await valuesOf(store, runIdOf(cut)), [0.5, Number.NaN, -1e-300, 2 ** 53], `cut at byte ${cut}`);
      assert.deepEqual((await store.ask('getRun', { runId: runIdOf(cut) }))?.warnings, []);
    }
  });

  it('goes on behind a line that the disk took only a part of, wherever that ends', async () => {
    const [first = '', second = ''] = points('loss', [1, 2]).map((event, q) => formatEvent(event, q, T0 + q));
    const cuts = Array.from({ length: first.length - 1 }, (_, i) => i + 1);
    // As the tracker does it: the next line begins with the newline that the last one lacks.
    for (const cut of cuts) workspace.appendText(runIdOf(cut), `${first.slice(0, cut)}\n${second}`, FILE);
    const store = await (await workspace.open()).refresh();
    for (const cut of cuts) {
      const values = cut === first.length - 1 ? [1, 2] : [2];
      assert.deepEqual(await valuesOf(store, runIdOf(cut)), values, `cut at byte ${cut}`);
    }
  });

  it('of two processes that number their lines alike has all of both', async () => {
    const run = runIdOf(1);
    workspace.append(run, startedRun(run, 'a'));
    const line = (v: number, q: number) => formatEvent({ e: 'm', k: 'loss', v, s: v }, q, T0);
    const expected: number[] = [];
    for (let n = 0; n < 500; n += 1) {
      workspace.appendText(run, line(2 * n, n + 3) + line(2 * n + 1, n + 3), FILE);
      expected.push(2 * n, 2 * n + 1);
      if (n % 100 === 0) await (await (await workspace.open()).refresh()).close();
    }
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await valuesOf(store, run), expected);
  });
});
