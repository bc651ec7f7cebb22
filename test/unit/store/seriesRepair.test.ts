/** Series whose bytes in the database are unreadable, in a real file: they are made anew from the run's events. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { databasePath, runDir } from '../../../src/common/workspaceFolder';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import type { Database } from '../../../src/store/database/database';
import {
  describeOnly,
  finishedRun,
  openDatabase,
  points,
  runIdOf,
  startedRun,
  TestWorkspace,
  type OpenStore,
} from './helpers';
import { withFile } from './trashedRuns';

const [A, B] = [runIdOf(1), runIdOf(2)];
const VALUES = Array.from({ length: 1500 }, (_, i) => Math.sin(i * i));
const MATRIX: NewEvent = { e: 'plot', kind: 'confusion', k: 'val', data: { labels: ['a'], counts: [[1]] } };

/** Chunks of a run's series of this name are unreadable, as on a disk that loses bits. */
function spoil(db: Database, runId: string, key: string): void {
  db.prepare(
    `UPDATE series_chunks SET data = x'789c00' WHERE series =
       (SELECT s.id FROM series s JOIN runs r ON r.id = s.run JOIN metric_keys k ON k.id = s.key
        WHERE r.uid = ? AND k.key = ?)`,
  ).run(runId, key);
}

describe('damaged series', function () {
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  const damage = (runId: string, key: string) => withFile(workspace, (db) => spoil(db, runId, key));

  const read = async (store: OpenStore, runId: string, key: string, width = 10_000) => {
    const [series] = await store.ask('series', { runIds: [runId], keys: [key], width });
    return { values: [...series!.values], damaged: series!.damaged, total: series!.total };
  };

  it('are made anew where the run’s events are there, and all else of the run stays as it was', async () => {
    const events = [...points('loss', VALUES), ...points('accuracy', [1, 2]), MATRIX, MATRIX];
    workspace.append(A, finishedRun(A, 'first', [{ e: 'p', k: 'lr', v: 1 }, ...events]));
    workspace.append(B, finishedRun(B, 'second', points('loss', [1])));
    const first = await (await workspace.open()).refresh();
    await first.ask('renameRun', { runId: B, name: 'mine' });
    const runs = await Promise.all([A, B].map((runId) => first.ask('getRun', { runId })));
    const { plots } = await first.ask('listPlots', { runIds: [A], offset: 0, limit: 9, runLimit: 9 });
    await first.close();
    await damage(A, 'loss');
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await read(store, A, 'loss'), { values: VALUES, damaged: undefined, total: VALUES.length });
    assert.deepEqual((await read(store, A, 'accuracy')).values, [1, 2]);
    assert.deepEqual(await Promise.all([A, B].map((runId) => store.ask('getRun', { runId }))), runs);
    const again = await store.ask('listPlots', { runIds: [A], offset: 0, limit: 9, runLimit: 9 });
    assert.deepEqual([again.plots[0]?.runs[0]?.count, plots[0]?.runs[0]?.count], [2, 2], 'no plot is there twice');
    assert.deepEqual(store.said('problem'), []);
    await store.close();
    const kept = await workspace.open();
    assert.deepEqual((await read(kept, A, 'loss')).values, VALUES, 'it stays mended');
  });

  it('in the mean of a group are those of the run that is damaged', async () => {
    for (const runId of [A, B]) workspace.append(runId, finishedRun(runId, runId, points('loss', [1, 3])));
    await (await (await workspace.open()).refresh()).close();
    await damage(B, 'loss');
    const store = await (await workspace.open()).refresh();
    const query = { runIds: [], keys: ['loss'], width: 100, groups: [[A, B]] };
    const [mean] = await store.ask('series', query);
    assert.deepEqual([mean!.damaged, [...mean!.values]], [undefined, [1, 3]]);
  });

  it('whose events are not all there are told, and what is whole of their run stays', async () => {
    workspace.append(A, finishedRun(A, 'first', [...points('loss', VALUES), ...points('accuracy', [1, 2])]));
    await (await (await workspace.open()).refresh()).close();
    rmSync(path.join(runDir(workspace.dir, A), 'events-1-1.jsonl'));
    await damage(A, 'loss');
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await read(store, A, 'loss'), { values: [], damaged: true, total: VALUES.length });
    assert.deepEqual((await read(store, A, 'accuracy')).values, [1, 2]);
  });

  it('of a run whose event file was cut short are told too, and what is whole stays', async () => {
    workspace.append(A, finishedRun(A, 'first', [...points('accuracy', [1, 2]), ...points('loss', VALUES)]));
    await (await (await workspace.open()).refresh()).close();
    const file = path.join(runDir(workspace.dir, A), 'events-1-1.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 3).join('\n') + '\n');
    await damage(A, 'loss');
    const store = await (await workspace.open()).refresh();
    assert.equal((await read(store, A, 'loss')).damaged, true);
    assert.deepEqual((await read(store, A, 'accuracy')).values, [1, 2]);
  });

  // Only a file can be damaged while it is in use: the other engine holds the database in memory.
  describeOnly('native', 'in a file in use', () => {
    it('are told where they are damaged once more', async () => {
      workspace.append(A, finishedRun(A, 'first', points('loss', VALUES)));
      const store = await (await workspace.open()).refresh();
      const file = openDatabase(databasePath(workspace.dir));
      try {
        spoil(file, A, 'loss');
        assert.equal((await read(store, A, 'loss')).damaged, undefined);
        spoil(file, A, 'loss');
        // Of another width, as the answer for this one is remembered.
        assert.equal((await read(store, A, 'loss', 9000)).damaged, true);
      } finally {
        file.close();
      }
    });
  });

  it('of a live run do not keep its next points away', async () => {
    workspace.append(A, [...startedRun(A, 'live'), ...points('loss', VALUES)]);
    await (await (await workspace.open()).refresh()).close();
    await damage(A, 'loss');
    const store = await workspace.open();
    workspace.append(A, [{ e: 'm', k: 'loss', v: 7, s: VALUES.length }], { q: VALUES.length + 10 });
    await store.refresh();
    await store.refresh();
    assert.deepEqual((await read(store, A, 'loss')).values, [...VALUES, 7]);
    assert.deepEqual(
      store.said('problem').filter(({ resolved }) => resolved !== true),
      [],
    );
  });
});
