import assert from 'node:assert/strict';
import { fromWireError, toWireError, UserError } from '../../../src/common/errors';
import type { Comparator, FieldKind, Filter, Literal } from '../../../src/store/filter/ast';
import { parseField, parseFilter } from '../../../src/store/filter/parser';

/** A condition in short. */
type Short = [of: FieldKind, key: string, comparator: Comparator, ...values: Literal[]];

function one(...[of, key, comparator, ...values]: Short): Filter {
  return { kind: 'condition', field: { of, key }, comparator, values };
}

function all(...of: Short[]): Filter {
  return { kind: 'and', of: of.map((each) => one(...each)) };
}

/** From MLflow's documentation and its own tests of `search_runs`. */
const OF_MLFLOW: [string, Filter][] = [
  ['metrics.accuracy > 0.92', one('metric', 'accuracy', '>', 0.92)],
  [
    'params.model = "LogisticRegression" and params.lambda = "0.001" and metrics.error <= 0.05',
    all(
      ['param', 'model', '=', 'LogisticRegression'],
      ['param', 'lambda', '=', '0.001'],
      ['metric', 'error', '<=', 0.05],
    ),
  ],
  ['attributes.status = "FAILED"', one('attribute', 'status', '=', 'failed')],
  ['metric.acc >= 0.94', one('metric', 'acc', '>=', 0.94)],
  ['metric.acc>=100', one('metric', 'acc', '>=', 100)],
  ["params.m!='tf'", one('param', 'm', '!=', 'tf')],
  ['params."m"!="tf"', one('param', 'm', '!=', 'tf')],
  ['metric."legit name" >= 0.243', one('metric', 'legit name', '>=', 0.243)],
  ['params."cat dog" = "pets"', one('param', 'cat dog', '=', 'pets')],
  ['metrics."X//Y#$$@&Z" = 3', one('metric', 'X//Y#$$@&Z', '=', 3)],
  ['`metric`.a >= 0.1', one('metric', 'a', '>=', 0.1)],
  ["`params`.model >= 'LR'", one('param', 'model', '>=', 'LR')],
  ["tags.version = 'commit-hash'", one('tag', 'version', '=', 'commit-hash')],
  ['metrics."accuracy.2.0" > 5', one('metric', 'accuracy.2.0', '>', 5)],
  ['metrics.`spacey name` > 5', one('metric', 'spacey name', '>', 5)],
  ['attribute.start_time >= 1234', one('attribute', 'start_time', '>=', 1234)],
  ['created > 1664067852747', one('attribute', 'start_time', '>', 1664067852747)],
  ["run.status = 'RUNNING'", one('attribute', 'status', '=', 'running')],
  ["status = 'SCHEDULED'", one('attribute', 'status', '=', 'queued')],
  ["dataset.name = 'my_dataset'", one('dataset', 'name', '=', 'my_dataset')],
  ["datasets.digest IN ('s8ds293b', 'jks834s2')", one('dataset', 'digest', 'in', 's8ds293b', 'jks834s2')],
  ["attributes.run_id IN ('a', 'b')", one('attribute', 'run_id', 'in', 'a', 'b')],
  ["run_id not in ('a')", one('attribute', 'run_id', 'not in', 'a')],
  ["`run name` LIKE '%m'", one('attribute', 'run_name', 'like', '%m')],
  ['attributes."Run name" ilike \'A%\'', one('attribute', 'run_name', 'ilike', 'A%')],
  ["tags.mlflow.parentRunId = 'x'", one('tag', 'mlflow.parentRunId', '=', 'x')],
  ['tags.version IS NULL', one('tag', 'version', 'null')],
  ['params.lr is not null', one('param', 'lr', 'not null')],
  ['params.m = "L\'Hosp"', one('param', 'm', '=', "L'Hosp")],
];

const MORE: [string, Filter][] = [
  ['', { kind: 'and', of: [] }],
  [' \n', { kind: 'and', of: [] }],
  ["params.m = 'L''Hosp'", one('param', 'm', '=', "L'Hosp")],
  ['metrics.val/loss<-1e-3', one('metric', 'val/loss', '<', -0.001)],
  ['metrics.손실 != .5', one('metric', '손실', '!=', 0.5)],
  ['METRICS.Loss = nan', one('metric', 'Loss', '=', NaN)],
  ['metrics.a > -Infinity', one('metric', 'a', '>', -Infinity)],
  ['params.flag = true', one('param', 'flag', '=', true)],
  ['params.`a``b` in (1, "x", False)', one('param', 'a`b', 'in', 1, 'x', false)],
  ["start_time > '2026-01-31T09:30Z'", one('attribute', 'start_time', '>', Date.UTC(2026, 0, 31, 9, 30))],
  ["end_time < '2026-01-31'", one('attribute', 'end_time', '<', new Date(2026, 0, 31).getTime())],
  ["Name = 'x'", one('attribute', 'run_name', '=', 'x')],
  [
    "NOT status = 'lost' AND (metrics.a < 1 OR metrics.b < 2 AND metrics.c < 3)",
    {
      kind: 'and',
      of: [
        { kind: 'not', of: one('attribute', 'status', '=', 'lost') },
        {
          kind: 'or',
          of: [one('metric', 'a', '<', 1), all(['metric', 'b', '<', 2], ['metric', 'c', '<', 3])],
        },
      ],
    },
  ],
];

/** Wrong filters, most of them from MLflow's tests: the part that is wrong stands between `«»`. */
const WRONG: [string, RegExp][] = [
  ['«m».acc >= 0.94', /^m is no kind of field\. .* \(at character 1\)$/],
  ['«acc» >= 0.94', /acc is no attribute of a run\. Write metrics\.acc/],
  ['attribute.«start» != 1', /no attribute/],
  ["attribute.«lifecycle_stage» = 'ACTIVE'", /no attribute/],
  ["dataset.«profile» = 'x'", /nothing that a dataset has/],
  ['metrics.«» > 1', /name is missing/],
  ['metrics.A > 0.1 «NAND» params.B = 1', /AND or OR is missing before NAND/],
  ['metric.acc >= 0.94«;» metrics.rmse < 1', /; has no meaning/],
  ['«`metrics.A > 0.1»', /quote is not closed/],
  ["params.acc = «'LR»", /another ' is missing/],
  ['params.acc = «LR»', /Text goes in quotes: 'LR'\./],
  ['params.acc = «`LR`»', /A number or a text .* not `LR`/],
  ["metric.model = «'5'»", /number was expected here, without quotes/],
  ['tags.acc = «5»', /write it in quotes, '5'/],
  ['attribute.status = «true»', /no status. There are: queued, running/],
  ["status = «'done'»", /no status/],
  ['metrics.acc != «metrics.acc»', /Text goes in quotes/],
  ['«1.0» > metrics.acc', /A field .* was expected, not 1\.0/],
  ["«'status'» = 'x'", /A field .* was expected, not 'status'/],
  ['metrics.acc «»', /A comparison was expected, not the end/],
  ['metrics.acc =«=» 1', /not =/],
  ['params.acc «LR» !=', /A comparison was expected, not LR/],
  ["attribute.status IS «'RUNNING'»", /NULL was expected/],
  ["metrics.a «LIKE» '1%'", /LIKE is for texts/],
  ["start_time «ILIKE» '1%'", /ILIKE is for texts/],
  ["status «>» 'x'", /no order/],
  ["datasets.name «<=» 'x'", /no order/],
  ['params.a like «5»', /pattern is a text/],
  ['metrics.a < «nan»', /Nothing is less/],
  ['duration = «nan»', /No attribute/],
  ["start_time > «'yesterday'»", /or a date such as/],
  ["start_time > «'2026-13-01'»", /or a date such as/],
  ['«status is null»', /Every run has a status/],
  ["tags.a in «'x'»", /IN wants a list/],
  ["tags.a in ('x' «'y'»)", /comma or a closing parenthesis/],
  ['tags.a in («)»', /A number or a text/],
  ['«(»metrics.a > 1', /not closed/],
  ['(metrics.a > 1 «metrics.b» > 1)', /AND, OR or a closing parenthesis/],
  ['metrics.a > 1«)»', /never opened/],
  ['metrics.a > 1 and «»', /A field .* was expected, not the end/],
  ['metrics.a «#» 1', /# has no meaning/],
  ['metrics.a > «😀»', /😀 has no meaning/],
];

describe('the filter language', () => {
  for (const [text, expected] of [...OF_MLFLOW, ...MORE]) {
    it(`understands ${JSON.stringify(text)}`, () => assert.deepEqual(parseFilter(text), expected));
  }

  for (const [marked, message] of WRONG.filter(([text]) => text.includes('«'))) {
    it(`refuses ${marked}`, () => {
      const start = marked.indexOf('«');
      const text = marked.replaceAll(/[«»]/g, '');
      // A mark of nothing stands for the place behind all blanks.
      const end = marked.indexOf('»') - 1;
      const error = errorOf(text);
      assert.match(error.message, message);
      const isEnd = start === end && text.slice(start).trim() === '';
      assert.deepEqual(error.span, isEnd ? { start: text.length, end: text.length } : { start, end });
    });
  }

  it('carries the place of an error to the other end of a channel', () => {
    const error = fromWireError(structuredClone(toWireError(errorOf('metrics.a >'))));
    assert.ok(error instanceof UserError);
    assert.deepEqual(error.span, { start: 11, end: 11 });
  });

  it('refuses what is too much, quickly and in a plain sentence', () => {
    const cases: [string, RegExp][] = [
      [Array(10_000).fill('a=1').join(' and '), /too long: 32768/],
      [Array(101).fill('metrics.a=1').join(' and '), /too many conditions: 100/],
      [`tags.a in (${Array(1001).fill("'x'").join(',')})`, /too many values: 1000/],
      ['('.repeat(30_000), /nested too deeply: 50/],
      [`${'not '.repeat(8_000)}metrics.a = 1`, /nested too deeply: 50/],
      [`params.a like '${'%a'.repeat(501)}'`, /pattern is too long: 1000/],
      [`'${"''".repeat(16_000)}`, /not closed/],
      ['9'.repeat(32_000), /A field/],
      [`tags.a = '${'x'.repeat(1e6)}'`, /too long/],
    ];
    for (const [text, message] of cases) {
      const start = performance.now();
      assert.match(errorOf(text).message, message);
      assert.ok(performance.now() - start < 1000, 'in time');
    }
    assert.equal((parseFilter(Array(100).fill('metrics.a=1').join(' and ')) as { of: Filter[] }).of.length, 100);
    parseFilter(`${'('.repeat(50)}metrics.a = 1${')'.repeat(50)}`);
    parseFilter(Array(60).fill('(metrics.a = 1)').join(' or '));
  });

  it('takes a date without a zone for local time', () => {
    const before = process.env['TZ'];
    try {
      process.env['TZ'] = 'Asia/Seoul';
      const expected = one('attribute', 'start_time', '=', Date.UTC(2026, 0, 30, 15));
      assert.deepEqual(parseFilter("start_time = '2026-01-31'"), expected);
      assert.deepEqual(parseFilter("start_time = '2026-01-31 00:00'"), expected);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('takes names of fields as they are where nothing follows them', () => {
    assert.deepEqual(parseField('metrics.a "b" = c'), { of: 'metric', key: 'a "b" = c' });
    assert.deepEqual(parseField('params."a.""b"'), { of: 'param', key: 'a."b' });
    assert.deepEqual(parseField('tags.`a b`'), { of: 'tag', key: 'a b' });
    assert.deepEqual(parseField('Created'), { of: 'attribute', key: 'start_time' });
    assert.throws(() => parseField('metric'), UserError);
    assert.throws(() => parseField('x.y'), UserError);
    assert.throws(() => parseField('constructor'), UserError);
    assert.throws(() => parseField('__proto__.a'), UserError);
  });
});

function errorOf(text: string): UserError {
  try {
    parseFilter(text);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error;
  }
  return assert.fail(`Understood ${text}`);
}
