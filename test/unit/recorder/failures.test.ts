import assert from 'node:assert/strict';
import path from 'node:path';
import type { ShownRun } from '../../../src/protocol/commandLine';
import { isProcessAlive } from '../../../src/common/processes';
import {
  bare,
  cli,
  type Finished,
  finalStatus,
  PYTHON_DIR,
  recorderEnded,
  removeTemporary,
  runFolders,
  runWords,
  startCli,
  until,
  workspaceWith,
} from './support';

interface Trained {
  viewer: Finished;
  final: object | undefined;
  warnings: object[];
}

/** Runs a Python script to its end: its final status and the warnings about it. */
async function train(script: string, ...options: string[]): Promise<Trained> {
  const workspace = workspaceWith({ 'train.py': script });
  const viewer = await cli(workspace, ['run', '--python-dir', PYTHON_DIR, ...options, '--', 'python3', 'train.py']);
  const events = await recorderEnded(runFolders(workspace)[0] ?? '');
  return { viewer, final: finalStatus(events), warnings: bare(events.filter((event) => event.e === 'warn')) };
}

/** A line of an event file of a script's own, as a tracker writes it. */
function say(line: string, name = 'more'): string {
  return `import os\nopen(os.environ['TRIALBOOK_RUN_DIR'] + '/${name}.jsonl', 'a').write('''${line}\n''')\n`;
}

const PY = '{"e":"py","exe":"python3","version":"3.11.7","paths":[]}';

describe('a failed run', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('names the frames of the files of the workspace, none of libraries', async () => {
    const workspace = workspaceWith({
      'train.py': 'import json\nfrom data import load\ndef main():\n  load(json)\nmain()\n',
      'data/__init__.py': 'def load(json):\n  return json.loads("{")\n',
    });
    await cli(workspace, ['run', '--python-dir', PYTHON_DIR, '--name', 'calm-owl', '--', 'python3', 'train.py']);
    await recorderEnded(runFolders(workspace)[0] ?? '');
    const shown = JSON.parse((await cli(workspace, ['show', 'calm-owl', '--json'])).stdout) as ShownRun;
    assert.deepEqual([shown.failure, shown.exception?.type], ['exception', 'json.decoder.JSONDecodeError']);
    assert.deepEqual(shown.exception?.frames, [
      { file: 'train.py', line: 5, name: '<module>' },
      { file: 'train.py', line: 4, name: 'main' },
      { file: 'data/__init__.py', line: 2, name: 'load' },
    ]);
    const printed = (await cli(workspace, ['show', 'calm-owl'])).stdout;
    assert.match(printed, /^Failure +exception$/m);
    assert.match(printed, /^Raised in\ntrain\.py:5 in <module>\ntrain\.py:4 in main\ndata\/__init__\.py:2 in load$/m);
  });

  it('is told by the process that trains, rather than by what it printed', async () => {
    const event =
      '{"e":"exc","type":"bank.Overdrawn","message":"two\\\\nlines","frames":[{"file":"a.py","line":3,"name":"f"}]}';
    const { final } = await train(`${say(PY)}${say(event)}raise ValueError('printed')\n`);
    assert.deepEqual(final, {
      e: 'st',
      status: 'failed',
      code: 1,
      message: 'bank.Overdrawn: two',
      failure: 'exception',
      exception: { type: 'bank.Overdrawn', message: 'two\nlines', frames: [{ file: 'a.py', line: 3, name: 'f' }] },
    });
  });

  it('is not told by a worker, whose exception may have been handled', async () => {
    const event = '{"e":"exc","type":"ValueError","message":"of a worker","frames":[]}';
    const { final } = await train(`${say(event, 'worker')}import sys\nsys.exit(4)\n`);
    assert.deepEqual(final, { e: 'st', status: 'failed', code: 4, failure: 'exit-code', message: 'exit code 4' });
  });

  const cuda = 'CUDA out of memory. Tried to allocate 20.00 MiB';
  const memory: [string, string, string][] = [
    ['MemoryError', 'x = [0] * (1 << 60)', 'MemoryError'],
    [
      "PyTorch's CUDA error",
      `class OutOfMemoryError(RuntimeError): __module__ = 'torch'\nraise OutOfMemoryError('${cuda}')`,
      `torch.OutOfMemoryError: ${cuda}`,
    ],
    ['a RuntimeError of the same words', `raise RuntimeError('${cuda}')`, `RuntimeError: ${cuda}`],
    [
      "JAX's status",
      `class XlaRuntimeError(RuntimeError): pass\nraise XlaRuntimeError('RESOURCE_EXHAUSTED: Out of memory')`,
      'XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory',
    ],
    [
      "NumPy's error",
      `class _ArrayMemoryError(MemoryError): __module__ = 'numpy._core._exceptions'\nraise _ArrayMemoryError('Unable')`,
      'numpy._core._exceptions._ArrayMemoryError: Unable',
    ],
  ];
  for (const [name, script, message] of memory) {
    it(`ran out of memory by ${name}`, async () => {
      const { final } = await train(`${script}\n`);
      const { exception, ...rest } = final as { exception?: object };
      assert.deepEqual(rest, { e: 'st', status: 'failed', code: 1, message, failure: 'out-of-memory' });
      assert.ok(exception);
    });
  }

  it('reached its time limit', async () => {
    const { final } = await train('import time\ntime.sleep(60)\n', '--timeout', '1s');
    assert.deepEqual(final, {
      e: 'st',
      status: 'failed',
      // Python ends by the signal that it was stopped with.
      signal: 'SIGINT',
      failure: 'timeout',
      message: 'stopped at its time limit of 1 s',
    });
  });

  it('is none that ended before its time limit, or because its user stopped it first', async () => {
    assert.deepEqual((await train('print(1)\n', '--timeout', '0.5h')).final, { e: 'st', status: 'finished', code: 0 });
    const workspace = workspaceWith();
    const script = "trap '' INT; echo up; sleep 2";
    const viewer = await startCli(workspace, runWords(['sh', '-c', script], '--timeout', '1s', '--grace', '30'));
    await until('output', () => viewer.stdout().includes('up'));
    await cli(workspace, ['stop', path.basename(runFolders(workspace)[0] ?? '')]);
    await viewer.finished;
    const final = finalStatus(await recorderEnded(runFolders(workspace)[0] ?? ''));
    assert.equal((final as { status: string }).status, 'cancelled');
  });

  it('ignored SIGINT and SIGTERM for as long as it was given, with all its processes', async () => {
    const workspace = workspaceWith();
    const script = `trap 'echo int' INT; trap 'echo term' TERM; sh -c 'trap "" INT TERM; echo child $$; sleep 60' &
      for i in 1 2 3 4 5 6 7 8 9; do wait; done; sleep 60`;
    const started = Date.now();
    const words = runWords(['sh', '-c', script], '--timeout', '0.5s', '--grace', '0.5');
    const { stdout } = await cli(workspace, words);
    const took = Date.now() - started;
    const final = finalStatus(await recorderEnded(runFolders(workspace)[0] ?? ''));
    assert.deepEqual(final, {
      e: 'st',
      status: 'failed',
      signal: 'SIGKILL',
      failure: 'timeout',
      message: 'stopped at its time limit of 0.5 s',
    });
    assert.match(stdout, /int\n(.*\n)*term\n/);
    assert.ok(took >= 1_500 && took < 10_000, `killed after ${took} ms`);
    assert.ok(!isProcessAlive(Number(/child (\d+)/.exec(stdout)?.[1])));
  });
});

describe('a run that diverges', function () {
  this.timeout(60_000);
  after(removeTemporary);
  const metrics = [
    '{"e":"m","k":"train/loss","v":0.5,"s":1}',
    '{"e":"m","k":"train/loss","v":"NaN","s":2}',
    '{"e":"m","k":"train/loss","v":"Infinity","s":3}',
    '{"e":"m","k":"accuracy","v":"NaN","s":3}',
    '{"e":"m","k":"grad_norm","v":"Infinity"}',
  ].join('\n');
  const warned = (message: string): object => ({ e: 'warn', code: 'diverged', message });

  it('goes on, with one warning for each watched key', async () => {
    const { final, warnings } = await train(say(metrics));
    assert.deepEqual(final, { e: 'st', status: 'finished', code: 0 });
    assert.deepEqual(warnings, [warned('train/loss became NaN at step 2'), warned('grad_norm became Infinity')]);
  });

  it('is watched by the keys that the command line or the settings name', async () => {
    assert.deepEqual((await train(say(metrics), '--watch', '^acc')).warnings, [
      warned('accuracy became NaN at step 3'),
    ]);
    const workspace = workspaceWith({ '.vscode/settings.json': '{"trialbook.watchedMetrics": ["(", "none"]}' });
    await cli(workspace, runWords(['echo', '::metric loss=nan']));
    const events = await recorderEnded(runFolders(workspace)[0] ?? '');
    const codes = events.flatMap((event) => (event.e === 'warn' ? event.code : []));
    assert.deepEqual(codes, ['bad-pattern']);
  });

  it('is stopped where that is asked for, by a printed metric as well', async () => {
    const script = `import time\ntry:\n  print('::metric loss=nan step=7', flush=True)\n  time.sleep(60)\nexcept KeyboardInterrupt:\n  print('saved')\n`;
    const { final, viewer } = await train(script, '--stop-on-divergence', '--name', 'calm-owl');
    const message = 'loss became NaN at step 7';
    assert.deepEqual(final, { e: 'st', status: 'failed', code: 0, failure: 'diverged', message });
    assert.equal(viewer.code, 1);
    assert.match(viewer.stderr, /\ntrialbook: calm-owl failed: loss became NaN at step 7\n$/);
    const tracked = await train(`${say(metrics)}import time\ntime.sleep(60)\n`, '--stop-on-divergence');
    assert.equal((tracked.final as { failure: string }).failure, 'diverged');
  });
});
