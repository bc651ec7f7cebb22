import assert from 'node:assert/strict';
import path from 'node:path';
import { analyseCommand, filesOnCommandLine, trackedCommand } from '../../../src/recorder/trainingCommand';
import { PYTHON_DIR, removeTemporary, workspaceWith } from './support';

describe('what a command line runs', () => {
  let folder = '';
  before(
    () =>
      (folder = workspaceWith({
        'train.py': '',
        'pkg/fit.py': '',
        'pkg/app/__main__.py': '',
        'run.R': '',
        'data.csv': '',
      })),
  );
  after(removeTemporary);

  const commands: [string, boolean, string | undefined][] = [
    ['python train.py --lr 1', true, 'train.py'],
    ['/usr/bin/python3.11 -u -W ignore -X dev train.py x.py', true, 'train.py'],
    ['python.exe missing.py', true, 'missing.py'],
    ['python -m pkg.fit --x', true, 'pkg/fit.py'],
    ['python -m pkg.app', true, 'pkg/app/__main__.py'],
    ['python -m http.server', true, undefined],
    ['python -c print(1) train.py', true, undefined],
    ['python -Im pkg.fit', true, 'pkg/fit.py'],
    ['python -Wignore -Xdev train.py', true, 'train.py'],
    ['python - train.py', true, undefined],
    ['python', true, undefined],
    ['uv run --with numpy python train.py', true, 'train.py'],
    ['torchrun --nproc-per-node 2 train.py', true, 'train.py'],
    ['./train.py', true, 'train.py'],
    ['Rscript run.R', false, 'run.R'],
    ['Rscript missing.R', false, undefined],
    ['./pythonic data.csv', false, undefined],
  ];
  for (const [command, python, script] of commands) {
    it(`is known for "${command}"`, () => {
      const expected = script === undefined ? { python } : { python, script: path.join(folder, script) };
      assert.deepEqual(analyseCommand(command.split(' '), folder), expected);
    });
  }

  it('names files, also behind an equals sign; words too long for a path are none', () => {
    const words = ['node', 'data.csv', '--r=run.R', '--x=', 'pkg', 'x'.repeat(10_000), 'data.csv'];
    assert.deepEqual(filesOnCommandLine(words, folder), [path.join(folder, 'data.csv'), path.join(folder, 'run.R')]);
  });
});

describe('the command that starts a training under an interpreter that loads no tracker', () => {
  const RUNNER = path.join(PYTHON_DIR, 'runner.py');
  const commands: [string, string][] = [
    ['python -I train.py -I', 'python -I RUNNER train.py -I'],
    ['python3.11 -u -E -W ignore train.py', 'python3.11 -u -E -W ignore RUNNER train.py'],
    ['uv run python -S -Xdev -m pkg.fit --x', 'uv run python -S -Xdev RUNNER -m pkg.fit --x'],
    ['python -ISm pkg.fit', 'python -IS RUNNER -m pkg.fit'],
    ['python -I -mpkg.fit', 'python -I RUNNER -m pkg.fit'],
    ['python -uIc print(1) x', 'python -uI RUNNER -c print(1) x'],
    ['python -I --check-hash-based-pycs always train.py', 'python -I --check-hash-based-pycs always RUNNER train.py'],
  ];
  for (const [command, expected] of commands) {
    it(`is "${expected}"`, () => {
      const words = expected.split(' ').map((word) => (word === 'RUNNER' ? RUNNER : word));
      assert.deepEqual(trackedCommand(command.split(' '), PYTHON_DIR), words);
    });
  }

  for (const command of [
    'python train.py -I',
    'python -sP -WIgnore -XEager train.py',
    'python -m pkg.fit -E',
    'python -c print(1) -S',
    'python -I -',
    'python -I',
    'python -I train.pyc',
    'python -Ix train.py',
    'py -3.11 train.py',
    'Rscript -E run.R',
  ]) {
    it(`is the user's own for "${command}"`, () => {
      const words = command.split(' ');
      assert.deepEqual(trackedCommand(words, PYTHON_DIR), words);
    });
  }

  it("is the user's own where the tracker is missing", () => {
    const words = ['python', '-I', 'train.py'];
    assert.deepEqual(trackedCommand(words, '/nonexistent'), words);
  });
});
