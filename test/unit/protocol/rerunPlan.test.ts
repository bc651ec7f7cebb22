import assert from 'node:assert/strict';
import { problemOf, splitNumbers, textOf, valueOfText } from '../../../src/protocol/optionTexts';
import { type Axis, countReruns, parseSeeds, planReruns, type Repeats } from '../../../src/protocol/rerunPlan';
import { readCall } from '../../../src/protocol/scriptCall';
import type { ScriptOption } from '../../../src/protocol/scriptOptions';
import { joinWords, splitWords } from '../../../src/protocol/words';

const OPTIONS: ScriptOption[] = [
  { key: 'lr', flags: ['--lr'], type: 'float' },
  { key: 'hidden', flags: ['--hidden'], type: 'int' },
  { key: 'seed', flags: ['--seed'], type: 'int' },
];

function plan(line: string, axes: Axis[], repeats: Repeats): string[] {
  const call = readCall(line === '' ? [] : line.split(' '), OPTIONS);
  return planReruns(call, OPTIONS, axes, repeats).map((words) => words.join(' '));
}

describe('the runs of a grid', () => {
  const lr: Axis = { option: 0, values: [['1'], ['2']] };
  const hidden: Axis = { option: 1, values: [['8'], undefined] };

  it('are all combinations of the values', () => {
    assert.deepEqual(plan('--lr 0 --hidden 4', [lr, hidden], { times: 1 }), [
      '--lr 1 --hidden 8',
      '--lr 1',
      '--lr 2 --hidden 8',
      '--lr 2',
    ]);
  });

  it('are each run with every seed, in place of the one that was there', () => {
    const seed: Axis = { option: 2, values: [['9']] };
    assert.deepEqual(plan('--seed 7', [lr, seed], { seeds: ['0', '1'] }), [
      '--seed 0 --lr 1',
      '--seed 1 --lr 1',
      '--seed 0 --lr 2',
      '--seed 1 --lr 2',
    ]);
  });

  it('are run several times as they are', () =>
    assert.deepEqual(plan('--lr 1', [], { times: 2 }), ['--lr 1', '--lr 1']));

  it('are counted without being made', () => {
    assert.equal(countReruns([lr, hidden], { seeds: ['0', '1', '2'] }), 12);
    assert.equal(countReruns([{ option: 0, values: Array<undefined>(1e5).fill(undefined) }], { times: 1e5 }), 1e10);
  });
});

describe('seeds as people write them', () => {
  const cases: [text: string, seeds: string[] | undefined][] = [
    ['0-4', ['0', '1', '2', '3', '4']],
    ['0–2', ['0', '1', '2']],
    ['1, 2,3', ['1', '2', '3']],
    ['7 9', ['7', '9']],
    ['0-1, 5', ['0', '1', '5']],
    ['', []],
    ['4-0', undefined],
    ['0-500', undefined],
    ['0-99999999999', undefined],
    ['-1', undefined],
    ['x', undefined],
  ];
  for (const [text, seeds] of cases) it(`"${text}"`, () => assert.deepEqual(parseSeeds(text), seeds));
});

describe('values as texts of a form', () => {
  const option = (more: Partial<ScriptOption>): ScriptOption => ({ key: 'x', flags: ['--x'], type: 'text', ...more });
  const problems: [more: Partial<ScriptOption>, text: string, problem: string | undefined][] = [
    [{ type: 'int' }, '40', undefined],
    [{ type: 'int' }, '-1_000', undefined],
    [{ type: 'int' }, '4.5', 'int'],
    [{ type: 'int' }, 'x', 'int'],
    [{ type: 'float' }, '1e-5', undefined],
    [{ type: 'float' }, '.5', undefined],
    [{ type: 'float' }, '5.', undefined],
    [{ type: 'float' }, 'nan', undefined],
    [{ type: 'float' }, '1,5', 'float'],
    [{ type: 'int', multiple: true }, '64 32', undefined],
    [{ type: 'int', multiple: true }, '64 x', 'int'],
    [{ type: 'int', multiple: true, count: 2 }, '1 2 3', 'count'],
    [{ choices: ['sgd', 'adam'] }, 'adam', undefined],
    [{ choices: ['sgd', 'adam'] }, 'lion', 'choice'],
    [{ type: 'int', choices: [1, 2] }, '2', undefined],
    [{ required: true }, '', 'required'],
    [{}, '', undefined],
    [{ secret: true }, '***', 'masked'],
    [{}, 'https://***@host/', 'masked'],
  ];
  for (const [more, text, problem] of problems) {
    it(`${JSON.stringify(more)}: "${text}" is ${problem ?? 'fine'}`, () =>
      assert.equal(problemOf(option(more), text), problem));
  }

  it('come back as the words that they were made of', () => {
    const several = option({ multiple: true });
    for (const words of [['a b', 'c'], ['C:\\data', '"q"'], ["it's", ''], ['\\']]) {
      assert.deepEqual(valueOfText(several, textOf(several, words)), words);
    }
    assert.equal(textOf(several, ['C:\\data set', 'x']), '"C:\\\\data set" x');
  });

  it('are several where numbers stand with commas between them', () => {
    assert.deepEqual(splitNumbers(option({ type: 'float' }), '0.1, 0.2,'), ['0.1', '0.2']);
    assert.deepEqual(splitNumbers(option({}), 'a,b'), ['a,b']);
    assert.deepEqual(splitNumbers(option({ type: 'int', multiple: true }), '1,2'), ['1,2']);
  });

  it('are read as a shell reads them', () => {
    assert.deepEqual(splitWords(` a  'b c' "d \\"e" f'g'h ''  i"`), ['a', 'b c', 'd "e', 'fgh', '', 'i']);
    assert.equal(joinWords(['--a', 'b c', '']), '--a "b c" ""');
  });
});
