import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashBytes } from '../../../src/common/hashing';
import {
  bare,
  cli,
  PYTHON_DIR,
  recorderEnded,
  removeTemporary,
  runFolders,
  runWords,
  startCli,
  until,
  workspaceWith,
} from './support';

function digest(content: string): string {
  return hashBytes(Buffer.from(content));
}

/** An artifact with a copy of it. */
function artifact(name: string, kind: 'model' | 'file', content: string): object {
  const copy = `artifacts/${name}`;
  return { e: 'art', path: name, kind, size: content.length, digest: digest(content), copy };
}

/** Inputs, artifacts and warnings that the recorder noted for a run. */
async function filesOf(folder: string): Promise<object[]> {
  const events = await recorderEnded(folder);
  return bare(events.filter((event) => ['ds', 'art', 'warn'].includes(event.e)));
}

async function track(workspace: string, words: string[]): Promise<object[]> {
  const { code, stderr } = await cli(workspace, words);
  assert.equal(code, 0, stderr);
  return filesOf(runFolders(workspace).at(-1) ?? '');
}

function pythonWords(...command: string[]): string[] {
  return ['run', '--python-dir', PYTHON_DIR, '--', 'python3', ...command];
}

const DATA = 'a,b\n1,2\n';

describe('inputs and artifacts of a Python training', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('are the data that it read and the files that it wrote', async () => {
    const workspace = workspaceWith({
      'train.py': `
import json, helper
data = open('data/train.csv').read()
json.load(open('config.json'))
open('out.txt', 'w').write('half')
open('out.txt').read()
json.dump({'w': 1}, open('model.json', 'w'))
`,
      'helper.py': '',
      'config.json': '{}',
      'data/train.csv': DATA,
      'other.csv': DATA,
    });
    assert.deepEqual(await track(workspace, pythonWords('train.py', 'other.csv')), [
      { e: 'ds', path: 'data/train.csv', size: 8, digest: digest(DATA) },
      artifact('model.json', 'model', '{"w": 1}'),
      artifact('out.txt', 'file', 'half'),
    ]);
  });

  it('are uncertain where the data changed after it was read', async () => {
    const workspace = workspaceWith({
      'train.py': `
import os
open('data.csv').read()
os.system('echo more >> data.csv')
`,
      'data.csv': DATA,
    });
    const size = DATA.length + 5;
    assert.deepEqual(await track(workspace, pythonWords('train.py')), [
      { e: 'ds', path: 'data.csv', size, digest: digest(`${DATA}more\n`), uncertain: true },
    ]);
  });

  it('include a model that code outside Python wrote, unless another run was active', async () => {
    const script = "import os\nos.system('echo weights > model.pt; echo log > events.log')\n";
    const workspace = workspaceWith({ 'train.py': script });
    const model = artifact('model.pt', 'model', 'weights\n');
    assert.deepEqual(await track(workspace, pythonWords('train.py')), [model]);
    const other = await startCli(workspace, runWords(['sh', '-c', 'echo up; while [ ! -e go ]; do sleep 0.05; done']));
    await until('the other run', () => other.stdout().includes('up'));
    const slow = `${script}import time\nopen('go', 'w').close()\ntime.sleep(1)\n`;
    writeFileSync(path.join(workspace, 'slow.py'), slow);
    const files = await track(workspace, pythonWords('slow.py'));
    assert.deepEqual(
      files.map((one) => (one as { path: string }).path),
      ['go'],
    );
    await other.finished;
  });

  it('fall back to the command line and a scan where the tracker is off, with a warning', async () => {
    const workspace = workspaceWith({ 'train.py': "open('out.csv', 'w').write('x')\n", 'data.csv': DATA });
    const files = await track(workspace, [
      'run',
      '--python-dir',
      '/nonexistent',
      '--',
      'python3',
      'train.py',
      'data.csv',
    ]);
    const message = 'The tracker did not start inside Python: parameters and opened files were not seen.';
    assert.deepEqual(files, [
      { e: 'ds', path: 'data.csv', size: 8, digest: digest(DATA) },
      artifact('out.csv', 'file', 'x'),
      { e: 'warn', code: 'tracker-absent', message },
    ]);
  });
});

describe('inputs and artifacts of any other training', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('are unchanged data on the command line, and the files that changed meanwhile', async () => {
    const script = `const fs = require('fs'); fs.mkdirSync('out'); fs.writeFileSync('out/model.onnx', 'm');
      fs.writeFileSync('result.json', 'new'); fs.writeFileSync('gen.py', ''); fs.mkdirSync('.venv');
      fs.writeFileSync('.venv/x.bin', ''); fs.writeFileSync('.env', 'A=1');`;
    const workspace = workspaceWith({
      'train.js': script,
      'data.csv': DATA,
      'valid.csv': 'v',
      'old.csv': 'o',
      'result.json': 'old',
    });
    const words = ['node', 'train.js', 'data.csv', '--valid=valid.csv', '--out', 'result.json', '/etc/hostname', '.'];
    assert.deepEqual(await track(workspace, runWords(words)), [
      { e: 'ds', path: 'data.csv', size: 8, digest: digest(DATA) },
      { e: 'ds', path: 'valid.csv', size: 1, digest: digest('v') },
      artifact('out/model.onnx', 'model', 'm'),
      artifact('result.json', 'file', 'new'),
    ]);
  });
});
