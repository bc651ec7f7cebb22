import assert from 'node:assert/strict';
import path from 'node:path';
import { analyseCommand, filesOnCommandLine } from '../../../src/recorder/trainingCommand';
import { removeTemporary, workspaceWith } from './support';

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
