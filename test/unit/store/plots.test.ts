import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatEvent } from '../../../src/common/eventWriter';
import { runDir } from '../../../src/common/workspaceFolder';
import type { PlotData, PlotKind } from '../../../src/protocol/plots';
import type { PlotAt } from '../../../src/protocol/plotsApi';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, type OpenStore, runIdOf, startedRun, T0, T0_MS, TestWorkspace } from './helpers';

const [A, B, C] = [runIdOf(1), runIdOf(2), runIdOf(3)];

function plot<K extends PlotKind>(kind: K, k: string, data: PlotData[K], s?: number): NewEvent {
  return { e: 'plot', kind, k, data, ...(s === undefined ? {} : { s }) } as NewEvent;
}

function matrix(count: number, k = 'val', s?: number): NewEvent {
  return plot('confusion', k, { labels: ['a'], counts: [[count]] }, s);
}

const countOf = ({ data }: PlotAt): number | undefined => (data as PlotData['confusion']).counts[0]?.[0];

describe('plots that runs logged', function () {
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  async function storeWith(runs: Record<string, NewEvent[]>): Promise<OpenStore> {
    for (const [id, events] of Object.entries(runs)) workspace.append(id, finishedRun(id, id, events));
    return (await workspace.open()).refresh();
  }

  it('are listed by kind and name, with the runs that have them in the order asked for', async () => {
    const histogram = plot('histogram', 'w', { edges: [0, 1], counts: [1] }, 3);
    const store = await storeWith({ [A]: [matrix(1, 'val', 0), matrix(2, 'val', 5), histogram], [B]: [matrix(3)] });
    const { plots, total } = await store.ask('listPlots', { runIds: [B, A, C], offset: 0, limit: 10, runLimit: 9 });
    assert.equal(total, 2);
    assert.deepEqual(
      plots.map(({ kind, key, runs }) => [kind, key, runs.map(({ runId, count, last }) => [runId, count, last])]),
      [
        [
          'confusion',
          'val',
          [
            [B, 1, 0],
            [A, 2, 5],
          ],
        ],
        ['histogram', 'w', [[A, 1, 3]]],
      ],
    );
    const page = await store.ask('listPlots', { runIds: [A], offset: 1, limit: 1, runLimit: 9 });
    assert.deepEqual([page.total, page.plots.map(({ key }) => key)], [2, ['w']]);
  });

  it('are listed with the first of their runs, and how many there are', async () => {
    const store = await storeWith({
      [A]: [matrix(1, 'val', 3)],
      [B]: [matrix(2, 'val', 4)],
      [C]: [matrix(3, 'one', 1)],
    });
    const { plots } = await store.ask('listPlots', { runIds: [A, B, C], offset: 0, limit: 9, runLimit: 1 });
    assert.deepEqual(
      plots.map(({ key, runs, runCount, hasSteps }) => [key, runs.map(({ runId }) => runId), runCount, hasSteps]),
      [
        ['one', [C], 1, false],
        ['val', [A], 2, true],
      ],
    );
  });

  it('are read at a step, or each run’s last', async () => {
    const store = await storeWith({ [A]: [matrix(1, 'val', 0), matrix(2, 'val', 5)], [B]: [matrix(3, 'val', 0)] });
    const asked = { kind: 'confusion' as const, key: 'val', runIds: [B, A] };
    assert.deepEqual(await store.ask('plotSteps', asked), [0, 5]);
    const last = await store.ask('readPlots', asked);
    assert.deepEqual(
      last.map((one) => [one.runId, one.step, one.at, countOf(one)]),
      [
        [B, 0, T0_MS + 3000, 3],
        [A, 5, T0_MS + 4000, 2],
      ],
    );
    assert.deepEqual((await store.ask('readPlots', { ...asked, step: 5 })).map(countOf), [2]);
    assert.deepEqual(await store.ask('readPlots', { ...asked, step: 6 }), []);
    assert.deepEqual(await store.ask('readPlots', { ...asked, key: 'v' }), []);
  });

  it('are counted where they have no step; the same step replaces, and is told apart', async () => {
    const store = await storeWith({ [A]: [matrix(1), matrix(2), matrix(3, 'val', 1)] });
    const asked = { kind: 'confusion' as const, key: 'val', runId: A, limit: 9 };
    const history = await store.ask('plotHistory', asked);
    assert.deepEqual(
      history.map((one) => [one.step, countOf(one)]),
      [
        [0, 1],
        [1, 3],
      ],
    );
    const revision = async (): Promise<number | undefined> =>
      (await store.ask('listPlots', { runIds: [A], offset: 0, limit: 1, runLimit: 9 })).plots[0]?.runs[0]?.revision;
    const before = await revision();
    workspace.append(A, [matrix(4, 'val', 1)], { q: 8 });
    await store.refresh();
    assert.notEqual(await revision(), before);
    assert.deepEqual((await store.ask('plotHistory', asked)).map(countOf), [1, 4]);
  });

  it('have one picture where it has no step', async () => {
    const [old, fresh] = ['a.png', 'b.png'].map((name) => plot('image', 'x', { path: name }));
    const store = await storeWith({ [A]: [old!, fresh!] });
    const asked = { kind: 'image' as const, key: 'x', runId: A, limit: 9 };
    assert.deepEqual(
      (await store.ask('plotHistory', asked)).map(({ data }) => data),
      [{ path: 'b.png' }],
    );
  });

  it('become fewer where there are too many, and the last one stays', async () => {
    const many = Array.from({ length: 950 }, (_, s) => matrix(s, 'val', s));
    const store = await storeWith({ [A]: many });
    const steps = await store.ask('plotSteps', { kind: 'confusion', key: 'val', runIds: [A] });
    assert.ok(steps.length <= 201 && steps.length > 90, `${steps.length}`);
    assert.equal(steps.at(-1), 949);
    const history = await store.ask('plotHistory', { kind: 'confusion', key: 'val', runId: A, limit: 16 });
    assert.equal(history.length, 16);
    assert.deepEqual([history[0]?.step, history.at(-1)?.step], [steps[0], 949]);
  });

  it('keep the one that made them too many', async () => {
    const store = await storeWith({ [A]: Array.from({ length: 201 }, (_, s) => matrix(s, 'val', s)) });
    const steps = await store.ask('plotSteps', { kind: 'confusion', key: 'val', runIds: [A] });
    assert.deepEqual([steps.length, steps.at(-1)], [101, 200]);
  });

  it('outlive a database that is built again, without doubles; half a line is no plot', async () => {
    workspace.append(A, startedRun(A, 'a'));
    const line = formatEvent(matrix(7, 'val', 1), 3, T0);
    workspace.appendText(A, line.slice(0, 60));
    const store = await (await workspace.open()).refresh();
    const asked = { runIds: [A], offset: 0, limit: 9, runLimit: 9 };
    assert.equal((await store.ask('listPlots', asked)).total, 0);
    workspace.appendText(A, line.slice(60));
    await store.refresh();
    assert.equal((await store.ask('listPlots', asked)).total, 1);
    await store.close();
    const again = await (await workspace.open()).refresh();
    assert.deepEqual((await again.ask('listPlots', asked)).plots[0]?.runs[0]?.count, 1);
  });

  it('of a run in the trash are not told, and go with it', async () => {
    const store = await storeWith({ [A]: [matrix(1)] });
    await store.ask('trashRuns', { runIds: [A] });
    assert.equal((await store.ask('listPlots', { runIds: [A], offset: 0, limit: 9, runLimit: 9 })).total, 0);
    await store.ask('restoreRuns', { runIds: [A] });
    assert.equal((await store.ask('listPlots', { runIds: [A], offset: 0, limit: 9, runLimit: 9 })).total, 1);
  });

  it('of other ranks have their rank in front', async () => {
    const store = await storeWith({ [A]: [] });
    const hello: NewEvent = { e: 'hello', v: 1, role: 'tracker', pid: 1, host: '', argv: [], rank: 1 };
    workspace.append(A, [hello, matrix(1)], { file: 'events-2-1.jsonl' });
    await store.refresh();
    const { plots } = await store.ask('listPlots', { runIds: [A], offset: 0, limit: 9, runLimit: 9 });
    assert.deepEqual(
      plots.map(({ key }) => key),
      ['rank1/val'],
    );
  });

  it('have pictures that are read while the run goes on, and from nowhere else', async () => {
    const artifacts = path.join(runDir(workspace.dir, A), 'artifacts');
    mkdirSync(artifacts, { recursive: true });
    writeFileSync(path.join(artifacts, 'x-1.png'), 'png');
    writeFileSync(path.join(artifacts, 'not-logged.png'), 'png');
    writeFileSync(path.join(workspace.dir, 'secret'), 'secret');
    symlinkSync(path.join(workspace.dir, 'secret'), path.join(artifacts, 'link.png'));
    const pictures = ['x-1.png', 'link.png', 'absent.png'].map((name, s) => plot('image', 'x', { path: name }, s));
    workspace.append(A, [...startedRun(A, 'a'), ...pictures]);
    const store = await (await workspace.open()).refresh();
    const read = async (name: string): Promise<string | null> => {
      const found = await store.ask('readArtifact', { runId: A, path: name, limit: 100 });
      return found && Buffer.from(found.bytes).toString();
    };
    assert.equal(await read('x-1.png'), 'png');
    for (const name of ['link.png', 'absent.png', 'not-logged.png', '../../../secret']) {
      assert.equal(await read(name), null, name);
    }
  });
});
