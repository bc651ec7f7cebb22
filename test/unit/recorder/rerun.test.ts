import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import {
  allEvents,
  cli,
  PYTHON_DIR,
  recorderEvents,
  removeTemporary,
  runFolders,
  startCli,
  until,
  workspaceWith,
} from './support';

const TRAIN = `import argparse
p = argparse.ArgumentParser()
p.add_argument('--lr', type=float, default=0.1)
p.add_argument('--layers', type=int, nargs='+')
p.add_argument('--hf-token')
p.add_argument('--seed', type=int, default=0)
print(vars(p.parse_args()), flush=True)
`;

/** A workspace in which a script was run once, and the id of that run. */
async function ran(args: string[], script = TRAIN): Promise<{ workspace: string; id: string }> {
  const workspace = workspaceWith({ 'train.py': script });
  const words = ['run', '--python-dir', PYTHON_DIR, '--sample', '0', '--experiment', 'birds', '--'];
  const { code, stderr } = await cli(workspace, [...words, 'python3', 'train.py', ...args]);
  assert.equal(code, 0, stderr);
  return { workspace, id: path.basename(runFolders(workspace)[0]!) };
}

/** What `trialbook rerun --dry-run` would run. */
async function plan({ workspace, id }: { workspace: string; id: string }, ...options: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await cli(workspace, ['rerun', id, ...options, '--dry-run']);
  return code === 0 ? stdout.trim().split('\n') : [`${code}: ${stderr.trim()}`];
}

describe('trialbook rerun', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('runs the same again, in the same experiment, and says what it is based on', async () => {
    const { workspace, id } = await ran(['--lr', '0.5']);
    assert.equal((await cli(workspace, ['rerun', id])).code, 0);
    const [, again] = runFolders(workspace);
    const run = recorderEvents(again!).find((event) => event.e === 'run');
    assert.deepEqual(
      { ...run, q: 0, t: 0, name: '' },
      {
        q: 0,
        t: 0,
        e: 'run',
        id: path.basename(again!),
        name: '',
        experiment: 'birds',
        command: ['python3', 'train.py', '--lr', '0.5'],
        cwd: '.',
        script: 'train.py',
        basedOn: id,
        purpose: 'rerun',
      },
    );
  });

  it('tries several values with several seeds, in one batch', async () => {
    const one = await ran(['--lr', '0.5', '--layers', '64', '32']);
    assert.deepEqual(await plan(one, '--set', 'lr=1', '--set', 'lr=2', '--set', 'layers=8 4', '--seeds', '0-1'), [
      'python3 train.py --lr 1 --layers 8 4 --seed 0',
      'python3 train.py --lr 1 --layers 8 4 --seed 1',
      'python3 train.py --lr 2 --layers 8 4 --seed 0',
      'python3 train.py --lr 2 --layers 8 4 --seed 1',
    ]);
    assert.deepEqual(await plan(one, '--set', 'layers=', '--times', '2'), [
      'python3 train.py --lr 0.5',
      'python3 train.py --lr 0.5',
    ]);
    assert.equal((await cli(one.workspace, ['rerun', one.id, '--seeds', '3,4'])).code, 0);
    const runs = runFolders(one.workspace).slice(1).map(recorderEvents);
    const batches = runs.map((events) => events.flatMap((event) => (event.e === 'run' ? event.batch : [])));
    assert.equal(batches.length, 2);
    assert.ok(batches[0]![0] !== undefined && batches[0]![0] === batches[1]![0]);
  });

  it('gives the exit code of the first run that failed', async () => {
    const one = await ran(['--seed', '0'], `${TRAIN}import sys; sys.exit(p.parse_args().seed)\n`);
    assert.equal((await cli(one.workspace, ['rerun', one.id, '--seeds', '0,3,4'])).code, 3);
    assert.equal(runFolders(one.workspace).length, 4);
  });

  it('ends with the run that is stopped', async () => {
    const one = await ran([], `${TRAIN}import time\nif p.parse_args().seed: time.sleep(60)\n`);
    const rerun = await startCli(one.workspace, ['rerun', one.id, '--seeds', '1-3']);
    const folder = await until('the second run trains', () =>
      runFolders(one.workspace).find((_, i) => i === 1 && rerun.stdout().includes("'seed': 1")),
    );
    await cli(one.workspace, ['stop', path.basename(folder)]);
    const { code, stderr } = await rerun.finished;
    assert.notEqual(code, 0);
    assert.match(stderr, /2 more are not run\./);
    assert.equal(runFolders(one.workspace).length, 2);
  });

  it('never runs with the mask of a secret', async () => {
    const one = await ran(['--hf-token', 'letmein', '--lr', '1']);
    const [refused] = await plan(one);
    assert.match(refused!, /^1: trialbook: A secret of the command was not recorded: \*\*\*\./);
    assert.deepEqual(await plan(one, '--set', 'hf_token=other'), ['python3 train.py --hf-token other --lr 1']);
  });

  it('takes code from another folder, and another interpreter', async () => {
    const { workspace, id } = await ran([]);
    const root = path.join(workspace, '.trialbook', 'checkouts', 'a');
    mkdirSync(root, { recursive: true });
    renameSync(path.join(workspace, 'train.py'), path.join(root, 'train.py'));
    // Node cannot read Python: what counts is that it was asked to, in that folder.
    assert.equal((await cli(workspace, ['rerun', id, '--root', root, '--python', process.execPath])).code, 1);
    const [, again] = runFolders(workspace);
    const run = allEvents(again!)
      .flat()
      .find((event) => event.e === 'run');
    assert.ok(run?.e === 'run' && run.command[0] === process.execPath && run.cwd === '.');
  });

  it('says what is wrong before it starts anything', async () => {
    const one = await ran([]);
    const cases: [options: string[], message: RegExp][] = [
      [['--set', 'lr=x'], /^1: .*x is no value for the option lr\./],
      [['--set', 'epochs=1'], /^1: .*no option epochs. It has: lr, layers, hf_token, seed/],
      [['--set', 'lr'], /^2: .*lr sets no option/],
      [['--seeds', 'x'], /^2: .*x are no seeds/],
      [['--seeds', '1', '--times', '2'], /^2: .*either --seeds or --times/],
      [['--times', '0'], /^2: .*from 1 to 500/],
      [['--seeds', '0-299', '--set', 'lr=1', '--set', 'lr=2'], /^1: .*These are 600 runs; 500 are possible\./],
    ];
    for (const [options, message] of cases) assert.match((await plan(one, ...options))[0]!, message);
    const plain = await ran([], 'print(1)\n');
    assert.match((await plan(plain, '--set', 'lr=1'))[0]!, /^1: .*The script told no options/);
    assert.match((await plan(plain, '--seeds', '1'))[0]!, /^1: .*No option of the script is a seed/);
    assert.deepEqual(await plan(plain, '--times', '2'), ['python3 train.py', 'python3 train.py']);
  });

  it('is not upset by garbage in the event files', async () => {
    const one = await ran(['--lr', '0.5']);
    const garbage = [
      '{"e":"opt","src":"argparse","options":[{"key":5},null,{"key":"x","flags":["--x"],"type":"nope"}]}',
      '{"e":"opt","src":"argparse","options":"lr"}',
      '{"e":"opt"}',
      '',
    ].join('\n');
    appendFileSync(path.join(one.workspace, '.trialbook', 'runs', one.id, 'zz.jsonl'), garbage);
    assert.deepEqual(await plan(one, '--set', 'lr=1'), ['python3 train.py --lr 1']);
  });
});
