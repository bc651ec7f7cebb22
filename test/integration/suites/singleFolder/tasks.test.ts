import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually';
import { activateExtension, workspaceDir, writeSmallExample } from '../../extension';
import { newRuns, readEvents, recordedCommand, runIds, storedRun } from '../../runs';

const EPOCHS = [1, 2, 3];

/** Makes `tasks.json` hold these tasks and no others, and returns them as the editor has them. */
async function configureTasks(...definitions: ({ label: string } & Record<string, unknown>)[]): Promise<vscode.Task[]> {
  const folder = path.join(workspaceDir(), '.vscode');
  await mkdir(folder, { recursive: true });
  const tasks = definitions.map((definition) => ({ type: 'trialbook', problemMatcher: [], ...definition }));
  await writeFile(path.join(folder, 'tasks.json'), JSON.stringify({ version: '2.0.0', tasks }));
  return eventually(`tasks ${definitions.map(({ label }) => label).join(', ')}`, async () => {
    const fetched = await vscode.tasks.fetchTasks({ type: 'trialbook' });
    const found = definitions.flatMap(({ label }) => fetched.find(({ name }) => name === label) ?? []);
    return found.length === definitions.length && fetched.length === found.length ? found : undefined;
  });
}

/** Runs a task and returns the exit code of its process. */
async function runTask(task: vscode.Task | undefined): Promise<number | undefined> {
  assert.ok(task);
  const ended: vscode.TaskProcessEndEvent[] = [];
  const listening = vscode.tasks.onDidEndTaskProcess((event) => ended.push(event));
  try {
    await vscode.tasks.executeTask(task);
    const end = await eventually(`the end of the task ${task.name}`, () =>
      ended.find(({ execution }) => execution.task.name === task.name),
    );
    return end.exitCode;
  } finally {
    listening.dispose();
  }
}

describe('tasks in one folder', () => {
  let runId = '';
  before(activateExtension);

  it('of type trialbook in tasks.json are tracked runs', async () => {
    const folder = workspaceDir();
    const script = await writeSmallExample(folder);
    const [task] = await configureTasks({ label: 'three epochs', script, args: ['--epochs', '3', '--seed', '7'] });
    let exitCode: number | undefined;
    [runId = ''] = await newRuns(folder, 1, async () => (exitCode = await runTask(task)));
    assert.equal(exitCode, 0);
    assert.deepEqual((await recordedCommand(folder, runId)).slice(1), [script, '--epochs', '3', '--seed', '7']);
    const { status, params, steps } = await storedRun(folder, runId);
    assert.deepEqual(
      { status, params, steps },
      {
        status: 'finished',
        params: { epochs: 3, hidden: 1, lr: 0.001, seed: 7 },
        steps: { accuracy: EPOCHS, loss: EPOCHS, val_loss: EPOCHS },
      },
    );
  });

  it('with the id of a run that ended show it and train nothing', async () => {
    const folder = workspaceDir();
    const [task] = await configureTasks({ label: 'again', script: 'train_small.py', runId });
    const before = [runIds(folder), readEvents(folder, runId)];
    assert.equal(await runTask(task), 0);
    assert.deepEqual([runIds(folder), readEvents(folder, runId)], before);
  });

  it('with the id of a run that trains join it', async () => {
    const folder = workspaceDir();
    const id = '01JXTASK000000000000000001';
    await writeFile(path.join(folder, 'train_slowly.py'), 'import time\nprint("epoch 1", flush=True)\ntime.sleep(2)\n');
    const common = { script: 'train_slowly.py', runId: id };
    const tasks = await configureTasks(
      { label: 'first', ...common },
      { label: 'second', ...common, args: ['--again'] },
    );
    assert.deepEqual(await Promise.all(tasks.map(runTask)), [0, 0]);
    const events = readEvents(folder, id);
    assert.deepEqual(
      events.flatMap((event) => (event.e === 'st' ? [event.status] : [])),
      ['running', 'finished'],
    );
  });
});
