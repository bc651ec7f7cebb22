import assert from 'node:assert/strict';
import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { databasePath, OUTPUT_LOG, trialbookDir } from '../../src/common/workspaceFolder';
import { copyWorkspace, PENGUINS, type TemporaryWorkspace } from '../host/workspace';
import { openExample, type OpenExample } from './openExample';
import { eventually, readTrainingPid, waitForEnds } from './recorded';
import { recordByCommandLine } from './recordByCommandLine';
import { startExample, track } from './tracking';
import { chooseFrom } from './runsViewSteps';
import type { TreeRow, Workbench } from './workbench';

const EXITS = `import sys

def train():
    for epoch in range(3):
        print(f"::metric loss={1 / (epoch + 1)} step={epoch}")
    sys.exit(3)

if __name__ == "__main__":
    train()
`;
const RAISES = `def train():
    print("::metric loss=0.5 step=1")
    raise ValueError("the learning rate must be positive")

if __name__ == "__main__":
    train()
`;

describe('faults', () => {
  let example: OpenExample;
  let workbench: Workbench;
  const others: TemporaryWorkspace[] = [];

  before(async () => {
    example = await openExample('faults');
    workbench = example.session.workbench;
    await writeFile(path.join(example.folder, 'train_exits.py'), EXITS);
    await writeFile(path.join(example.folder, 'train_raises.py'), RAISES);
    await workbench.openContainer('Trialbook');
    // Each script is an experiment of its own; here single runs are looked at.
    await chooseFrom(workbench, 'Trialbook: Group Runs by…', 'No groups');
  });
  after(async () => {
    await example.close();
    for (const other of others) await other.remove();
  });

  /** Opens another copy of the example in the window, prepared before. */
  const openCopy = async (prepare: (folder: string) => Promise<unknown>): Promise<string> => {
    const copy = await copyWorkspace(PENGUINS);
    others.push(copy);
    const folder = copy.folders[0]!;
    await prepare(folder);
    await workbench.openFolder(folder);
    await workbench.openContainer('Trialbook');
    return folder;
  };
  const firstRow = async (icon: string): Promise<TreeRow> => {
    const [row] = await eventually(
      () => workbench.readTree('Runs'),
      ([first]) => first?.icon === icon,
    );
    return row!;
  };

  it('says that a script failed with an exit code, and shows its output', async () => {
    await track(workbench, 'train_exits.py');
    const row = await firstRow('testing-failed-icon');
    assert.deepEqual(row, { ...row, description: '0.3333 loss · exit code 3 · now' });
    const notification = await workbench.notification(`${row.label} failed: exit code 3`);
    await workbench.button(notification, 'Show output').click();
    await workbench.tab(OUTPUT_LOG).waitFor();
    const [run] = await waitForEnds(example.folder, 1);
    assert.deepEqual(run, { id: run?.id, status: 'failed', message: 'exit code 3', steps: { loss: [0, 1, 2] } });
  });

  it('says which exception ended a script', async () => {
    await track(workbench, 'train_raises.py');
    const message = 'ValueError: the learning rate must be positive';
    await workbench.notification(`failed: ${message}`);
    const runs = await waitForEnds(example.folder, 2);
    assert.deepEqual(runs[1], { id: runs[1]?.id, status: 'failed', message, steps: { loss: [1] } });
    const row = await firstRow('testing-failed-icon');
    assert.deepEqual(row, { ...row, description: `0.5 loss · ${message} · now` });
  });

  it('never shows a killed training as finished', async () => {
    const { label } = await startExample(workbench, 400);
    const ids = (await readdir(path.join(trialbookDir(example.folder), 'runs'))).sort();
    const pid = await readTrainingPid(example.folder, ids.at(-1)!);
    process.kill(pid!, 'SIGKILL');
    await workbench.notification(`${label} killed: killed by SIGKILL`);
    const row = await firstRow('testing-error-icon');
    assert.match(row.description, /^[\d.]+ accuracy · killed by SIGKILL · now$/);
    const runs = await waitForEnds(example.folder, 3);
    assert.deepEqual(
      runs.map(({ status, message }) => [status, message]),
      [
        ['failed', 'exit code 3'],
        ['failed', 'ValueError: the learning rate must be positive'],
        ['killed', 'killed by SIGKILL'],
      ],
    );
  });

  it('says that there is no Python where the setting names one', async () => {
    const folder = await openCopy((copy) =>
      writeFile(path.join(copy, '.vscode', 'settings.json'), '{ "trialbook.pythonPath": "missing/python" }'),
    );
    await workbench.showLens('train.py');
    await workbench.codeLens('Choose a Python interpreter').waitFor();
    await workbench.codeLens('Track this run').click();
    await workbench.notification(
      'The setting trialbook.pythonPath names missing/python, which does not exist. Correct it or clear it.',
    );
    assert.equal(await exists(path.join(folder, 'model.json')), false);
    assert.deepEqual(await workbench.readTree('Runs'), []);
  });

  it('sets a damaged database aside, says so, and lists the runs again', async () => {
    const names = ['first', 'second'];
    const folder = await openCopy(async (copy) => {
      for (const name of names) await recordByCommandLine(copy, name);
      await writeFile(databasePath(copy), Buffer.from('SQLite format 3\0 and then nothing of the sort '.repeat(400)));
    });
    await workbench.notification(
      /The database was damaged .* It was set aside as trialbook\.db\.damaged-\w+ and is rebuilt/,
    );
    const rows = await eventually(
      () => workbench.readTree('Runs'),
      (all) => all.length === 2,
    );
    assert.deepEqual(
      rows.map(({ label, icon }) => [label, icon]),
      [
        ['second', 'testing-passed-icon'],
        ['first', 'testing-passed-icon'],
      ],
    );
    const runs = await waitForEnds(folder, 2);
    assert.deepEqual(
      runs.map(({ status, steps }) => [status, steps['loss']]),
      [
        ['finished', [1, 2]],
        ['finished', [1, 2]],
      ],
    );
    const aside = (await readdir(trialbookDir(folder))).filter((name) => name.includes('damaged'));
    assert.equal(aside.length, 1);
  });

  it('trains all the same where nothing can be recorded, and says so', async () => {
    const folder = await openCopy((copy) => writeFile(trialbookDir(copy), 'not a folder\n'));
    await track(workbench);
    await workbench.notification('Trialbook cannot write to .trialbook in penguins');
    await workbench.terminal.waitFor(/The training runs all the same, but it is not recorded/);
    await eventually(
      () => exists(path.join(folder, 'model.json')),
      (there) => there,
    );
    await workbench.terminal.waitFor(/wrote model.json and predictions.csv/);
    assert.deepEqual(await workbench.readTree('Runs'), []);
  });
});

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
