import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { databasePath, trialbookDir } from '../../../src/common/workspaceFolder';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, points, runIdOf, TestWorkspace, until, type OpenStore } from './helpers';

const [A, B, CHILD] = [runIdOf(1), runIdOf(2), runIdOf(3)];
const TAGS: NewEvent[] = [
  { e: 'tag', k: 'stage', v: 'recorded' },
  { e: 'tag', k: 'host', v: 'birch' },
];

describe('tags, experiments and choices', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    workspace.append(A, finishedRun(A, 'a', [...TAGS, ...points('loss', [3, 1]), ...points('val_acc', [0.5])]));
    workspace.append(B, finishedRun(B, 'b', points('loss', [2])));
  });
  afterEach(() => workspace.dispose());

  const open = async (): Promise<OpenStore> => (await workspace.open()).refresh();
  const tags = async (store: OpenStore) => (await store.ask('getRun', { runId: A }))!.tags;
  const found = async (store: OpenStore, filter: string) =>
    (await store.ask('listRuns', { filter, offset: 0, limit: 10 })).runs.map(({ name }) => name);
  const reopened = async (store: OpenStore): Promise<OpenStore> => {
    await store.close();
    return open();
  };

  it('set, change and remove tags, which filters find, whatever is recorded later', async () => {
    const store = await open();
    await store.ask('setTag', { runId: A, key: ' stage ', value: 'mine' });
    await store.ask('setTag', { runId: A, key: 'host', value: null });
    await store.ask('setTag', { runId: A, key: 'new', value: 'one' });
    await store.ask('setTag', { runId: A, key: 'new', value: 'two' });
    const expected = [
      { key: 'new', value: 'two' },
      { key: 'stage', value: 'mine' },
    ];
    assert.deepEqual(await tags(store), expected);
    workspace.append(A, TAGS, { q: 50 });
    const again = await reopened(store);
    assert.deepEqual(await tags(again), expected);
    assert.deepEqual(await found(again, "tags.stage = 'mine'"), ['a']);
    assert.deepEqual(await found(again, "tags.host = 'birch'"), []);
  });

  it('set a tag of many runs at once, of all or of none', async () => {
    const store = await open();
    await store.ask('setTags', { runIds: [A, B], key: ' stage ', value: 'mine' });
    assert.deepEqual((await found(store, "tags.stage = 'mine'")).toSorted(), ['a', 'b']);
    await until('it is told', () => store.said('changed').some(({ runs }) => runs.length === 2));
    const missing = store.ask('setTags', { runIds: [A, CHILD], key: 'stage', value: 'other' });
    await assert.rejects(missing, { name: 'UserError', message: /does not exist/ });
    assert.deepEqual(await found(store, "tags.stage = 'other'"), []);
    await store.ask('setTags', { runIds: [A, B], key: 'stage', value: null });
    assert.deepEqual(await found(store, 'tags.stage is not null'), []);
  });

  it('move runs, with those inside them, and tell where they were', async () => {
    workspace.append(
      CHILD,
      finishedRun(CHILD, 'c').map((event) => (event.e === 'run' ? { ...event, parent: A } : event)),
    );
    const store = await open();
    const moved = await store.ask('moveToExperiment', { runIds: [A], experiment: ' other ' });
    assert.deepEqual(moved, [
      { runId: A, experiment: 'penguins' },
      { runId: CHILD, experiment: 'penguins' },
    ]);
    assert.deepEqual(await found(store, "attributes.experiment = 'other'"), ['c', 'a']);
    const again = await reopened(store);
    assert.deepEqual(
      (await again.ask('experiments', {})).map(({ name, runs }) => [name, runs]),
      [
        ['other', 1],
        ['penguins', 1],
      ],
    );
  });

  it('keep a baseline as long as it is there', async () => {
    const store = await open();
    await store.ask('setBaseline', { experiment: 'penguins', runId: B });
    const baseline = async (of: OpenStore) => (await of.ask('experiments', {}))[0]?.baseline?.name;
    assert.equal(await baseline(store), 'b');
    const again = await reopened(store);
    assert.equal(await baseline(again), 'b');
    await again.ask('trashRuns', { runIds: [B] });
    assert.equal(await baseline(again), undefined);
    await again.ask('restoreRuns', { runIds: [B] });
    assert.equal(await baseline(again), 'b');
    await again.ask('setBaseline', { experiment: 'penguins', runId: null });
    assert.equal(await baseline(again), undefined);
  });

  it('judge runs by the chosen metric where they have it, those that come later too', async () => {
    const store = await open();
    const judged = async (of: OpenStore, runId: string) => (await of.ask('getRun', { runId }))?.keyMetric?.key;
    assert.equal(await judged(store, A), 'val_acc');
    await store.ask('setKeyMetric', { experiment: 'penguins', key: 'loss' });
    assert.equal(await judged(store, A), 'loss');
    const later = runIdOf(9);
    workspace.append(later, finishedRun(later, 'z', [...points('loss', [1]), ...points('val_acc', [1])]));
    const again = await reopened(store);
    assert.equal(await judged(again, later), 'loss');
    await again.ask('moveToExperiment', { runIds: [later], experiment: 'elsewhere' });
    assert.equal(await judged(again, later), 'val_acc');
    await again.ask('setKeyMetric', { experiment: 'penguins', key: null });
    assert.equal(await judged(again, A), 'val_acc');
    assert.equal(await judged(again, B), 'loss');
  });

  it('turn a metric around', async () => {
    const store = await open();
    await store.ask('setDirection', { key: 'loss', direction: 'higher' });
    const again = await reopened(store);
    assert.deepEqual(await again.ask('directions', {}), { loss: 'higher' });
    await again.ask('setDirection', { key: 'loss', direction: null });
    assert.deepEqual(await again.ask('directions', {}), {});
  });

  it('are told to this window and to others', async () => {
    const store = await open();
    const { revision } = await store.ask('listRuns', { offset: 0, limit: 1 });
    const other = await open();
    await store.ask('setBaseline', { experiment: 'penguins', runId: A });
    const told = (of: OpenStore) => of.said('changed').some(({ choices }) => choices === true);
    await until('this window is told', () => told(store));
    await until('the other window is told', () => told(other));
    assert.equal((await store.ask('changesSince', { revision })).choices, true);
  });

  it('are carried over when the database is damaged and made anew', async () => {
    const store = await open();
    await store.ask('setTag', { runId: A, key: 'stage', value: 'mine' });
    await store.ask('setBaseline', { experiment: 'penguins', runId: B });
    // The window that has it open still holds all of it.
    const garbage = path.join(trialbookDir(workspace.dir), 'other');
    writeFileSync(garbage, 'no database at all '.repeat(10_000));
    renameSync(garbage, databasePath(workspace.dir));
    await until('it is set aside and made anew', async () => {
      await store.refresh().catch(() => undefined);
      return store.said('problem').length > 0 && (await found(store, '').catch(() => [])).length === 2;
    });
    assert.equal((await store.ask('experiments', {}))[0]?.baseline?.name, 'b');
    assert.ok((await tags(store)).some(({ key, value }) => key === 'stage' && value === 'mine'));
  });

  it('refuse what makes no sense', async () => {
    const store = await open();
    const refused = (asked: Promise<unknown>, message: RegExp) => assert.rejects(asked, { name: 'UserError', message });
    await refused(store.ask('setTag', { runId: A, key: ' ', value: 'x' }), /needs a name/);
    await refused(store.ask('setTag', { runId: A, key: 'x'.repeat(251), value: 'x' }), /too long/);
    await refused(store.ask('setTag', { runId: A, key: 'x', value: 'x'.repeat(1001) }), /too long/);
    await refused(store.ask('setTag', { runId: CHILD, key: 'x', value: 'x' }), /does not exist/);
    await refused(store.ask('moveToExperiment', { runIds: [A], experiment: ' ' }), /needs a name/);
    await refused(store.ask('moveToExperiment', { runIds: [A, CHILD], experiment: 'x' }), /does not exist/);
    await refused(store.ask('setBaseline', { experiment: 'penguins', runId: CHILD }), /does not exist/);
    assert.equal((await store.ask('getRun', { runId: A }))?.experiment, 'penguins');
  });
});
