import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { OUTPUT_LOG, runDir } from '../../../../src/common/workspaceFolder';
import { eventually } from '../../eventually';
import { activateExtension, QUICK_SCRIPT, workspaceDir, writeQuickScript, writeSmallExample } from '../../extension';
import { finalStatus, newRuns, readEvents, recordedCommand, runIds, storedRun } from '../../runs';

const EPOCHS = [1, 2, 3];

/** Makes `tasks.json` hold these tasks and no others, and returns them as the editor has them. */
async function configureTasks(...definitions: ({ label: string } & Record<string, unknown>)[]): Promise<vscode.Task[]> {
  const folder = path.join(workspaceDir(), '.vscode');
  await mkdir(folder, { recursive: true });
  const tasks = definitions.map((definition) => ({ type: 'trialbook', ...definition }));
  await writeFile(path.join(folder, 'tasks.json'), JSON.stringify({ version: '2.0.0', tasks }));
  return eventually(`tasks ${definitions.map(({ label }) => label).join(', ')}`, async () => {
    const fetched = (await vscode.tasks.fetchTasks({ type: 'trialbook' })).filter(
      ({ source }) => source === 'Workspace',
    );
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

  it('run in their directory and environment, with their experiment, name and tags', async () => {
    const folder = workspaceDir();
    await mkdir(path.join(folder, 'jobs'), { recursive: true });
    await writeFile(path.join(folder, 'train_where.py'), 'import os\nprint(os.getcwd(), os.environ["STAGE"])\n');
    const [task] = await configureTasks({
      label: 'whole',
      script: 'train_where.py',
      cwd: '${workspaceFolder}/jobs',
      env: { STAGE: 'base' },
      experiment: 'places',
      name: 'calm-owl',
      tags: { stage: 'base', fold: 2 },
      timeout: '30s',
    });
    const [id = ''] = await newRuns(folder, 1, () => runTask(task));
    const events = readEvents(folder, id);
    const run = events.find((event) => event.e === 'run');
    assert.deepEqual(
      [run?.experiment, run?.name, run?.cwd, run?.script],
      ['places', 'calm-owl', 'jobs', 'train_where.py'],
    );
    assert.deepEqual(
      events.flatMap((event) => (event.e === 'tag' ? [`${event.k}=${event.v}`] : [])),
      ['stage=base', 'fold=2'],
    );
    assert.equal(readFileSync(path.join(runDir(folder, id), OUTPUT_LOG), 'utf8').trim(), `${folder}/jobs base`);
  });

  it('run a command, of which Python is the one of the folder', async () => {
    const folder = workspaceDir();
    const [task] = await configureTasks({ label: 'command', command: ['python', '-c', 'print(1)'] });
    const [id = ''] = await newRuns(folder, 1, async () => assert.equal(await runTask(task), 0));
    const [python, ...rest] = await recordedCommand(folder, id);
    assert.ok(python !== undefined && path.isAbsolute(python), python);
    assert.deepEqual(rest, ['-c', 'print(1)']);
  });

  it('train once with each seed, again each time they are run, and fail when one does', async () => {
    const folder = workspaceDir();
    const script = 'train_seeds.py';
    await writeFile(
      path.join(folder, script),
      'import sys\nif sys.argv[2] == "1":\n    raise ValueError("bad seed")\n',
    );
    const [task] = await configureTasks({ label: 'seeds', script, seeds: [0, 1, 2] });
    const first = await newRuns(folder, 3, async () => assert.equal(await runTask(task), 1));
    const second = await newRuns(folder, 3, () => runTask(task));
    for (const ids of [first, second]) {
      const commands = await Promise.all(ids.map((id) => recordedCommand(folder, id)));
      assert.deepEqual(
        commands.map((words) => words.slice(1)),
        [0, 1, 2].map((seed) => [script, '--seed', String(seed)]),
      );
      assert.equal(new Set(ids.map((id) => readEvents(folder, id).find((event) => event.e === 'run')?.batch)).size, 1);
    }
  });

  it("that fail show a problem at the user's own line, until they are run again", async () => {
    const folder = workspaceDir();
    const file = path.join(folder, 'train_broken.py');
    const problems = (): string[] =>
      vscode.languages
        .getDiagnostics(vscode.Uri.file(file))
        .map(({ source, message, range }) => `${source} ${range.start.line + 1} ${message}`);
    await writeFile(file, 'import json\n\ndef main():\n    json.loads("{")\n\nmain()\n');
    const [task] = await configureTasks({ label: 'broken', script: 'train_broken.py' });
    assert.equal(await runTask(task), 1);
    const [problem = ''] = await eventually('the problem', () => (problems().length > 0 ? problems() : undefined));
    assert.match(problem, /^Trialbook 4 json\.decoder\.JSONDecodeError: Expecting property name/);
    await writeFile(file, 'print("epoch 1")\n');
    assert.equal(await runTask(task), 0);
    await eventually('no problem', () => problems().length === 0 || undefined);
  });

  it('depend on others: what they need is run first, and its failure stops them', async () => {
    const folder = workspaceDir();
    await writeFile(path.join(folder, 'check.py'), 'import os, sys\nsys.exit(0 if os.path.exists("valid") else 3)\n');
    const [, train] = await configureTasks(
      { label: 'validate', script: 'check.py' },
      { label: 'train', script: QUICK_SCRIPT, dependsOn: ['validate'] },
    );
    await writeQuickScript(folder);
    const scriptsOf = (ids: string[]): Promise<(string | undefined)[]> =>
      Promise.all(ids.map(async (id) => (await recordedCommand(folder, id))[1]));
    assert.ok(train);
    await writeFile(path.join(folder, 'valid'), '');
    const both = await newRuns(folder, 2, () => runTask(train));
    await rm(path.join(folder, 'valid'));
    const refused = await newRuns(folder, 1, async () => vscode.tasks.executeTask(train));
    assert.equal(await finalStatus(folder, refused[0] ?? ''), 'failed');
    assert.deepEqual([await scriptsOf(refused), await scriptsOf(both)], [['check.py'], ['check.py', QUICK_SCRIPT]]);
  });

  it('are offered for scripts that have runs or are open, each once', async () => {
    const folder = workspaceDir();
    await configureTasks({ label: 'named', script: 'train_small.py', args: ['--epochs', '2'] });
    await writeFile(path.join(folder, 'fit_open.py'), 'model.fit(data)\n');
    await vscode.workspace.openTextDocument(path.join(folder, 'fit_open.py'));
    const offered = await eventually('the offered tasks', async () => {
      const fetched = await vscode.tasks.fetchTasks({ type: 'trialbook' });
      const names = fetched.filter(({ source }) => source === 'trialbook').map(({ name }) => name);
      return names.includes('fit_open.py') ? names : undefined;
    });
    assert.ok(offered.includes('train_small.py') && offered.includes('train_seeds.py'), offered.join(' '));
    assert.equal(new Set(offered).size, offered.length);
    assert.ok(!offered.includes('penguins.csv'));
  });
});
