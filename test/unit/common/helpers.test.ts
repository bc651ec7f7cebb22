import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { DisposableStore, toDisposable } from '../../../src/common/disposables';
import { Emitter } from '../../../src/common/emitter';
import { errorCode, fromWireError, toWireError, UserError } from '../../../src/common/errors';
import { artifactKind, isDatasetFile } from '../../../src/common/fileKinds';
import { pickKeyMetric } from '../../../src/common/keyMetric';
import { isProcessAlive, processStart } from '../../../src/common/processes';
import { isEventFile, isRunId, objectPath, relativeToWorkspace } from '../../../src/common/workspaceFolder';

describe('disposables', () => {
  it('are disposed of in reverse order, and at once when they come too late', () => {
    const order: number[] = [];
    const store = new DisposableStore();
    for (const n of [1, 2]) store.add(toDisposable(() => order.push(n)));
    store.dispose();
    store.add(toDisposable(() => order.push(3)));
    store.dispose();
    assert.deepEqual(order, [2, 1, 3]);
  });
});

describe('an emitter', () => {
  it('reaches those who listen, until they stop', () => {
    const heard: string[] = [];
    const emitter = new Emitter<string>();
    const first = emitter.event((value) => heard.push(`1${value}`));
    emitter.event((value) => heard.push(`2${value}`));
    emitter.fire('a');
    first.dispose();
    emitter.fire('b');
    assert.deepEqual(heard, ['1a', '2a', '2b']);
  });
});

describe('errors over a channel', () => {
  it('stay for people or for the log', () => {
    const user = fromWireError(toWireError(new UserError('say so')));
    assert.deepEqual([user instanceof UserError, user.message], [true, 'say so']);
    const bug = fromWireError(toWireError('odd'));
    assert.deepEqual([bug instanceof UserError, bug.message], [false, 'odd']);
    assert.equal(errorCode(Object.assign(new Error(), { code: 'ENOENT' })), 'ENOENT');
    assert.equal(errorCode(undefined), undefined);
  });
});

describe('kinds of files', () => {
  it('tell data from code, configuration and caches', () => {
    const data = ['penguins.csv', 'data/a.parquet', 'images/x.png', 'train.jsonl', 'data.json', 'x.npz'];
    const none = ['train.py', 'config.yaml', 'package.json', 'model_config.json', '.venv/a.csv', '.git/index', 'a.so'];
    assert.deepEqual([...data, ...none].filter(isDatasetFile), data);
  });

  it('tell models from other files', () => {
    const kinds = [
      'model.json',
      'out/best_model.txt',
      'w.pt',
      'a.safetensors',
      'x.onnx',
      'log.json',
      'modelling.txt',
      'a.pyc',
    ];
    assert.deepEqual(kinds.map(artifactKind), ['model', 'model', 'model', 'model', 'model', 'file', 'file', undefined]);
    assert.equal(artifactKind('.trialbook/x.pt'), undefined);
  });
});

describe('the key metric', () => {
  it('is held-out quality before training, quality before loss', () => {
    assert.equal(pickKeyMetric(['loss', 'val_loss', 'accuracy', 'val_accuracy', 'system/acc']), 'val_accuracy');
    assert.equal(pickKeyMetric(['loss', 'val_loss', 'lr']), 'val_loss');
    assert.equal(pickKeyMetric(['rank1/val_accuracy', 'loss', 'system/acc']), 'loss');
    assert.equal(pickKeyMetric(['system/cpu', 'rank12/loss']), undefined);
    assert.equal(pickKeyMetric([]), undefined);
  });
});

describe('processes', () => {
  it('are alive until they end, and not another with the same pid', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const pid = child.pid ?? 0;
    const start = processStart(pid);
    assert.ok(isProcessAlive(pid, start));
    if (process.platform === 'linux') assert.ok(!isProcessAlive(pid, '1'));
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(!isProcessAlive(pid, start));
    assert.deepEqual(
      [0, -1, 1.5, Number.NaN].map((odd) => isProcessAlive(odd)),
      [false, false, false, false],
    );
  });
});

describe('names in the workspace folder', () => {
  it('never lead out of it', () => {
    const dir = path.resolve('/ws');
    assert.equal(relativeToWorkspace(dir, path.join(dir, 'a', 'b.csv')), 'a/b.csv');
    assert.equal(relativeToWorkspace(dir, path.join(dir, '..a')), '..a');
    for (const file of [dir, path.resolve('/ws2/a'), path.resolve('/')])
      assert.equal(relativeToWorkspace(dir, file), undefined);
    assert.deepEqual(['01J00000000000000000000000', '../x', '01J0000000000000000000000I', ''].map(isRunId), [
      true,
      false,
      false,
      false,
    ]);
    assert.deepEqual(['events-1-2.jsonl', 'x.jsonl', 'control.jsonl', 'output.log'].map(isEventFile), [
      true,
      true,
      false,
      false,
    ]);
    assert.equal(objectPath(dir, 'abcdef'), path.join(dir, '.trialbook', 'objects', 'ab', 'cdef'));
  });
});
