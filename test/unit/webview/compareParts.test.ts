import assert from 'node:assert/strict';
import { comparedRuns, withRuns } from '../../../webview/compare/comparedRuns';
import { filterKeys, groupKeys } from '../../../webview/compare/keyGroups';
import { metricCells, paramCells, tableRows } from '../../../webview/compare/tableRows';
import { emptyMetricTable } from '../../../src/protocol/metricTable';
import { fillTemplate, fillTemplateWith } from '../../../webview/ui/fillTemplate';
import { compare, makeRun } from './runData';

const RUNS = [
  makeRun(0, { params: { lr: 0.1, seed: 1 }, metrics: { loss: [3, 1], only: [1] } }),
  makeRun(1, { params: { lr: 0.003, seed: 1, amp: true }, metrics: { loss: [4, 2] } }),
];
const COMPARISON = compare(RUNS, ['run-0', 'run-1']);

describe('table of a comparison', () => {
  it('lists what differs, or everything', () => {
    const keys = (only: boolean) =>
      tableRows(COMPARISON, '', only).map((row) => ('row' in row ? row.row.key : row.group));
    assert.deepEqual(keys(true), ['params', 'amp', 'lr', 'metrics', 'loss', 'only']);
    assert.deepEqual(keys(false), ['params', 'amp', 'lr', 'seed', 'metrics', 'loss', 'only']);
  });

  it('lists metrics of the machine and of other ranks only when they are searched for', () => {
    const runs = [makeRun(0, { metrics: { 'rank1/loss': [1], 'system/cpu': [1], val_loss: [1] } })];
    const keys = (search: string) =>
      tableRows(compare(runs, ['run-0']), search, false).map((row) => ('row' in row ? row.row.key : row.group));
    assert.deepEqual(keys(''), ['metrics', 'val_loss']);
    assert.deepEqual(keys('loss'), ['metrics', 'rank1/loss', 'val_loss']);
    assert.deepEqual(keys('cpu'), ['metrics', 'system/cpu']);
  });

  it('leaves out the heading of a group without rows', () => {
    assert.deepEqual(
      tableRows(COMPARISON, 'lo', true).map((row) => ('row' in row ? row.row.key : row.group)),
      ['metrics', 'loss'],
    );
  });

  it('writes params exactly, with equal decimals where they are close', () => {
    const texts = (...values: (number | string | null | boolean | undefined)[]) =>
      paramCells({ key: 'p', values, differs: true }).map((cell) => cell.text);
    assert.deepEqual(texts(0.1, 0.003, undefined, null, true), ['0.100', '0.003', undefined, 'None', 'True']);
    assert.deepEqual(texts('', 'adam', false), ['""', 'adam', 'False']);
    assert.deepEqual(texts(0.1, 0.00001), ['0.1', '0.00001']);
    assert.deepEqual(texts(1e-7, 'NaN', 3), ['1e-7', 'NaN', '3']);
  });

  it('marks the best value of a row', () => {
    const row = COMPARISON.metrics.find((metric) => metric.key === 'loss')!;
    assert.deepEqual(
      metricCells(row, 'lower').map(({ text, best }) => [text, best]),
      [
        ['1', true],
        ['2', false],
      ],
    );
  });
});

describe('comparison as it is sent', () => {
  it('tells a param that a run lacks from one that is None', () => {
    const params = [{ key: 'depth', values: [null, null, 3], missing: [1], differs: true }];
    const sent = { runs: [], params, metrics: emptyMetricTable([], 3), directions: {} };
    assert.deepEqual(comparedRuns(sent).params, [{ key: 'depth', values: [null, undefined, 3], differs: true }]);
  });
});

describe('comparison without a run', () => {
  it('drops its column, what only it had, and differences that it made', () => {
    const { runs, params, metrics } = withRuns(COMPARISON, ['run-0']);
    assert.deepEqual(
      runs.map((run) => run.id),
      ['run-0'],
    );
    assert.deepEqual(
      params.map((row) => [row.key, row.values, row.differs]),
      [
        ['lr', [0.1], false],
        ['seed', [1], false],
      ],
    );
    assert.deepEqual(
      metrics.map((row) => [row.key, row.differs]),
      [
        ['loss', false],
        ['only', false],
      ],
    );
  });
});

describe('groups of metric keys', () => {
  it('keeps a few together, the judged one first and the machine and other ranks apart', () => {
    const keys = ['loss', 'rank10/loss', 'rank2/loss', 'system/cpu', 'val/acc', 'val/loss'];
    assert.deepEqual(groupKeys(keys, 'val/acc'), [
      { name: '', keys: ['val/acc', 'loss', 'val/loss'], aside: false },
      { name: 'rank2', keys: ['rank2/loss'], aside: true },
      { name: 'rank10', keys: ['rank10/loss'], aside: true },
      { name: 'system', keys: ['system/cpu'], aside: true },
    ]);
  });

  it('groups many by their prefix, and leaves no group with one key', () => {
    const layers = Array.from({ length: 12 }, (_, index) => `layers/${index}`);
    assert.deepEqual(groupKeys([...layers, 'lone/key', 'loss', 'val/acc', 'val/loss'], 'val/acc'), [
      { name: 'val', keys: ['val/acc', 'val/loss'], aside: false },
      { name: '', keys: ['lone/key', 'loss'], aside: false },
      { name: 'layers', keys: layers, aside: false },
    ]);
  });

  it('finds keys with all words in any case', () => {
    assert.deepEqual(filterKeys(['val/Loss', 'loss', 'val/acc'], ' LOSS val '), ['val/Loss']);
  });
});

describe('filling of texts', () => {
  it('puts values in their places, in any order', () => {
    assert.equal(fillTemplate('{1} before {0}', 'a', 2), '2 before a');
    assert.deepEqual(fillTemplateWith('{0}: {1}.', [{ a: 1 }, 'x']), [{ a: 1 }, ': ', 'x', '.']);
  });

  it('leaves braces inside values alone', () => {
    assert.equal(fillTemplate('{0} {1}', '{1}', 'x'), '{1} x');
  });
});
