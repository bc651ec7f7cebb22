import assert from 'node:assert/strict';
import type { KeyQuery } from '../../../src/protocol/storeApi';
import type { Database } from '../../../src/store/database/database';
import { listKeys, listMetrics } from '../../../src/store/queries/metricKeys';
import { migrate } from '../../../src/store/database/migrations';
import { getRun } from '../../../src/store/queries/runQueries';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';
import { store, type PlainRun } from './filteredRuns';
import { runIdOf, WASM } from './helpers';

function run(n: number, held: Partial<PlainRun>): PlainRun {
  const id = runIdOf(n);
  const none = { metrics: {}, params: {}, tags: {}, datasets: [] };
  return { id, experiment: 'default', name: id, status: 'finished', startedAt: 0, ...none, ...held };
}

function metrics(count: number, name: (n: number) => string): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), n]));
}

describe('keys', function () {
  this.timeout(60_000);
  let engine: SqljsEngine;
  before(async () => (engine = await SqljsEngine.load(WASM)));

  function databaseOf(runs: readonly PlainRun[]): Database {
    const db = engine.open();
    migrate(db);
    store(db, runs);
    db.exec('UPDATE runs SET metric_count = (SELECT count(*) FROM series WHERE run = runs.id)');
    return db;
  }

  it('are distinct, in order, by prefix, a page at a time, and none of runs in the trash', () => {
    const db = databaseOf([
      run(1, { metrics: { 'b/2': 1, a: 1, 'b/1': 1 }, params: { lr: 1, seed: 1 }, tags: { x: '1' } }),
      run(2, { metrics: { a: 1, 'b/3': 1, b_4: 1 }, params: { lr: 2, depth: 3 }, tags: { y: '1' } }),
      run(3, { metrics: { gone: 1, a: 1 }, params: { lr: 1, gone: 1 }, tags: { gone: '1' }, trashed: true }),
    ]);
    const keys = (query: Partial<KeyQuery>) => listKeys(db, { of: 'metrics', offset: 0, limit: 100, ...query }).keys;
    assert.deepEqual(keys({}), ['a', 'b/1', 'b/2', 'b/3', 'b_4']);
    assert.deepEqual(keys({ prefix: 'b/', offset: 1, limit: 1 }), ['b/2']);
    assert.deepEqual(keys({ runIds: [runIdOf(1)], prefix: 'b' }), ['b/1', 'b/2']);
    assert.deepEqual(keys({ runIds: [runIdOf(2), runIdOf(3), runIdOf(9)] }), ['a', 'b/3', 'b_4', 'gone']);
    assert.deepEqual(keys({ runIds: [] }), []);
    assert.deepEqual(keys({ of: 'params' }), ['depth', 'lr', 'seed']);
    assert.deepEqual(keys({ of: 'params', prefix: 's' }), ['seed']);
    assert.deepEqual(keys({ of: 'params', offset: 1, limit: 1 }), ['lr']);
    assert.deepEqual(keys({ of: 'params', runIds: [runIdOf(1), runIdOf(2)], offset: 1 }), ['lr', 'seed']);
    assert.deepEqual(keys({ of: 'tags' }), ['x', 'y']);
    assert.deepEqual(keys({ of: 'tags', prefix: '%' }), []);
    db.close();
  });

  it('come in pages at once of a run with 100,000 and of one with three among them', () => {
    const wide = run(1, { metrics: metrics(100_000, (n) => `layer/${(n * 7919) % 100_003}`) });
    const db = databaseOf([wide, run(2, { metrics: metrics(3, (n) => `layer/${n}`) })]);
    const expected = Object.keys(wide.metrics).sort();
    const [wideId, narrowId] = [runIdOf(1), runIdOf(2)];
    const page = { offset: 0, limit: 100 };
    const first = listMetrics(db, { runId: wideId, ...page });
    assert.deepEqual(
      first.metrics.map(({ key }) => key),
      expected.slice(0, 100),
    );
    assert.deepEqual(first.metrics[0]?.last, wide.metrics[expected[0]!]);
    const narrow = listMetrics(db, { runId: narrowId, ...page }).metrics;
    assert.deepEqual(
      narrow.map(({ key, last }) => [key, last]),
      [
        ['layer/0', 0],
        ['layer/1', 1],
        ['layer/2', 2],
      ],
    );
    assert.deepEqual(listKeys(db, { of: 'metrics', runIds: [wideId, narrowId], ...page }).keys, expected.slice(0, 100));
    assert.deepEqual(listKeys(db, { of: 'metrics', prefix: 'layer/9999', ...page }).keys, [
      'layer/9999',
      ...Array.from({ length: 10 }, (_, n) => `layer/9999${n}`).filter((key) => key in wide.metrics),
    ]);
    assert.deepEqual(listMetrics(db, { runId: narrowId, prefix: 'layer/9', ...page }).metrics, []);
    const detail = getRun(db, wideId);
    assert.deepEqual([detail?.metricCount, detail?.metrics.length], [100_000, 200]);
    const everything = fastest(() => listMetrics(db, { runId: wideId, offset: 99_000, limit: 100 }));
    for (const runId of [wideId, narrowId]) {
      const pages = fastest(() => {
        listMetrics(db, { runId, ...page });
        listKeys(db, { of: 'metrics', runIds: [runId], ...page });
      });
      assert.ok(pages < everything / 4, `${pages} ms of ${everything} ms`);
    }
    const far = listMetrics(db, { runId: wideId, prefix: 'layer/5', offset: 500, limit: 2 }).metrics;
    assert.deepEqual(
      far.map(({ key }) => key),
      expected.filter((key) => key.startsWith('layer/5')).slice(500, 502),
    );
    assert.deepEqual(listMetrics(db, { runId: runIdOf(9), ...page }).metrics, []);
    db.close();
  });
});

/** Milliseconds of the fastest of five times: a busy machine slows down some, not all. */
function fastest(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}
