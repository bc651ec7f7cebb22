import assert from 'node:assert/strict';
import { UserError } from '../../../src/common/errors';
import type { GroupQuery } from '../../../src/protocol/storeApi';
import type { Database } from '../../../src/store/database/database';
import { migrate } from '../../../src/store/database/migrations';
import { groupRuns } from '../../../src/store/queries/runGroups';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';
import { store, type PlainRun } from './filteredRuns';
import { runIdOf, WASM } from './helpers';

describe('groups of runs', () => {
  let engine: SqljsEngine;
  before(async () => (engine = await SqljsEngine.load(WASM)));

  function databaseOf(runs: readonly Partial<PlainRun>[]): Database {
    const db = engine.open();
    migrate(db);
    const none = { metrics: {}, params: {}, tags: {}, datasets: [] };
    const whole = runs.map((run, n): PlainRun => {
      return {
        id: runIdOf(n),
        experiment: 'default',
        name: `run-${n}`,
        status: 'finished',
        startedAt: 0,
        ...none,
        ...run,
      };
    });
    store(db, whole);
    return db;
  }

  function group(db: Database, query: Partial<GroupQuery>) {
    return groupRuns(db, { by: [], metrics: [], offset: 0, limit: 100, ...query });
  }

  it('can be days of the local calendar', () => {
    const at = (day: number, hour: number): number => new Date(2026, 2, day, hour, 59).getTime();
    const db = databaseOf([{ startedAt: at(28, 23) }, { startedAt: at(29, 0) }, { startedAt: at(29, 23) }]);
    const { groups } = group(db, { by: ['day'], filter: "day LIKE '2026-03-%'" });
    assert.deepEqual(
      groups.map(({ values, n }) => [values, n]),
      [
        [['2026-03-29'], 2],
        [['2026-03-28'], 1],
      ],
    );
  });

  it('agree in all fields, by value and type, also in lacking them', () => {
    const params = [
      { lr: 1 },
      { lr: true },
      { lr: '1' },
      { lr: null },
      {},
      { lr: 1 },
      { lr: 'b1' },
      { lr: false },
      { lr: 1 },
    ];
    const db = databaseOf(params.map((one, n) => ({ params: one, tags: n === 8 ? { a: 'x' } : {} })));
    const { groups, total } = group(db, { by: ['params.lr', 'tags.a', 'experiment', 'metrics.none'] });
    const rest = [null, 'default', null];
    assert.deepEqual(
      groups.map(({ values, n, runIds }) => [values, n, runIds]),
      [
        [[1, 'x', 'default', null], 1, [runIdOf(8)]],
        [[false, ...rest], 1, [runIdOf(7)]],
        [['b1', ...rest], 1, [runIdOf(6)]],
        [[1, ...rest], 2, [runIdOf(5), runIdOf(0)]],
        [[null, ...rest], 2, [runIdOf(4), runIdOf(3)]],
        [['1', ...rest], 1, [runIdOf(2)]],
        [[true, ...rest], 1, [runIdOf(1)]],
      ],
    );
    assert.equal(total, 7);
    db.close();
  });

  it('tell mean and spread of the finite values, without losing digits', () => {
    const losses = [1e9 + 4, 1e9 + 7, NaN, 1e9 + 13, 1e9 + 16, -Infinity];
    const db = databaseOf([
      ...losses.map((loss) => ({ metrics: { loss } })),
      { metrics: { loss: 5, acc: NaN }, tags: { other: 'x' } },
      { metrics: { loss: 1e6 }, trashed: true },
    ]);
    const { groups } = group(db, { by: ['tags.other'], metrics: ['acc', 'loss'] });
    const none = { n: 0, mean: null, sd: null, min: null, max: null };
    assert.deepEqual(
      groups.map(({ metrics }) => metrics),
      [
        [
          { ...none, nonFinite: 1 },
          { n: 1, nonFinite: 0, mean: 5, sd: null, min: 5, max: 5 },
        ],
        [
          { ...none, nonFinite: 0 },
          { n: 4, nonFinite: 2, mean: 1e9 + 10, sd: Math.sqrt(30), min: 1e9 + 4, max: 1e9 + 16 },
        ],
      ],
    );
    db.close();
  });

  it('are repeats, where only seeds differ', () => {
    const loss = (loss: number) => ({ metrics: { loss } });
    const db = databaseOf([
      { params: { lr: 0.1, seed: 1, 'seed.torch': 7 }, ...loss(1) },
      { params: { lr: 0.1, seed: 2, 'SVC.random_state': 3 }, ...loss(3) },
      { params: { lr: 0.1 }, ...loss(5) },
      { params: { lr: 0.1 + Number.EPSILON }, ...loss(7) },
      { params: { lr: '0.1', seed: 1 } },
      { params: { lr: 0.1, seed: 1 }, script: 'other.py' },
      { params: { lr: 0.1, seed: 3 }, experiment: 'penguins' },
      { params: { a: '1', b: '2' } },
      { params: { a: "1,'b'text2" } },
      {},
    ]);
    const { groups } = group(db, { repeats: true, by: ['experiment'], metrics: ['loss'] });
    assert.deepEqual(
      groups.map(({ values, runIds, metrics }) => [values, runIds, metrics[0]?.mean, metrics[0]?.sd]),
      [
        [['default'], [runIdOf(9)], null, null],
        [['default'], [runIdOf(8)], null, null],
        [['default'], [runIdOf(7)], null, null],
        [['penguins'], [runIdOf(6)], null, null],
        [['default'], [runIdOf(5)], null, null],
        [['default'], [runIdOf(4)], null, null],
        [['default'], [runIdOf(3)], 7, null],
        [['default'], [runIdOf(2), runIdOf(1), runIdOf(0)], 3, 2],
      ],
    );
    db.close();
  });

  it('come in pages, of the runs that a filter lets pass, however many there are', () => {
    const db = databaseOf(Array.from({ length: 2500 }, (_, n) => ({ params: { seed: n % 5, lr: n % 125 } })));
    const query = { by: ['params.lr'], filter: 'params.seed != 0' };
    const whole = group(db, query);
    assert.deepEqual([whole.total, whole.groups.length, whole.groups[0]?.n], [100, 100, 20]);
    assert.deepEqual(group(db, { ...query, offset: 40, limit: 3 }).groups, whole.groups.slice(40, 43));
    const [one] = group(db, {}).groups;
    assert.deepEqual([one?.n, one?.values, one?.runIds.length, one?.runIds[0]], [2500, [], 100, runIdOf(2499)]);
    db.close();
  });

  it('are refused by what is no field of a run', () => {
    const db = databaseOf([]);
    assert.throws(() => group(db, { by: ['datasets.name'] }), UserError);
    assert.throws(() => group(db, { by: ['lr'] }), UserError);
    assert.throws(() => group(db, { filter: 'lr' }), UserError);
    assert.throws(() => group(db, { by: Array<string>(11).fill('status') }), UserError);
    assert.throws(() => group(db, { metrics: Array<string>(101).fill('loss') }), UserError);
    assert.deepEqual(group(db, { by: ['status'] }).groups, []);
    db.close();
  });
});
