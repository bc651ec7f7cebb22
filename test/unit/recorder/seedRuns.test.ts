import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TrainingEvent } from '../../../src/protocol/trainingEvents';
import {
  cli,
  cliFile,
  finalStatus,
  recorderEnded,
  recorderEvents,
  removeTemporary,
  runFolders,
  runWords,
  startCli,
  until,
  workspaceWith,
} from './support';
import { TrackedShell } from './trackedShell';

const BATCH = '01J0000000000000000000000Z';
/** Notes its seed in a file; waits for a file `go` where there is one named `wait`; fails with the seed 1. */
const TRAIN = `
import os, sys, time
seed = sys.argv[sys.argv.index('--seed') + 1]
open('seeds.txt', 'a').write(seed)
print('seed', seed, flush=True)
while os.path.exists('wait') and not os.path.exists('go'):
    time.sleep(0.02)
if seed == '1':
    raise ValueError('bad batch\\nof many')
`;

function runEvents(workspace: string): Extract<TrainingEvent, { e: 'run' }>[] {
  return runFolders(workspace).map((folder) => recorderEvents(folder).find((event) => event.e === 'run')!);
}

function statuses(workspace: string): (string | undefined)[] {
  return runFolders(workspace).map((folder) => (finalStatus(recorderEvents(folder)) as { status: string })?.status);
}

const words = (...options: string[]): string[] =>
  runWords(['python3', 'train.py', '--lr', '1'], '--seeds', '0,1, 2', ...options);

describe('a training over several seeds', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('is one run after another, in one batch, and fails when one does', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN });
    const { code, stdout, stderr } = await cli(workspace, words('--name', 'base'));
    assert.equal(code, 1);
    assert.equal(stdout, 'seed 0\nseed 1\nseed 2\n');
    assert.match(stderr, /seed 1, 2 of 3\n[^]*Traceback [^]*\nValueError: bad batch\n/);
    assert.match(stderr, /seed 1, 2 of 3\n.*tracking base 1 /);
    assert.match(stderr, /trialbook: train\.py:9: ValueError: bad batch\ntrialbook: base 1 failed with exit code 1/);
    assert.match(stderr, /1 of 3 runs did not finish\n$/);
    const runs = runEvents(workspace);
    assert.deepEqual(
      runs.map(({ command, name }) => [command.slice(2).join(' '), name]),
      [
        ['--lr 1 --seed 0', 'base 0'],
        ['--lr 1 --seed 1', 'base 1'],
        ['--lr 1 --seed 2', 'base 2'],
      ],
    );
    assert.deepEqual(statuses(workspace), ['finished', 'failed', 'finished']);
    assert.equal(new Set(runs.map(({ batch }) => batch)).size, 1);
    assert.notEqual(runs[0]?.batch, undefined);
  });

  it('puts a seed directly behind an option that ends in an equals sign', async () => {
    const workspace = workspaceWith();
    const train = ['python3', '-c', 'import sys; print(sys.argv[1:])'];
    const { code, stdout } = await cli(workspace, runWords(train, '--seeds', '7', '--seed-option=model.seed='));
    assert.deepEqual([code, stdout], [0, "['model.seed=7']\n"]);
  });

  it('that is run again trains nothing twice, and what is missing', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN });
    const two = runWords(['python3', 'train.py'], '--batch', BATCH, '--seeds', '0,2');
    assert.equal((await cli(workspace, two)).code, 0);
    const four = runWords(['python3', 'train.py'], '--batch', BATCH, '--seeds', '0,2,4,5');
    const { code, stdout } = await cli(workspace, four);
    assert.deepEqual([code, stdout], [0, 'seed 0\nseed 2\nseed 4\nseed 5\n']);
    assert.equal(seen(workspace), '0245');
  });

  it('is refused with the batch of other seeds', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN });
    const two = (seeds: string): string[] => runWords(['python3', 'train.py'], '--batch', BATCH, '--seeds', seeds);
    assert.equal((await cli(workspace, two('0,2'))).code, 0);
    const { code, stderr } = await cli(workspace, two('4,5,6'));
    assert.match(stderr, /This batch has run something else already: python3 train\.py --seed 0\. Leave --batch out/);
    assert.deepEqual([code, seen(workspace)], [1, '02']);
  });

  it('goes on to its end when its viewer is killed, each seed once', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN, wait: '' });
    const viewer = await startCli(workspace, words());
    await until('the first seed', () => viewer.stdout().includes('seed 0'));
    viewer.process.kill('SIGKILL');
    await viewer.finished;
    writeFileSync(path.join(workspace, 'go'), '');
    await until('the last seed', () => runFolders(workspace).length === 3);
    for (const folder of runFolders(workspace)) await recorderEnded(folder);
    assert.deepEqual(statuses(workspace), ['finished', 'failed', 'finished']);
    assert.equal(seen(workspace), '012');
  });

  it('that is run again while it trains, as after a reload, trains each seed once', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN, wait: '' });
    const first = await startCli(workspace, words('--batch', BATCH));
    await until('the first seed', () => first.stdout().includes('seed 0'));
    first.process.kill('SIGKILL');
    const second = await startCli(workspace, words('--batch', BATCH));
    await until('its output', () => second.stdout().includes('seed 0'));
    writeFileSync(path.join(workspace, 'go'), '');
    assert.equal((await second.finished).code, 1);
    for (const folder of runFolders(workspace)) await recorderEnded(folder);
    assert.equal(seen(workspace), '012');
  });

  it('ends with the run that is stopped', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN, wait: '' });
    const viewer = await startCli(workspace, words());
    await until('the first seed', () => viewer.stdout().includes('seed 0'));
    const [folder = ''] = runFolders(workspace);
    await cli(workspace, ['stop', path.basename(folder)]);
    const { code, stderr } = await viewer.finished;
    assert.notEqual(code, 0);
    assert.match(stderr, /2 more seeds are not run\./);
    await recorderEnded(folder);
    assert.deepEqual(statuses(workspace), ['cancelled']);
  });

  it('is suspended by Ctrl-Z in each of its runs', async function () {
    if (process.platform === 'win32') this.skip(); // It has no bash; see docs/platforms.md.
    const workspace = workspaceWith({ 'train.py': TRAIN, wait: '' });
    const shell = await TrackedShell.open(workspace);
    const line = [process.execPath, await cliFile(), ...runWords(['python3', 'train.py'], '--seeds', '0,2')];
    shell.type(line.map((word) => `'${word}'`).join(' '));
    await shell.terminal.shows('seed 0\r');
    writeFileSync(path.join(workspace, 'go'), '');
    await shell.terminal.shows('seed 2, 2 of 2');
    rmSync(path.join(workspace, 'go'));
    await shell.terminal.shows('seed 2\r');
    shell.terminal.type('\u001a');
    assert.match(await shell.prompt(), /Stopped/);
    writeFileSync(path.join(workspace, 'go'), '');
    assert.match(await shell.run('fg'), /finished/);
    for (const folder of runFolders(workspace)) await recorderEnded(folder);
    assert.deepEqual(statuses(workspace), ['finished', 'finished']);
  });

  it('is refused with seeds that are none, and with the id of a single run', async () => {
    const workspace = workspaceWith();
    const refused = async (...options: string[]): Promise<[number | null, string]> => {
      const { code, stderr } = await cli(workspace, runWords(['true'], ...options));
      return [code, stderr];
    };
    assert.deepEqual(await refused('--seeds', '1,,2'), [
      2,
      'trialbook: 1,,2 is no list of seeds: give one such as 0,1,2.\n',
    ]);
    assert.deepEqual(await refused('--seeds', '1', '--id', BATCH), [
      2,
      'trialbook: Several seeds are several runs: give --batch, not --id.\n',
    ]);
  });
});

/** The seeds in the order of their trainings. */
function seen(workspace: string): string {
  return readFileSync(path.join(workspace, 'seeds.txt'), 'utf8');
}
