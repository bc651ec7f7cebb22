import assert from 'node:assert/strict';
import type { FilterCompletions } from '../../../src/protocol/filterApi';
import type { Database } from '../../../src/store/database/database';
import { migrate } from '../../../src/store/database/migrations';
import { parseFilter } from '../../../src/store/filter/parser';
import { completeFilter } from '../../../src/store/queries/filterCompletions';
import { store, type PlainRun } from './filteredRuns';
import { openMemory, runIdOf } from './helpers';

const RUNS: Partial<PlainRun>[] = [
  {
    experiment: 'birds',
    metrics: { accuracy: 0.9, 'val/accuracy': 0.8, 'my loss': 1 },
    params: { lr: 0.1, optimizer: 'adam', "it's": true },
    tags: { stage: 'final' },
    datasets: [{ name: 'penguins.csv', digest: 'ab' }],
  },
  { experiment: 'digits', status: 'failed', metrics: { accuracy: 0.5 }, params: { lr: 0.01, optimizer: "O'Hara" } },
];

describe('completions of a filter', () => {
  let db: Database;

  before(async () => {
    db = await openMemory();
    migrate(db);
    const none = { metrics: {}, params: {}, tags: {}, datasets: [] };
    store(
      db,
      RUNS.map((run, n): PlainRun => {
        const id = runIdOf(n);
        return { id, experiment: 'default', name: id, status: 'finished', startedAt: 0, ...none, ...run };
      }),
    );
  });
  after(() => db.close());

  const complete = (filter: string): FilterCompletions => completeFilter(db, filter);
  /** The filter with each completion put in. */
  const completed = (filter: string): string[] => {
    const { replaced, items } = complete(filter);
    return items.map(({ text }) => filter.slice(0, replaced.start) + text);
  };

  it('begin with fields that runs have, then attributes', () => {
    const offered = completed('');
    assert.deepEqual(offered.slice(0, 4), [
      'metrics.accuracy ',
      'metrics.`my loss` ',
      'metrics.val/accuracy ',
      "params.`it's` ",
    ]);
    for (const field of ['tags.stage ', 'status ', 'day ', 'datasets.name ', 'NOT ', '(']) {
      assert.ok(offered.includes(field), field);
    }
  });

  it('find a key by a part of it, without its prefix', () => {
    assert.deepEqual(completed('acc'), ['metrics.accuracy ', 'metrics.val/accuracy ']);
    assert.deepEqual(completed('metrics.acc'), ['metrics.accuracy ', 'metrics.val/accuracy ']);
    assert.deepEqual(completed('metrics.`my'), ['metrics.`my loss` ']);
    assert.deepEqual(completed('stat').slice(0, 1), ['status ']);
  });

  it('go on with comparisons that the field can be met by', () => {
    assert.deepEqual(completed('metrics.accuracy ').slice(0, 2), ['metrics.accuracy > ', 'metrics.accuracy >= ']);
    assert.ok(!completed('metrics.accuracy ').some((text) => text.includes('LIKE')));
    assert.ok(!completed('status ').some((text) => text.includes('>')));
    assert.deepEqual(completed('status N'), ['status NOT IN (', 'status IN (']);
    assert.deepEqual(completed('tags.stage is '), ['tags.stage is NULL ', 'tags.stage is NOT NULL ']);
    assert.deepEqual(completed('status not '), ['status not IN (']);
  });

  it('go on with values that runs have', () => {
    assert.deepEqual(completed('experiment = '), ["experiment = 'digits'", "experiment = 'birds'"]);
    assert.deepEqual(completed("experiment = 'bi"), ["experiment = 'birds'"]);
    assert.deepEqual(completed('params.optimizer = '), ["params.optimizer = 'O''Hara'", "params.optimizer = 'adam'"]);
    assert.deepEqual(completed('metrics.accuracy > '), ['metrics.accuracy > 0.9', 'metrics.accuracy > 0.5']);
    assert.deepEqual(completed('metrics.accuracy = ').slice(2), ['metrics.accuracy = nan', 'metrics.accuracy = inf']);
    assert.deepEqual(completed('params.lr < '), ['params.lr < 0.01', 'params.lr < 0.1']);
    assert.deepEqual(completed("params.`it's` = "), ["params.`it's` = true"]);
    assert.deepEqual(completed('tags.stage = f'), ["tags.stage = 'final'"]);
    assert.deepEqual(completed('datasets.name = '), ["datasets.name = 'penguins.csv'"]);
    assert.deepEqual(completed("status = 'fa"), ["status = 'failed'"]);
    assert.match(completed('start_time > ')[0] ?? '', /^start_time > '\d{4}-\d\d-\d\d'$/);
    assert.equal(complete('start_time > ').items[0]?.detail, 'today');
  });

  it('go on with what joins conditions, with the blank that is missing', () => {
    assert.deepEqual(completed("status = 'failed'"), ["status = 'failed' AND ", "status = 'failed' OR "]);
    assert.deepEqual(completed("status = 'failed' a"), ["status = 'failed' AND "]);
    assert.deepEqual(completed("(status = 'failed' "), [
      "(status = 'failed' AND ",
      "(status = 'failed' OR ",
      "(status = 'failed' )",
    ]);
    assert.deepEqual(completed("status in ('failed'"), ["status in ('failed', ", "status in ('failed') "]);
  });

  it('are none behind a mistake', () => {
    for (const filter of ['status = = ', "'text' ", 'foo.bar ', 'status ! ', ') ', 'status = failed and x ']) {
      const { items, replaced } = complete(filter);
      assert.deepEqual(items, [], filter);
      assert.deepEqual(replaced, { start: filter.length, end: filter.length });
    }
  });

  it('lead to filters that can be understood', () => {
    const seen = new Set<string>();
    /** Follows some completions at each place. */
    const follow = (filter: string, depth: number): void => {
      if (depth === 0 || seen.has(filter)) return;
      seen.add(filter);
      // Of a value that is whole nothing is known before the blank behind it.
      const offered = completed(/[\d\w]$/.test(filter) ? `${filter} ` : filter);
      // None of the runs has these.
      if (offered.length === 0) return assert.match(filter, /(script|message|parent|duration|exit_code) [^']*$/);
      for (const next of [offered[0]!, offered.at(-1)!, offered[Math.floor(offered.length / 2)]!]) {
        follow(next, depth - 1);
      }
    };
    follow('', 6);
    const whole = [...seen].filter((filter) => /(AND|OR) $/.test(filter));
    assert.ok(whole.length > 10);
    for (const filter of whole) parseFilter(filter.replace(/ (AND|OR) $/, ')'.repeat(openParentheses(filter))));
  });
});

function openParentheses(filter: string): number {
  const plain = filter.replace(/'[^']*'|`[^`]*`/g, '');
  return plain.split('(').length - plain.split(')').length;
}
