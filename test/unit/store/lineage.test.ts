import assert from 'node:assert/strict';
import type { LineageEnd } from '../../../src/protocol/lineageApi';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, runIdOf, TestWorkspace, type OpenStore } from './helpers';

/** `raw → clean → features → model → scores`, each made by a run from the one before. */
const FILES = ['raw.csv', 'clean.csv', 'features.csv', 'model.pt', 'scores.csv', 'plot.csv'];

const digestOf = (path: string, content = ''): string =>
  Buffer.from(path + content)
    .toString('hex')
    .padEnd(64, '0')
    .slice(0, 64);
const reads = (path: string, content?: string): NewEvent => ({
  e: 'ds',
  path,
  size: 1,
  digest: digestOf(path, content),
});
const writes = (path: string, content?: string): NewEvent => {
  return { e: 'art', path, kind: path.endsWith('.pt') ? 'model' : 'file', size: 1, digest: digestOf(path, content) };
};

/** `clean.csv < clean < raw.csv …`: the path of each link, its run, and what lies beyond. */
function textOf({ links, more }: LineageEnd): unknown {
  return [...links.map(({ path, run, beyond }) => [path, run.name, textOf(beyond)]), ...(more > 0 ? [more] : [])];
}

describe('lineage of a run', function () {
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  const run = (n: number, ...events: NewEvent[]): void =>
    workspace.append(runIdOf(n), finishedRun(runIdOf(n), `run-${n}`, events));
  const opened = async (): Promise<OpenStore> => (await workspace.open()).refresh();

  /** The n-th reads the n-th file and writes the next. */
  const chain = (): void => {
    for (const n of [1, 2, 3, 4, 5]) run(n, reads(FILES[n - 1]!), writes(FILES[n]!));
  };

  it('goes over three files in both directions, and counts what is beyond', async () => {
    chain();
    const store = await opened();
    const last = await store.ask('lineage', { runId: runIdOf(5) });
    assert.deepEqual(textOf(last.upstream), [
      ['scores.csv', 'run-4', [['model.pt', 'run-3', [['features.csv', 'run-2', [1]]]]]],
    ]);
    assert.deepEqual(textOf(last.downstream), []);
    const first = await store.ask('lineage', { runId: runIdOf(1) });
    assert.deepEqual(textOf(first.upstream), []);
    assert.deepEqual(textOf(first.downstream), [
      ['clean.csv', 'run-2', [['features.csv', 'run-3', [['model.pt', 'run-4', [1]]]]]],
    ]);
  });

  it('is by content and time: of several runs that wrote it the latest before counts, and a run is not its own', async () => {
    run(1, writes('a.csv'));
    run(2, writes('a.csv'));
    run(3, writes('a.csv', 'other'));
    run(4, reads('a.csv'), writes('a.csv'));
    run(5, writes('a.csv'));
    const store = await opened();
    assert.deepEqual(textOf((await store.ask('lineage', { runId: runIdOf(4) })).upstream), [['a.csv', 'run-2', []]]);
    await store.ask('trashRuns', { runIds: [runIdOf(2)] });
    assert.deepEqual(textOf((await store.ask('lineage', { runId: runIdOf(4) })).upstream), [['a.csv', 'run-1', []]]);
    assert.deepEqual(textOf((await store.ask('lineage', { runId: runIdOf(3) })).downstream), []);
  });

  it('shows the newest eight of many readers, and is empty of a run that is gone', async () => {
    run(1, writes('a.csv'));
    for (let n = 2; n <= 12; n += 1) run(n, reads('a.csv'));
    const store = await opened();
    const { links, more } = (await store.ask('lineage', { runId: runIdOf(1) })).downstream;
    assert.deepEqual([links.length, links[0]?.run.name, more], [8, 'run-12', 3]);
    assert.deepEqual(await store.ask('lineage', { runId: runIdOf(99) }), {
      upstream: { links: [], more: 0 },
      downstream: { links: [], more: 0 },
    });
  });
});
