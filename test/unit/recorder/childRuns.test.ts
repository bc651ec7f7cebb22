import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { ListedRun, ShownRun } from '../../../src/protocol/commandLine';
import {
  allEvents,
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

/** A study whose tracker makes runs inside it: one that ends, one that does not, and one inside that. */
const STUDY = `
import os, sys, time
from _trialbook import start
session = start.session
ended = session.begin_child('trial 0')
session.end_child(ended, 'finished')
time.sleep(0.01)
open_end = session.begin_child('trial 1')
session.work_for(open_end)
session.begin_child('inner')
session.work_for(None)
print('ready', flush=True)
`;

function words(...options: string[]): string[] {
  return ['run', '--python-dir', PYTHON_DIR, '--name', 'study', ...options, '--', 'python3', 'train.py'];
}

/** Statuses by the names of runs, after the recorder of the study has ended. */
async function statuses(workspace: string): Promise<Record<string, string>> {
  await recorderEnded(runFolders(workspace)[0] ?? '');
  const { stdout } = await cli(workspace, ['list', '--json']);
  const runs = JSON.parse(stdout) as ListedRun[];
  return Object.fromEntries(runs.map((run) => [run.name, run.status]));
}

describe('runs inside a run', function () {
  this.timeout(60_000);
  after(removeTemporary);

  const endings: [string, string, string][] = [
    ['finished', '', 'failed'],
    ['failed', 'sys.exit(3)', 'failed'],
    ['killed', 'os.kill(os.getpid(), 9)', 'killed'],
  ];
  for (const [status, end, ofChild] of endings) {
    it(`that did not end are ${ofChild} when it ${status === 'killed' ? 'was killed' : status}`, async () => {
      const workspace = workspaceWith({ 'train.py': STUDY + end });
      await cli(workspace, words());
      const expected = { study: status, 'trial 0': 'finished', 'trial 1': ofChild, inner: ofChild };
      assert.deepEqual(await statuses(workspace), expected);
    });
  }

  it('are cancelled with it, and shown below it', async () => {
    const workspace = workspaceWith({ 'train.py': `${STUDY}time.sleep(60)` });
    const viewer = await startCli(workspace, words());
    await until('the study', () => viewer.stdout().includes('ready'));
    const [study = ''] = runFolders(workspace).map((folder) => path.basename(folder));
    await cli(workspace, ['stop', 'study']);
    await viewer.finished;
    const expected = { study: 'cancelled', 'trial 0': 'finished', 'trial 1': 'cancelled', inner: 'cancelled' };
    assert.deepEqual(await statuses(workspace), expected);
    const listed = (await cli(workspace, ['list'])).stdout.match(/^ *\S+( \S+)*/gm) ?? [];
    assert.deepEqual(listed.slice(1, 5), ['study', '  trial 0', '  trial 1', '    inner']);
    const shown = JSON.parse((await cli(workspace, ['show', 'study', '--json'])).stdout) as ShownRun;
    assert.deepEqual(
      shown.children.map(({ name, status }) => [name, status]),
      [
        ['trial 0', 'finished'],
        ['trial 1', 'cancelled'],
      ],
    );
    const child = JSON.parse((await cli(workspace, ['show', 'trial 1', '--json'])).stdout) as ShownRun;
    assert.deepEqual([child.parent, child.message], [study, 'its process ended before it did']);
    assert.match((await cli(workspace, ['show', 'study'])).stdout, /^Runs inside\ntrial 0 +finished +0/m);
  });

  it('do not keep the models of the whole from being found', async () => {
    const workspace = workspaceWith({ 'train.py': `${STUDY}os.system('echo weights > model.pt')\n` });
    await cli(workspace, words());
    const events = await recorderEnded(runFolders(workspace)[0] ?? '');
    assert.deepEqual(
      events.flatMap((event) => (event.e === 'art' ? event.path : [])),
      ['model.pt'],
    );
  });

  it('are only those that say so themselves', async () => {
    const workspace = workspaceWith({
      'train.py': `import os\nwhile not os.path.exists('go'): pass\n`,
    });
    await cli(workspace, runWords(['sh', '-c', 'kill -9 $PPID; sleep 5']));
    const [other = ''] = runFolders(workspace);
    await recorderEnded(other);
    const viewer = await startCli(workspace, words());
    const study = await until('the study', () => runFolders(workspace)[1]);
    appendFileSync(path.join(study, 'x.jsonl'), `{"e":"child","id":"${path.basename(other)}"}\n`);
    appendFileSync(path.join(workspace, 'go'), '');
    await viewer.finished;
    await recorderEnded(study);
    // The recorder of the other run was killed: nobody speaks for it.
    const finals = allEvents(other)
      .flat()
      .filter((event) => event.e === 'st' && event.status !== 'running');
    assert.deepEqual(finals, []);
    const { stdout } = await cli(workspace, ['list', '--json']);
    const runs = JSON.parse(stdout) as ListedRun[];
    assert.equal(runs.find((run) => run.id === path.basename(other))?.status, 'lost');
  });
});
