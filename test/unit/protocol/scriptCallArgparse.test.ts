import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { seededRandom } from '../../faults/random';
import { type OptionValue, readCall } from '../../../src/protocol/scriptCall';
import { changeCall } from '../../../src/protocol/scriptCallChange';
import type { ScriptOption } from '../../../src/protocol/scriptOptions';

const OPTIONS: ScriptOption[] = [
  { key: 'verbose', flags: ['--verbose', '-v'], type: 'flag' },
  { key: 'command', flags: [], type: 'text', choices: ['fit'], required: true, subcommand: true },
  { key: 'data', flags: [], type: 'path', required: true },
  { key: 'more', flags: [], type: 'path', multiple: true },
  { key: 'lr', flags: ['--lr', '-l'], type: 'float' },
  { key: 'layers', flags: ['--layers'], type: 'int', multiple: true },
  { key: 'crop', flags: ['--crop'], type: 'int', multiple: true, count: 2 },
  { key: 'tag', flags: ['--tag', '-t'], type: 'text', repeats: true },
  { key: 'fast', flags: ['--fast', '-f'], type: 'flag' },
  { key: 'shuffle', flags: ['--shuffle'], offFlags: ['--no-shuffle'], type: 'flag' },
  { key: 'name', flags: ['--name'], type: 'text' },
];

/** The parser that declares them, and what it makes of each line of its input. */
const PARSER = `
import argparse, json, sys
p = argparse.ArgumentParser()
p.add_argument('--verbose', '-v', action='store_true', default=None)
f = p.add_subparsers(dest='command').add_parser('fit')
f.add_argument('data')
f.add_argument('more', nargs='*')
f.add_argument('--lr', '-l')
f.add_argument('--layers', nargs='+')
f.add_argument('--crop', nargs=2)
f.add_argument('--tag', '-t', action='append')
f.add_argument('--fast', '-f', action='store_true', default=None)
f.add_argument('--shuffle', action=argparse.BooleanOptionalAction)
f.add_argument('--name')
for line in sys.stdin:
    print(json.dumps(vars(p.parse_args(json.loads(line)))))
`;

function askArgparse(lines: readonly string[][]): Record<string, unknown>[] {
  const input = lines.map((words) => JSON.stringify(words)).join('\n');
  const { status, stdout, stderr } = spawnSync('python3', ['-c', PARSER], { input, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** What argparse makes of values: a text or a list for words, `null` for what is not there. */
function asArgparse(values: readonly (OptionValue | undefined)[]): Record<string, unknown> {
  return Object.fromEntries(
    OPTIONS.map(({ key, multiple, repeats }, i) => {
      const value = values[i];
      if (key === 'more' && value === undefined) return [key, []];
      return [key, Array.isArray(value) && multiple !== true && repeats !== true ? value[0] : (value ?? null)];
    }),
  );
}

const START = [
  'fit a.csv',
  '-v fit a.csv b.csv --lr 0.1 --fast',
  'fit --lr=0.1 --layers 1 2 --fast a.csv',
  'fit -l0.1 -t x a.csv b.csv -ty',
  'fit -fl 0.1 a.csv --no-shuffle --name=n',
  '--verb fit --crop 1 2 a.csv --shuff --tag x --tag y',
].map((line) => line.split(' '));

describe('a real argparse', () => {
  const random = seededRandom(7);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const someWords = (count: number): string[] =>
    Array.from({ length: count }, () => pick(['x', '3', '0.5', 'a b', 'ü', '7']));

  /** A value that the option can have; `undefined` takes it off. */
  function randomValue({ type, multiple, repeats, count, required, offFlags }: ScriptOption): OptionValue | undefined {
    if (type === 'flag') return pick(offFlags === undefined ? [true, undefined] : [true, false, undefined]);
    if (required === true) return someWords(1);
    if (random() < 0.3) return undefined;
    if (multiple === true || repeats === true) return someWords(count ?? 1 + Math.floor(random() * 3));
    return random() < 0.2 ? [pick(['-1', '-1e-3', '-x'])] : someWords(1);
  }

  it('reads the same values out of a command line as we do', () => {
    const ours = START.map((words) => asArgparse(readCall(words, OPTIONS).values));
    assert.deepEqual(ours, askArgparse(START));
  });

  it('reads the values that we wrote into it, and so do we', () => {
    const lines: string[][] = [];
    const expected: Record<string, unknown>[] = [];
    for (let round = 0; round < 400; round++) {
      const call = readCall(pick(START), OPTIONS);
      const changes = new Map<number, OptionValue | undefined>();
      OPTIONS.forEach((option, index) => {
        if (option.subcommand !== true && random() < 0.4) changes.set(index, randomValue(option));
      });
      const words = changeCall(call, OPTIONS, changes);
      const wanted = call.values.map((value, index) => (changes.has(index) ? changes.get(index) : value));
      lines.push(words);
      expected.push(asArgparse(wanted));
      assert.deepEqual(readCall(words, OPTIONS).values, wanted, words.join(' '));
    }
    assert.deepEqual(askArgparse(lines), expected);
  });
});
