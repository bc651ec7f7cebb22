import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { describeException } from '../../../src/recorder/runStatus';
import { TracebackWatcher } from '../../../src/recorder/traceback';
import { cleanEnvironment } from './support';

/** What a real Python prints for this program, followed line by line. */
function exceptionOf(program: string): string | undefined {
  const { stderr } = spawnSync('python3', ['-c', program], { env: cleanEnvironment(), encoding: 'utf8' });
  const watcher = new TracebackWatcher(() => undefined);
  for (const line of stderr.split('\n')) watcher.line(line);
  return watcher.exception && describeException(watcher.exception);
}

describe('the exception of a Python traceback', () => {
  const programs: [string, string, string | undefined][] = [
    ['an error with a message', 'raise ValueError("bad batch")', 'ValueError: bad batch'],
    ['an error without one', 'raise KeyError', 'KeyError'],
    ['the last of a chain', 'try:\n  1/0\nexcept Exception as e:\n  raise OSError("x") from e', 'OSError: x'],
    ['a syntax error', 'print("a"', "SyntaxError: '(' was never closed"],
    ['a class of a package', 'import json; json.loads("{")', undefined],
    ['the first line of a long message', 'raise ValueError("one\\ntwo")', 'ValueError: one'],
  ];
  for (const [name, program, expected] of programs) {
    it(`is ${name}`, () => {
      const found = exceptionOf(program);
      if (expected === undefined) assert.match(found ?? '', /^json\.decoder\.JSONDecodeError: Expecting/);
      else assert.equal(found, expected);
    });
  }

  it('is the group of an exception group', function () {
    const version = execFileSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 11))'], {
      encoding: 'utf8',
    });
    if (version.trim() !== 'True') this.skip(); // Python has exception groups from 3.11 on.
    assert.equal(
      exceptionOf('raise ExceptionGroup("many", [ValueError(1)])'),
      'ExceptionGroup: many (1 sub-exception)',
    );
  });

  it('is none where lines only look like one', () => {
    const watcher = new TracebackWatcher(() => undefined);
    for (const line of ['ValueError: in a log', '  indented', 'plain']) watcher.line(line);
    assert.equal(watcher.exception, undefined);
  });
});
