import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { runDir, SNAPSHOT_FILE } from '../../../../src/common/workspaceFolder';
import type { ShownRun } from '../../../../src/protocol/commandLine';
import type { CheckoutResult, ReproductionReport } from '../../../../src/protocol/reproduction';
import type { RunEvent } from '../../../../src/protocol/trainingEvents';
import { cli, recorderEnded, recorderEvents, removeTemporary, startCli, until, workspaceWith } from '../support';
import { editSnapshot, FILES, ids, json, listed, read, record, refusal, RUN_OPTIONS, TRAIN, write } from './support';

const COMMAND = ['python3', 'train.py', '--seed', '3'];

describe('trialbook reproduce', function () {
  this.timeout(120_000);
  after(removeTemporary);

  const reproduce = (workspace: string, id: string, ...options: string[]): Promise<ReproductionReport> =>
    json<ReproductionReport>(workspace, ['reproduce', id, '--json', ...options, '--', ...RUN_OPTIONS]);
  const checkouts = (workspace: string): string[] => readdirSync(path.join(workspace, '.trialbook/checkouts'));

  it('runs the code of the snapshot and its data in a folder of its own, and finds that it agrees', async () => {
    const workspace = workspaceWith(FILES);
    const id = await record(workspace, COMMAND);
    write(workspace, 'model.py', 'def score(rows, lr):\n    return 0\n');
    const before = readdirSync(workspace);
    const { code, stdout, stderr } = await cli(workspace, ['reproduce', id, '--', ...RUN_OPTIONS]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /\nagrees: accuracy 0\.9\d+ = 0\.9\d+\n/);
    assert.deepEqual(readdirSync(workspace), before, 'nothing was written into the workspace');
    assert.deepEqual(checkouts(workspace), []);
    const [, made = ''] = ids(workspace);
    const run = recorderEvents(runDir(workspace, made)).find((event): event is RunEvent => event.e === 'run');
    assert.deepEqual(
      [run?.basedOn, run?.purpose, run?.script, run?.cwd, run?.experiment],
      [id, 'reproduction', 'train.py', '.', 'train'],
    );
    const shown = await json<ShownRun>(workspace, ['show', made, '--json']);
    assert.deepEqual(shown.tags, [{ key: 'reproduction', value: 'agrees' }]);
    assert.deepEqual(
      shown.inputs.map((one) => one.path),
      ['data/rows.csv'],
    );
    const report = await json<ReproductionReport>(workspace, ['reproduce', id, '--report', '--json']);
    assert.deepEqual([report.verdict, report.of, report.run, report.differences], ['agrees', id, made, []]);
    const markdown = await cli(workspace, ['reproduce', made, '--report', '--markdown']);
    assert.match(markdown.stdout, /^# .*\n\n\*\*agrees/);
  });

  it('says what differed: data that is gone is refused until it is allowed', async () => {
    const workspace = workspaceWith({ ...FILES, 'model.py': 'def score(rows, lr):\n    return rows / 10\n' });
    const id = await record(workspace, COMMAND);
    write(workspace, 'data/rows.csv', '1\n2\n');
    assert.match(
      await refusal(workspace, ['reproduce', id]),
      /not what the run read.*data\/rows.csv.*--allow-other-data/,
    );
    assert.deepEqual(ids(workspace), [id]);
    const report = await reproduce(workspace, id, '--allow-other-data');
    assert.equal(report.verdict, 'differs');
    assert.deepEqual(
      report.differences.map(({ kind, name }) => [kind, name]),
      [['data', 'data/rows.csv']],
    );
    assert.match(report.notes.join(), /Data is not what the run read: data\/rows.csv/);
    rmSync(path.join(workspace, 'data/rows.csv'));
    assert.match(await refusal(workspace, ['reproduce', id]), /data\/rows.csv \(gone\)/);
  });

  it('takes data from the copy that the run which wrote it left', async () => {
    const prepare = "open('data/made.txt', 'w').write('1 2 3')";
    const train = "print('::metric rows=%d' % len(open('data/made.txt').read().split()))";
    const workspace = workspaceWith({ 'prepare.py': prepare, 'train.py': train, 'data/x.py': '' });
    await record(workspace, ['python3', 'prepare.py']);
    const id = await record(workspace, ['python3', 'train.py']);
    write(workspace, 'data/made.txt', '1');
    assert.equal((await reproduce(workspace, id)).verdict, 'agrees');
    assert.equal(read(workspace, 'data/made.txt'), '1');
  });

  it('copies what is small, so that a script may write to it, and links what is large', async () => {
    const train = `
small = open('small.txt').read()
open('small.txt', 'w').write('rewritten')
print('::metric size=%d' % (len(small) + len(open('large.bin', 'rb').read(10))))
`;
    const workspace = workspaceWith({ 'train.py': train, 'small.txt': 'small' });
    writeFileSync(path.join(workspace, 'large.bin'), '');
    truncateSync(path.join(workspace, 'large.bin'), 65 * 1024 * 1024);
    const id = await record(workspace, ['python3', 'train.py']);
    write(workspace, 'small.txt', 'small');
    const report = await reproduce(workspace, id, '--keep', '--allow-other-data');
    assert.equal(read(workspace, 'small.txt'), 'small');
    const root = path.join(workspace, '.trialbook/checkouts', report.run);
    assert.equal(read(root, 'small.txt'), 'rewritten');
    assert.equal(lstatSync(path.join(root, 'large.bin')).isSymbolicLink(), true);
  });

  it('tells of a script that wrote to the workspace through a link, which the run did not', async () => {
    const train = `
open('large.bin', 'rb').close()
if 'checkouts' in __file__:
    with open('large.bin', 'r+b') as file: file.write(b'x')
print('::metric a=1')
`;
    const workspace = workspaceWith({ 'train.py': train });
    writeFileSync(path.join(workspace, 'large.bin'), '');
    truncateSync(path.join(workspace, 'large.bin'), 65 * 1024 * 1024);
    const id = await record(workspace, ['python3', path.join(workspace, 'train.py')]);
    const report = await reproduce(workspace, id);
    assert.match(report.notes.join('\n'), /wrote to data of the workspace: large.bin/);
  });

  it('calls a script that is not deterministic just that', async () => {
    const train = "import os\nprint('::metric a=%d' % int.from_bytes(os.urandom(4), 'big'))";
    const workspace = workspaceWith({ 'train.py': train });
    const id = await record(workspace, ['python3', 'train.py']);
    const { stdout, code } = await cli(workspace, ['reproduce', id, '--', ...RUN_OPTIONS]);
    assert.equal(code, 3);
    assert.match(
      stdout,
      /\ndiffers: a \d+ ≠ \d+\nNothing that was recorded is different, and no seed is set: what is left is chance/,
    );
  });

  it('accepts a result within the spread of repeats, when there are three', async () => {
    const train = "import os\nprint('::metric a=%r' % (1 + int.from_bytes(os.urandom(4), 'big') / 2**32))";
    const workspace = workspaceWith({ 'train.py': train });
    const runs = [];
    for (let i = 0; i < 12; i += 1) runs.push(await record(workspace, ['python3', 'train.py']));
    const report = await reproduce(workspace, runs[0] ?? '');
    assert.deepEqual([report.verdict, report.metrics[0]?.by, report.repeats], ['agrees', 'spread', 12]);
  });

  it('compares neither times nor the machine, and says so where nothing else is there', async () => {
    const train =
      "import time\nprint('::metric train_runtime=%r' % time.time())\nprint('::metric epoch_seconds=%r' % time.time())";
    const workspace = workspaceWith({ 'train.py': train });
    const report = await reproduce(workspace, await record(workspace, ['python3', 'train.py']));
    assert.deepEqual(
      [report.verdict, report.metrics, report.timings],
      ['unknown', [], ['epoch_seconds', 'train_runtime']],
    );
  });

  it('runs the code that an editable installation put on the search path from the snapshot', async () => {
    const workspace = workspaceWith({
      'src/pkg.py': "NAME = 'then'",
      'scripts/train.py': "import pkg\nprint('::metric length=%d' % len(pkg.NAME))",
    });
    const env = { PYTHONPATH: path.join(workspace, 'src') };
    const id = await record(workspace, ['python3', path.join(workspace, 'scripts/train.py')], env);
    write(workspace, 'src/pkg.py', "NAME = 'now, and longer'");
    write(workspace, 'scripts/train.py', 'raise SystemExit(1)');
    assert.equal((await reproduce(workspace, id)).verdict, 'agrees');
  });

  it('sets the variables that were recorded, and only those', async () => {
    const train =
      "import os\nprint('::metric n=%d' % (10 * int(os.environ.get('OMP_NUM_THREADS', 0)) + int(os.environ.get('MKL_NUM_THREADS', 0))))";
    const workspace = workspaceWith({ 'train.py': train });
    const id = await record(workspace, ['python3', 'train.py'], { OMP_NUM_THREADS: '3' });
    const words = ['reproduce', id, '--json', '--', ...RUN_OPTIONS];
    const { stdout } = await cli(workspace, words, { MKL_NUM_THREADS: '2' });
    const report = JSON.parse(stdout) as ReproductionReport;
    assert.deepEqual([report.verdict, report.metrics[0]?.after], ['agrees', 30]);
  });

  it('makes folders that the run wrote to, and takes ignored modules along as they were', async () => {
    const train = "import _version\nopen('out/model.txt', 'w').write('m')\nprint('::metric v=%d' % _version.V)";
    const workspace = workspaceWith({ 'train.py': train, '_version.py': 'V = 1', '.gitignore': 'out/\n_version.py\n' });
    mkdirSync(path.join(workspace, 'out'));
    const id = await record(workspace, ['python3', 'train.py']);
    write(workspace, '_version.py', 'V = 2');
    const report = await reproduce(workspace, id);
    assert.deepEqual([report.verdict, report.notes], ['agrees', []]);
  });

  it('refuses a masked argument by its name, a run that goes on, and one without a snapshot', async () => {
    const workspace = workspaceWith({ 'train.py': '' });
    const masked = await record(workspace, ['python3', 'train.py', '--token', 'abc']);
    assert.match(await refusal(workspace, ['reproduce', masked]), /The value of --token was masked as a secret/);
    assert.deepEqual(checkouts(workspace), []);
    const bare = await record(workspace, ['python3', 'train.py']);
    rmSync(path.join(runDir(workspace, bare), SNAPSHOT_FILE));
    assert.match(await refusal(workspace, ['reproduce', bare]), /has no snapshot/);
  });

  it('says when the interpreter is gone, and uses the one of that name', async () => {
    const workspace = workspaceWith(FILES);
    const bin = path.join(workspace, 'venv-bin');
    mkdirSync(bin);
    const python = (await cli(workspace, ['--version']), 'python3');
    symlinkSync('/usr/bin/env', path.join(bin, 'env'));
    writeFileSync(path.join(bin, 'python3'), `#!/bin/sh\nPATH=${process.env['PATH']} exec ${python} "$@"\n`);
    chmodSync(path.join(bin, 'python3'), 0o755);
    const id = await record(workspace, COMMAND, { PATH: `${bin}${path.delimiter}${process.env['PATH']}` });
    rmSync(bin, { recursive: true });
    const report = await reproduce(workspace, id);
    assert.equal(report.verdict, 'agrees');
    assert.match(report.notes.join(), /The program .*venv-bin\/python3 is gone: python3 is used instead/);
  });

  it('differs when it fails, and the reason is told', async () => {
    const train = "import os, sys\nprint('::metric a=1')\nif 'checkouts' in os.getcwd(): raise ValueError('no')";
    const workspace = workspaceWith({ 'train.py': train });
    const report = await reproduce(workspace, await record(workspace, ['python3', 'train.py']));
    assert.deepEqual([report.verdict, report.status], ['differs', 'failed']);
    const { stdout } = await cli(workspace, ['reproduce', report.run, '--report']);
    assert.match(stdout, /\ndiffers: it ended otherwise: ValueError: no\nThe reproduction failed: ValueError: no/);
  });

  const WAIT =
    "import time\nprint('::metric a=1', flush=True)\nopen('go', 'w').close()\nif 'checkouts' in __file__: time.sleep(60)\n";

  it('stops the run on Ctrl-C, and nothing is judged', async () => {
    const workspace = workspaceWith({ 'train.py': WAIT });
    const id = await record(workspace, ['python3', path.join(workspace, 'train.py')]);
    const child = await startCli(workspace, ['reproduce', id, '--json', '--', ...RUN_OPTIONS]);
    await until(
      'it trains',
      () =>
        ids(workspace)[1] !== undefined &&
        existsSync(path.join(workspace, '.trialbook/checkouts', ids(workspace)[1]!, 'go')),
    );
    child.process.kill('SIGINT');
    const { stdout } = await child.finished;
    const report = JSON.parse(stdout) as ReproductionReport;
    assert.deepEqual([report.verdict, report.status], ['unknown', 'cancelled']);
    assert.deepEqual(checkouts(workspace), []);
    assert.deepEqual((await listed(workspace))[0]?.status, 'cancelled');
  });

  it('goes on when its process is killed, and is judged by the next who asks', async () => {
    const train = WAIT.replace('time.sleep(60)', 'time.sleep(2)');
    const workspace = workspaceWith({ 'train.py': train });
    const id = await record(workspace, ['python3', path.join(workspace, 'train.py')]);
    const newId = '01JXSTRE000000000000000009';
    const words = ['reproduce', id, '--id', newId, '--json', '--', ...RUN_OPTIONS];
    const child = await startCli(workspace, words);
    await until('it trains', () => existsSync(path.join(workspace, '.trialbook/checkouts', newId, 'go')));
    child.process.kill('SIGKILL');
    await child.finished;
    // The same command again sees the run to its end; a second one only reads.
    const [first, second] = [
      await json<ReproductionReport>(workspace, words),
      await json<ReproductionReport>(workspace, words),
    ];
    assert.deepEqual([first.verdict, first.run], ['agrees', newId]);
    assert.deepEqual(second, first);
    assert.deepEqual(ids(workspace), [newId, id].sort());
    assert.deepEqual(checkouts(workspace), []);
    rmSync(path.join(runDir(workspace, newId), 'reproduction.json'));
    const report = await json<ReproductionReport>(workspace, ['reproduce', newId, '--report', '--json']);
    assert.equal(report.verdict, 'agrees');
  });

  it('hands out a checkout for a run of somebody else, and leaves what is kept', async () => {
    const workspace = workspaceWith({ ...FILES, 'train.py': TRAIN });
    const id = await record(workspace, [...COMMAND, '--lr', '0.2']);
    const made = await json<CheckoutResult>(workspace, ['checkout', id, '--json']);
    assert.deepEqual([made.of, made.command.slice(1), made.cwd], [id, [...COMMAND.slice(1), '--lr', '0.2'], made.root]);
    const words = [
      'run',
      ...RUN_OPTIONS,
      '--id',
      made.runId,
      '--root',
      made.root,
      '--cwd',
      made.cwd,
      '--',
      ...made.command,
    ];
    assert.equal((await cli(workspace, words)).code, 0);
    await recorderEnded(runDir(workspace, made.runId));
    assert.equal(read(made.root, 'predictions.csv'), '1');
    await reproduce(workspace, id);
    assert.deepEqual(checkouts(workspace).toSorted(), [made.runId, `${made.runId}.json`]);
    editSnapshot(workspace, id, (manifest) => (manifest.files = []));
    const report = await reproduce(workspace, id);
    assert.match(report.notes.join(), /taken as they are now: train.py, model.py/);
    assert.deepEqual(
      report.differences.map(({ kind, name }) => [kind, name]),
      [
        ['code', 'model.py'],
        ['code', 'train.py'],
      ],
    );
  });
});
