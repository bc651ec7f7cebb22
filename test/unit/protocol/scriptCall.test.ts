import assert from 'node:assert/strict';
import { argumentsAt } from '../../../src/protocol/commandWords';
import { type OptionValue, readCall } from '../../../src/protocol/scriptCall';
import { changeCall } from '../../../src/protocol/scriptCallChange';
import type { ScriptOption } from '../../../src/protocol/scriptOptions';

const OPTIONS: ScriptOption[] = [
  { key: 'data', flags: [], type: 'path', required: true },
  { key: 'more', flags: [], type: 'path', multiple: true },
  { key: 'lr', flags: ['--lr', '-l'], type: 'float', default: 0.1 },
  { key: 'layers', flags: ['--layers'], type: 'int', multiple: true },
  { key: 'crop', flags: ['--crop'], type: 'int', multiple: true, count: 2 },
  { key: 'tag', flags: ['--tag', '-t'], type: 'text', repeats: true },
  { key: 'fast', flags: ['--fast', '-f'], type: 'flag' },
  { key: 'shuffle', flags: ['--shuffle'], offFlags: ['--no-shuffle'], type: 'flag', default: true },
  { key: 'cache', flags: [], offFlags: ['--no-cache'], type: 'flag', default: true },
  { key: 'resume', flags: ['--resume'], type: 'path' },
];

const COMMANDS: ScriptOption[] = [
  { key: 'verbose', flags: ['--verbose'], type: 'flag' },
  { key: 'config', flags: ['--config'], type: 'path' },
  { key: 'command', flags: [], type: 'text', choices: ['fit'], required: true, subcommand: true },
  { key: 'lr', flags: ['--lr'], type: 'float' },
  { key: 'verbose', flags: ['--verbose'], type: 'flag' },
];

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

/** The values of a command line by their keys, without those that it says nothing of. */
function read(line: string, options = OPTIONS): Record<string, OptionValue> {
  const { values } = readCall(words(line), options);
  return Object.fromEntries(options.flatMap(({ key }, i) => (values[i] === undefined ? [] : [[key, values[i]]])));
}

function change(line: string, changes: Record<string, OptionValue | undefined>, options = OPTIONS): string {
  const places = new Map(
    Object.entries(changes).map(([key, value]) => [options.findLastIndex((one) => one.key === key), value]),
  );
  return changeCall(readCall(words(line), options), options, places).join(' ');
}

describe('reading how a script was called', () => {
  const cases: [line: string, values: Record<string, OptionValue>][] = [
    ['birds.csv', { data: ['birds.csv'] }],
    ['birds.csv --lr 0.5', { data: ['birds.csv'], lr: ['0.5'] }],
    ['--lr=0.5 birds.csv', { data: ['birds.csv'], lr: ['0.5'] }],
    ['-l 0.5 birds.csv', { data: ['birds.csv'], lr: ['0.5'] }],
    ['-l0.5 birds.csv', { data: ['birds.csv'], lr: ['0.5'] }],
    ['-l=0.5 birds.csv', { data: ['birds.csv'], lr: ['0.5'] }],
    ['birds.csv --lr -0.5', { data: ['birds.csv'], lr: ['-0.5'] }],
    ['birds.csv --lr 1 --lr 2', { data: ['birds.csv'], lr: ['2'] }],
    ['--lr 1 a.csv b.csv c.csv', { data: ['a.csv'], more: ['b.csv', 'c.csv'], lr: ['1'] }],
    ['a.csv --fast b.csv', { data: ['a.csv'], more: ['b.csv'], fast: true }],
    ['a.csv --layers 64 32 --fast', { data: ['a.csv'], layers: ['64', '32'], fast: true }],
    ['--layers -1 2 -- a.csv -b.csv', { data: ['a.csv'], more: ['-b.csv'], layers: ['-1', '2'] }],
    ['--crop 3 4 a.csv', { data: ['a.csv'], crop: ['3', '4'] }],
    ['a.csv --tag x -t y -tz', { data: ['a.csv'], tag: ['x', 'y', 'z'] }],
    ['a.csv --no-shuffle --no-cache', { data: ['a.csv'], shuffle: false, cache: false }],
    ['a.csv --shuf', { data: ['a.csv'], shuffle: true }],
    ['-fl0.5 a.csv', { data: ['a.csv'], fast: true, lr: ['0.5'] }],
    ['-fl 0.5 a.csv', { data: ['a.csv'], fast: true, lr: ['0.5'] }],
    ['a.csv --resume --fast', { data: ['a.csv'], resume: [], fast: true }],
    ['a.csv --unknown --other=3 -q', { data: ['a.csv'] }],
    ['', {}],
  ];
  for (const [line, values] of cases) {
    it(line === '' ? 'without any word' : line, () => assert.deepEqual(read(line), values));
  }

  it('keeps every word that it does not know, in its place', () => {
    const line = 'a.csv --unknown --lr 0.5 -q --other=3 -- -x';
    assert.equal(change(line, {}), line);
  });

  it("tells the script's options from those of its command", () => {
    const line = '--verbose --config c.yml fit --lr 0.5';
    const { values } = readCall(words(line), COMMANDS);
    assert.deepEqual(values, [true, ['c.yml'], ['fit'], ['0.5'], undefined]);
  });
});

describe('calling a script with other values', () => {
  const cases: [line: string, changes: Record<string, OptionValue | undefined>, expected: string][] = [
    ['birds.csv --lr 0.5 --fast', { lr: ['1'] }, 'birds.csv --lr 1 --fast'],
    ['birds.csv --lr=0.5 --fast', { lr: ['1'] }, 'birds.csv --lr=1 --fast'],
    ['birds.csv -l 0.5 --fast', { lr: ['1'] }, 'birds.csv -l 1 --fast'],
    ['birds.csv -l0.5 --fast', { lr: ['1'] }, 'birds.csv -l1 --fast'],
    ['birds.csv -l=0.5', { lr: ['1'] }, 'birds.csv -l=1'],
    ['birds.csv --lr 0.5', { lr: undefined }, 'birds.csv'],
    ['birds.csv', { lr: ['1e-3'] }, 'birds.csv --lr 1e-3'],
    ['birds.csv', { lr: ['-1e-3'] }, 'birds.csv --lr=-1e-3'],
    ['birds.csv -l 2', { lr: ['-1e-3'] }, 'birds.csv -l-1e-3'],
    ['--lr 1 birds.csv --lr 2', { lr: ['3'] }, 'birds.csv --lr 3'],
    ['--fast a.csv b.csv', { data: ['c.csv'] }, '--fast c.csv b.csv'],
    ['--fast a.csv b.csv c.csv', { more: ['d.csv'] }, '--fast a.csv d.csv'],
    ['a.csv --fast', { more: ['b.csv', 'c.csv'] }, 'a.csv b.csv c.csv --fast'],
    ['a.csv --layers 64 32 --fast', { layers: ['8'] }, 'a.csv --layers 8 --fast'],
    ['a.csv --fast', { layers: ['8', '4'] }, 'a.csv --fast --layers 8 4'],
    ['a.csv --tag x --fast --tag y', { tag: ['u', 'v', 'w'] }, 'a.csv --fast --tag u --tag v --tag w'],
    ['a.csv', { fast: true }, 'a.csv --fast'],
    ['-f a.csv', { fast: false }, 'a.csv'],
    ['a.csv', { shuffle: false }, 'a.csv --no-shuffle'],
    ['--no-shuffle a.csv', { shuffle: true }, '--shuffle a.csv'],
    ['--no-cache a.csv', { cache: true }, 'a.csv'],
    ['a.csv', { cache: false }, 'a.csv --no-cache'],
    ['a.csv --lr 1 -- -b.csv', { fast: true }, 'a.csv --lr 1 --fast -- -b.csv'],
    ['-ft x a.csv', { fast: false }, '-t x a.csv'],
  ];
  for (const [line, changes, expected] of cases) {
    it(`${line} with ${JSON.stringify(changes)}`, () => assert.equal(change(line, changes), expected));
  }

  it('keeps the word of its command, and puts options on their side of it', () => {
    assert.equal(change('fit', { lr: ['1'] }, COMMANDS), 'fit --lr 1');
    assert.equal(change('fit --lr 1', { config: ['c.yml'] }, COMMANDS), '--config c.yml fit --lr 1');
    assert.equal(change('--config a.yml fit', { verbose: true }, COMMANDS), '--config a.yml fit --verbose');
  });
});

describe('the words that a script reads', () => {
  const cases: [command: string, script: string | null, expected: string][] = [
    ['/usr/bin/python3 train.py --lr 1', 'train.py', '--lr 1'],
    ['python -u ./src/train.py --lr 1', 'src/train.py', '--lr 1'],
    ['python ../src/train.py --lr 1', 'src/train.py', '--lr 1'],
    ['python /home/kim/w/src/train.py --lr 1', 'src/train.py', '--lr 1'],
    ['python -m pkg.train --lr 1', 'pkg/train.py', '--lr 1'],
    ['python -m pkg --lr 1', 'pkg/__main__.py', '--lr 1'],
    ['torchrun --nproc-per-node 2 train.py --lr 1', 'train.py', '--lr 1'],
    ['uv run --with rich python train.py train.py', 'train.py', 'train.py'],
    ['C:\\Python\\python.exe src\\train.py --lr 1', 'src/train.py', '--lr 1'],
    ['python /elsewhere/fit.py --lr 1', null, '--lr 1'],
    ['train-model --lr 1', null, '--lr 1'],
    ['make', null, ''],
  ];
  for (const [command, script, expected] of cases) {
    it(command, () => {
      const all = words(command);
      assert.equal(all.slice(argumentsAt(all, script)).join(' '), expected);
    });
  }
});
