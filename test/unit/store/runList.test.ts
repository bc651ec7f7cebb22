import assert from 'node:assert/strict';
import { UserError } from '../../../src/common/errors';
import type { RunQuery } from '../../../src/protocol/storeApi';
import { revisionOf } from '../../../src/store/queries/changesSince';
import type { Database } from '../../../src/store/database/database';
import { parseField, parseFilter } from '../../../src/store/filter/parser';
import { migrate } from '../../../src/store/database/migrations';
import { NativeEngine } from '../../../src/store/database/nativeEngine';
import { countRuns, listRuns } from '../../../src/store/queries/runList';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';
import { Dice, randomCondition, randomFilter, randomRuns, store, type PlainRun } from './filteredRuns';
import { passes, valueOf } from './filterMeaning';
import { WASM } from './helpers';

const SEED = 20_261;

describe('the run list of sql.js', () => {
  testRunList(async () => {
    const engine = await SqljsEngine.load(WASM);
    return () => engine.open();
  });
});

describe("the run list of Node's SQLite", function () {
  before(function () {
    // This Node lacks SQLite: the suite's second turn, under one that has it, runs these.
    if (NativeEngine.load() === undefined) this.skip();
  });
  testRunList(() => Promise.resolve(() => NativeEngine.load()!.open(':memory:')));
});

function testRunList(load: () => Promise<() => Database>): void {
  let open: () => Database;
  before(async () => (open = await load()));

  function databaseOf(runs: readonly PlainRun[]): Database {
    const db = open();
    migrate(db);
    store(db, runs);
    return db;
  }

  function idsOf(db: Database, query: Partial<RunQuery>): string[] {
    return listRuns(db, { offset: 0, limit: 1000, ...query }).runs.map(({ id }) => id);
  }

  it('has the runs that a filter lets pass, whatever the filter', function () {
    this.timeout(60_000);
    const dice = new Dice(SEED);
    const runs = randomRuns(dice, 120);
    const db = databaseOf(runs);
    const listed = runs.filter(({ trashed }) => trashed !== true).reverse();
    const sizes = new Set<number>();
    for (let n = 0; n < 1200; n += 1) {
      const filter = n % 2 === 0 ? randomCondition(dice) : randomFilter(dice);
      const parsed = parseFilter(filter);
      const expected = listed.filter((run) => passes(run, parsed)).map(({ id }) => id);
      assert.deepEqual(idsOf(db, { filter }), expected, filter);
      assert.equal(countRuns(db, { filter }).total, expected.length, filter);
      sizes.add(expected.length);
    }
    // Filters of which all or none pass would prove little.
    assert.ok(sizes.size > 60, `${sizes.size} different lengths`);
    db.close();
  });

  it('is sorted by whatever is asked for, in pages that fit together', function () {
    this.timeout(60_000);
    const dice = new Dice(SEED);
    const runs = randomRuns(dice, 150);
    const db = databaseOf(runs);
    const fields = ['metrics.loss', 'metrics.val/loss', 'metrics.none', 'params.lr', 'params.opt', 'params.flag'];
    fields.push('tags.a b', 'start_time', 'attributes.duration', 'run_name', 'status', 'exit_code', 'run_id');
    for (let n = 0; n < 400; n += 1) {
      const sort = Array.from({ length: dice.next(4) }, () => ({
        by: dice.pick(fields),
        descending: dice.next(2) === 0,
      }));
      const filter = dice.pick([
        '',
        randomCondition(dice),
        'metrics.loss is null',
        'params.lr != 1',
        "params.lr in ('None', 0)",
        `metrics.loss ${dice.pick(['<', '>='])} 0.25`,
      ]);
      const trashed = dice.next(5) === 0;
      const expected = sorted(runs, sort)
        .filter((run) => (run.trashed === true) === trashed && passes(run, parseFilter(filter)))
        .map(({ id }) => id);
      const what = JSON.stringify([filter, sort, trashed]);
      assert.deepEqual(idsOf(db, { filter, sort, trashed }), expected, what);
      const offset = dice.next(60);
      assert.deepEqual(
        idsOf(db, { filter, sort, trashed, offset, limit: 7 }),
        expected.slice(offset, offset + 7),
        what,
      );
    }
    db.close();
  });

  it('finds the same with many runs, where conditions are looked up or runs are walked', function () {
    this.timeout(60_000);
    const dice = new Dice(SEED);
    const runs = randomRuns(dice, 3000);
    const db = databaseOf(runs);
    const listed = runs.filter(({ trashed }) => trashed !== true);
    const filters = [
      `metrics.acc > 0.5`,
      `status LIKE 'FAIL%'`,
      `run_id = '${runs[77]!.id}' and metrics.acc is not null`,
      `metrics.loss = nan and params.opt = 'adam' and metrics.acc >= 1 and tags.stage = 'x'`,
      `metrics.loss <= inf and params.lr > 0.3 and not tags.stage = 'x'`,
      `metrics.loss < 0 and metrics.loss > -2 and params.lr < 2`,
    ];
    for (const filter of filters) {
      for (const by of ['metrics.loss', 'params.lr', 'start_time']) {
        const sort = [{ by, descending: true }];
        const expected = sorted(listed, sort).filter((run) => passes(run, parseFilter(filter)));
        assert.deepEqual(
          idsOf(db, { filter, sort, offset: 3, limit: 20 }),
          expected.map(({ id }) => id).slice(3, 23),
          `${filter} ${by}`,
        );
      }
    }
    db.close();
  });

  it('counts, and says of which revision it is', () => {
    const runs = randomRuns(new Dice(SEED), 50);
    const db = databaseOf(runs);
    const trashed = runs.filter((run) => run.trashed === true).length;
    const revision = revisionOf(db);
    const page = listRuns(db, { offset: 40, limit: 2 });
    assert.deepEqual([page.total, page.revision, page.runs.length], [50 - trashed, revision, 2]);
    assert.deepEqual(countRuns(db, {}), { total: 50 - trashed, revision });
    assert.deepEqual(countRuns(db, { trashed: true }), { total: trashed, revision });
    assert.equal(listRuns(db, { filter: 'duration > 0', offset: 0, limit: 1 }).total, null);
    assert.deepEqual(listRuns(db, { offset: Number.NaN, limit: -1 }).runs, []);
    db.close();
  });

  it('refuses what it cannot understand', () => {
    const db = databaseOf([]);
    const list = (query: Partial<RunQuery>) => () => listRuns(db, { offset: 0, limit: 1, ...query });
    assert.throws(list({ filter: 'metrics.a >' }), UserError);
    assert.throws(list({ sort: [{ by: 'nothing' }] }), UserError);
    assert.throws(list({ sort: [{ by: 'datasets.name' }] }), UserError);
    assert.throws(list({ sort: Array.from({ length: 11 }, () => ({ by: 'status' })) }), UserError);
    assert.deepEqual(list({ filter: 'metrics.a > 1', sort: [{ by: 'metrics.a' }] })().runs, []);
    // As much as a filter may hold: SQLite has limits of its own.
    const list1000 = Array.from({ length: 1000 }, (_, n) => (n % 2 === 0 ? `'True'` : `'${n}'`)).join(', ');
    assert.deepEqual(list({ filter: `params.a not in (${list1000})` })().runs, []);
    const hundred = Array<string>(50).fill('metrics.a > 2').join(' or ');
    assert.deepEqual(list({ filter: `${'not ('.repeat(25)}${hundred}${')'.repeat(25)} and (${hundred})` })().runs, []);
    db.close();
  });
}

/** By the keys, in plain JavaScript: runs without a value last, NaN before them, ties newest first. */
function sorted(runs: readonly PlainRun[], sort: readonly { by: string; descending: boolean }[]): PlainRun[] {
  return [...runs].sort((a, b) => {
    for (const { by, descending } of sort) {
      const { of, key } = parseField(by);
      const order = compare(valueOf(a, of, key), valueOf(b, of, key), descending);
      if (order !== 0) return order;
    }
    return a.id < b.id ? 1 : -1;
  });
}

function compare(a: unknown, b: unknown, descending: boolean): number {
  const rank = (value: unknown) => (value === undefined || value === null ? 2 : Number(Number.isNaN(value)));
  if (rank(a) + rank(b) > 0) return rank(a) - rank(b);
  const [left, right] = [a, b].map((value) => (typeof value === 'boolean' ? Number(value) : value));
  const kinds = Number(typeof left === 'string') - Number(typeof right === 'string');
  const order = kinds || Number(left! > right!) - Number(left! < right!);
  return descending ? -order : order;
}
