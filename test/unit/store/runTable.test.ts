import assert from 'node:assert/strict';
import { UserError } from '../../../src/common/errors';
import { fromWire } from '../../../src/protocol/numbers';
import { fieldName, type KeyedColumn, MOST_CELL_TEXT } from '../../../src/protocol/tableApi';
import type { Database } from '../../../src/store/database/database';
import { migrate } from '../../../src/store/database/migrations';
import { parseField, parseFilter } from '../../../src/store/filter/parser';
import { columnQuantiles, countColumns, tableColumns } from '../../../src/store/queries/table/tableColumns';
import { tableGroups } from '../../../src/store/queries/table/tableGroups';
import { tableOrder } from '../../../src/store/queries/table/tableOrder';
import { tableRows } from '../../../src/store/queries/table/tableRows';
import { setEdit } from '../../../src/store/runs';
import { Dice, type PlainRun, randomFilter, randomRuns, store } from './filteredRuns';
import { passes } from './filterMeaning';
import { openMemory, runIdOf } from './helpers';

const NONE = { metrics: {}, params: {}, tags: {}, datasets: [] };

function run(n: number, what: Partial<PlainRun> = {}): PlainRun {
  const own = { id: runIdOf(n), experiment: 'default', name: `run-${n}`, status: 'finished', startedAt: 1000 * n };
  return { ...own, ...NONE, ...what };
}

async function databaseOf(runs: readonly PlainRun[]): Promise<Database> {
  const db = await openMemory();
  migrate(db);
  store(db, runs);
  return db;
}

const ids = (...ns: number[]): string[] => ns.map(runIdOf);

describe('columns of a run table', () => {
  it('are the keys of runs that are not in the trash, those of the machine apart', async () => {
    const db = await databaseOf([
      run(1, { metrics: { loss: 1, 'system/cpu': 2, 'rank1/loss': 3 }, params: { lr: 1 }, tags: { stage: 'x' } }),
      run(2, { metrics: { gone: 1 }, params: { gone: 1 }, tags: { gone: '1' }, trashed: true }),
    ]);
    assert.deepEqual(
      tableColumns(db).map(({ kind, key }) => `${kind} ${key}`),
      ['metrics loss', 'system rank1/loss', 'system system/cpu', 'params lr', 'tags stage'],
    );
  });

  it('are counted over a selection, as its runs tell it one by one', async () => {
    const dice = new Dice(7);
    for (let round = 0; round < 20; round += 1) {
      const runs = randomRuns(dice, 12);
      const db = await databaseOf(runs);
      const filter = round === 0 ? '' : randomFilter(dice);
      const selected = runs.filter((one) => one.trashed !== true && passes(one, parseFilter(filter)));
      const { columns, total } = countColumns(db, { filter });
      assert.equal(total, selected.length);
      for (const [kind, of] of [
        ['metrics', 'metrics'],
        ['tags', 'tags'],
      ] as const) {
        const keys = new Set(selected.flatMap((one) => Object.keys(one[of])));
        const expected = [...keys].sort().map((key) => {
          const values = selected.map((one) => one[of][key]).filter((value) => value !== undefined);
          const differs = values.length < total || new Set(values.map(String)).size > 1;
          return { kind, key, runs: values.length, differs };
        });
        assert.deepEqual(
          columns.filter((column) => column.kind === kind),
          expected,
          filter,
        );
      }
    }
  });

  it('count None as a value of its own', async () => {
    const counted = async (...values: (number | null)[]) => {
      const db = await databaseOf(values.map((lr, n) => run(n, { params: { lr } })));
      return countColumns(db, {}).columns.map(({ runs, differs }) => [runs, differs]);
    };
    assert.deepEqual(await counted(null, null), [[2, false]]);
    assert.deepEqual(await counted(null, 1), [[2, true]]);
  });

  it('have a range without the runs in the trash', async () => {
    const db = await databaseOf([
      run(1, { metrics: { loss: 1 } }),
      run(2, { metrics: { loss: 2 } }),
      run(3, { metrics: { loss: 100 }, trashed: true }),
    ]);
    assert.deepEqual(columnQuantiles(db, { columns: [{ kind: 'metrics', key: 'loss' }] }), [[1, 2]]);
  });

  it('have their finite numbers from the least to the greatest', async () => {
    const db = await databaseOf([
      run(1, { metrics: { loss: 5, odd: Number.NaN }, params: { lr: 0.1 } }),
      run(2, { metrics: { loss: -1e300, odd: Number.POSITIVE_INFINITY }, params: { lr: 'auto' } }),
      run(3, { metrics: { loss: 1e300 }, params: { lr: null } }),
      run(4, { metrics: { loss: Number.NEGATIVE_INFINITY }, params: { lr: 0.3 } }),
    ]);
    const columns: KeyedColumn[] = [
      { kind: 'metrics', key: 'loss' },
      { kind: 'metrics', key: 'odd' },
      { kind: 'params', key: 'lr' },
      { kind: 'tags', key: 'none' },
    ];
    const all = [[-1e300, 5, 1e300], [], [0.1, 0.3], []];
    assert.deepEqual(columnQuantiles(db, { columns }), all);
    const some = [[5, 1e300], [], [0.1], []];
    assert.deepEqual(columnQuantiles(db, { columns, filter: 'metrics.loss > 0' }), some);
  });

  it('have quantiles where they are many, evenly spaced by their number', async () => {
    const values = Array.from({ length: 1001 }, (_, n) => n ** 2);
    const db = await databaseOf(values.map((loss, n) => run(n, { metrics: { loss } })));
    const [quantiles] = columnQuantiles(db, { columns: [{ kind: 'metrics', key: 'loss' }] });
    assert.deepEqual(
      quantiles,
      Array.from({ length: 21 }, (_, i) => (i * 50) ** 2),
    );
  });
});

describe('order of a run table', () => {
  it('holds every run of the filter once, sorted by several keys', async () => {
    const db = await databaseOf([
      run(1, { params: { lr: 1 }, metrics: { loss: 3 } }),
      run(2, { params: { lr: 2 }, metrics: { loss: Number.NaN } }),
      run(3, { params: { lr: 1 }, metrics: { loss: 1 } }),
      run(4, { params: { lr: 1 }, trashed: true }),
      run(5, {}),
    ]);
    assert.deepEqual(tableOrder(db, {}).runIds, ids(5, 3, 2, 1));
    const sort = [{ by: 'params.lr', descending: true }, { by: 'metrics.loss' }];
    assert.deepEqual(tableOrder(db, { sort }).runIds, ids(2, 3, 1, 5));
    assert.deepEqual(tableOrder(db, { filter: 'params.lr = 1', sort }).runIds, ids(3, 1));
  });

  it('names no place in the filter where sort or groups are wrong', async () => {
    const db = await databaseOf([run(1)]);
    const problem = (query: Parameters<typeof tableOrder>[1]): UserError => {
      try {
        tableOrder(db, query);
      } catch (error) {
        if (error instanceof UserError) return error;
      }
      return assert.fail('It was understood.');
    };
    const sorted = problem({ sort: [{ by: 'nonsense' }] });
    assert.match(sorted.message, /^The runs cannot be sorted so\. /);
    assert.equal(sorted.span, undefined);
    const grouped = problem({ group: { by: ['nonsense'] } });
    assert.match(grouped.message, /^The runs cannot be grouped so\. /);
    assert.equal(grouped.span, undefined);
  });

  it('tells the place of what is wrong with a filter', async () => {
    const db = await databaseOf([run(1)]);
    assert.throws(
      () => tableOrder(db, { filter: 'params.lr = and' }),
      (error) => error instanceof UserError && error.span !== undefined,
    );
  });

  it('is grouped by fields, groups in the order of their first run', async () => {
    const db = await databaseOf([
      run(1, { params: { lr: 0.1 }, metrics: { loss: 1 } }),
      run(2, { params: { lr: '0.1' }, metrics: { loss: 2 } }),
      run(3, { params: { lr: 0.1 }, metrics: { loss: 3 } }),
      run(4, { metrics: { loss: 0 } }),
    ]);
    const { runIds, groups } = tableOrder(db, { sort: [{ by: 'metrics.loss' }], group: { by: ['params.lr'] } });
    assert.deepEqual(runIds, ids(4, 1, 3, 2));
    assert.deepEqual(groups, [
      { values: [null], n: 1 },
      { values: [0.1], n: 2 },
      { values: ['0.1'], n: 1 },
    ]);
  });

  it('knows repeats: runs that differ in their seeds alone', async () => {
    const db = await databaseOf([
      run(1, { params: { lr: 0.1, seed: 1 } }),
      run(2, { params: { lr: 0.2, seed: 1 } }),
      run(3, { params: { lr: 0.1, seed: 2, 'seed.numpy': 5 } }),
    ]);
    const { runIds, groups } = tableOrder(db, { group: { by: [], repeats: true } });
    assert.deepEqual(runIds, ids(3, 1, 2));
    assert.deepEqual(
      groups!.map(({ n }) => n),
      [2, 1],
    );
  });
});

describe('rows of a run table', () => {
  it('hold the cells that were asked for, and only those', async () => {
    const db = await databaseOf([
      run(1, {
        metrics: { loss: Number.NaN, acc: 1 },
        params: { lr: 0.1, none: null, flag: true },
        tags: { stage: 'x' },
      }),
      run(2, { metrics: { acc: Number.NEGATIVE_INFINITY } }),
      run(3, { trashed: true }),
    ]);
    setEdit(db, runIdOf(1), 'note', 'first good');
    const columns: KeyedColumn[] = [
      { kind: 'metrics', key: 'acc' },
      { kind: 'tags', key: 'stage' },
      { kind: 'params', key: 'none' },
      { kind: 'params', key: 'flag' },
      { kind: 'system', key: 'loss' },
    ];
    const rows = tableRows(db, ids(2, 3, 1, 9), columns);
    assert.deepEqual(
      rows.map(({ run: { id, name }, note, cells }) => ({ id, name, note, cells })),
      [
        { id: runIdOf(2), name: 'run-2', note: null, cells: { 0: '-Infinity' } },
        { id: runIdOf(1), name: 'run-1', note: 'first good', cells: { 0: 1, 1: 'x', 2: null, 3: true, 4: 'NaN' } },
      ],
    );
  });

  it('find keys of any letters, by which filters and sorts find them too', async () => {
    const keys = ['a/b', 'a.b', 'a b', `it's "x"`, '`', '"', '"x"', '<b>', '한글', '🦦', 'שלום', '-', 'k'.repeat(250)];
    const db = await databaseOf([run(1, { params: Object.fromEntries(keys.map((key) => [key, 1])) }), run(2)]);
    const columns = keys.map((key): KeyedColumn => ({ kind: 'params', key }));
    const [row] = tableRows(db, ids(1), columns);
    assert.deepEqual(
      Object.values(row!.cells),
      keys.map(() => 1),
    );
    for (const column of columns) {
      assert.deepEqual(tableOrder(db, { filter: `${fieldName(column)} = 1` }).runIds, ids(1), column.key);
      assert.deepEqual(parseField(fieldName(column)), { of: 'param', key: column.key });
      const sort = [{ by: fieldName(column), descending: true }];
      assert.deepEqual(tableOrder(db, { sort }).runIds, ids(1, 2));
    }
  });

  it('cut texts that no cell shows', async () => {
    const db = await databaseOf([run(1, { params: { text: '🦦'.repeat(10_000) } })]);
    const [row] = tableRows(db, ids(1), [{ kind: 'params', key: 'text' }]);
    assert.equal(Array.from(row!.cells[0] as string).length, MOST_CELL_TEXT);
  });
});

describe('groups of a run table', () => {
  it('say what their runs share, and how their metrics spread', async () => {
    const db = await databaseOf([
      run(1, { metrics: { acc: 0.9 }, params: { lr: 0.1, seed: 0, opt: 'adam' } }),
      run(2, { metrics: { acc: 0.8 }, params: { lr: 0.1, seed: 4, opt: 'sgd' } }),
      run(3, { metrics: { acc: Number.NaN }, params: { lr: 0.1 } }),
    ]);
    const columns: KeyedColumn[] = [
      { kind: 'metrics', key: 'acc' },
      { kind: 'params', key: 'lr' },
      { kind: 'params', key: 'seed' },
      { kind: 'params', key: 'opt' },
      { kind: 'tags', key: 'none' },
    ];
    const [both, one] = tableGroups(db, [ids(1, 2, 3), ids(2)], columns);
    const { spread, n } = both![0]!;
    assert.equal(n, 3);
    assert.deepEqual([spread!.n, spread!.nonFinite], [2, 1]);
    assert.ok(Math.abs(fromWire(spread!.mean)! - 0.85) < 1e-12);
    assert.ok(Math.abs(fromWire(spread!.sd)! - Math.SQRT1_2 / 10) < 1e-12);
    assert.deepEqual(both!.slice(1), [
      { n: 3, value: 0.1 },
      // The third run has none: that is another value.
      { n: 2, distinct: 3, range: [0, 4] },
      { n: 2, distinct: 3 },
      { n: 0 },
    ]);
    assert.deepEqual(one!.slice(1), [{ n: 1, value: 0.1 }, { n: 1, value: 4 }, { n: 1, value: 'sgd' }, { n: 0 }]);
  });
});
