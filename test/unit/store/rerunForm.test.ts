import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runDir, SNAPSHOT_FILE } from '../../../src/common/workspaceFolder';
import type { ScriptOption } from '../../../src/protocol/scriptOptions';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, runIdOf, TestWorkspace } from './helpers';

const OPTIONS: ScriptOption[] = [
  { key: 'lr', flags: ['--lr'], type: 'float', default: 0.1 },
  { key: 'seed', flags: ['--seed'], type: 'int' },
];
const told: NewEvent = { e: 'opt', src: 'argparse', options: OPTIONS };
const param = (k: string, v: number): NewEvent => ({ e: 'p', k, v, src: 'argparse' });

describe('the form of a re-run', () => {
  let workspace: TestWorkspace;

  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('tells how the run was called, what its script takes, and which seeds there were', async () => {
    workspace.append(runIdOf(1), finishedRun(runIdOf(1), 'first', [told, param('lr', 0.1), param('seed', 3)]));
    workspace.append(runIdOf(2), finishedRun(runIdOf(2), 'second', [param('seed', 1)]));
    writeFileSync(path.join(runDir(workspace.dir, runIdOf(1)), SNAPSHOT_FILE), '{}');
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await store.ask('rerunForm', { runId: runIdOf(1) }), {
      runId: runIdOf(1),
      name: 'first',
      experiment: 'penguins',
      command: ['python', 'train.py'],
      argumentsAt: 2,
      cwd: '.',
      script: 'train.py',
      options: OPTIONS,
      params: [
        { key: 'lr', value: 0.1, source: 'argparse' },
        { key: 'seed', value: 3, source: 'argparse' },
      ],
      seeds: ['1', '3'],
      hasSnapshot: true,
    });
  });

  it('takes the options of the newest run of the script that told any, not those of the trash', async () => {
    const newer: NewEvent = { e: 'opt', src: 'argparse', options: [OPTIONS[0]!] };
    const deleted: NewEvent = { e: 'opt', src: 'argparse', options: [OPTIONS[1]!] };
    workspace.append(runIdOf(1), finishedRun(runIdOf(1), 'silent'));
    workspace.append(runIdOf(2), finishedRun(runIdOf(2), 'old', [told]));
    workspace.append(runIdOf(3), finishedRun(runIdOf(3), 'new', [newer]));
    workspace.append(runIdOf(4), finishedRun(runIdOf(4), 'deleted', [deleted]));
    const store = await (await workspace.open()).refresh();
    await store.ask('trashRuns', { runIds: [runIdOf(4)] });
    const form = await store.ask('rerunForm', { runId: runIdOf(1) });
    assert.deepEqual([form?.options, form?.hasSnapshot], [[OPTIONS[0]], false]);
  });

  it('has no options where nobody told any, and is none of a run that is gone', async () => {
    mkdirSync(runDir(workspace.dir, runIdOf(1)), { recursive: true });
    workspace.append(runIdOf(1), finishedRun(runIdOf(1), 'silent'));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual((await store.ask('rerunForm', { runId: runIdOf(1) }))?.options, []);
    assert.equal(await store.ask('rerunForm', { runId: runIdOf(9) }), null);
  });
});
