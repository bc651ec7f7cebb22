/** Debug sessions as tracked runs, with debugpy's own adapter below an extension that stands in for Python's. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { isProcessAlive } from '../../src/common/processes';
import { databasePath, isEventFile, runDir } from '../../src/common/workspaceFolder';
import type { StatusEvent, TrainingEvent } from '../../src/protocol/trainingEvents';
import { debuggerPython } from '../debugpy/interpreter';
import { ROOT } from '../host/paths';
import { queryDatabase } from '../host/sqlite';
import { openExample, type OpenExample } from './openExample';
import { eventually, listRunFolders, readTrainingPid, waitForEnds } from './recorded';
import { clickLens } from './tracking';
import type { Workbench } from './workbench';

const SCRIPT = `import argparse
import os

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.5)
args = parser.parse_args()


def train_step(step):
    loss = args.lr / step
    print(f"::metric loss={loss} step={step}")
    if args.lr < 0:
        raise ValueError("a negative rate")


if __name__ == "__main__":
    for epoch in range(1, 4):
        train_step(epoch)
    print("trained", os.environ.get("FROM_ENV_FILE"), os.environ.get("ELECTRON_RUN_AS_NODE"))
`;
const NAME = 'train_step.py';
const LINES = SCRIPT.split('\n');
/** Stops here once for each of the three steps. */
const BREAKPOINT = LINES.findIndex((line) => line.includes('loss = ')) + 1;

const launch = (name: string, more: object): object => ({
  name,
  type: 'debugpy',
  request: 'launch',
  program: '${workspaceFolder}/train_step.py',
  ...more,
});
const LAUNCH_JSON = JSON.stringify(
  {
    version: '0.2.0',
    configurations: [
      launch('tracked, fails', { trialbook: true, args: ['--lr', '-1'] }),
      launch('not tracked', {}),
      launch('no interpreter', { trialbook: true, python: '/nowhere/python' }),
    ],
  },
  undefined,
  2,
);

describe('debugging', function () {
  // A debugger and a window anew: minutes on a busy machine.
  this.timeout(300_000);
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    const env = { STAND_IN_PYTHON: debuggerPython() };
    example = await openExample('debugging', { env, companions: [path.join(ROOT, 'test/fixtures/pythonDebugger')] });
    workbench = example.session.workbench;
    await writeFile(path.join(example.folder, NAME), SCRIPT);
    await writeFile(path.join(example.folder, '.vscode', 'launch.json'), LAUNCH_JSON);
  });
  after(() => example.close());

  const find = (selector: string, options?: { hasText: string | RegExp }): Locator =>
    example.session.page.locator(selector, options);
  const toolbar = (): Locator => find('.debug-toolbar');
  /** A button of the debugger by the name of its icon. */
  const tool = (icon: string): Locator => toolbar().locator(`.codicon-debug-${icon}`);
  const frames = (): Locator => find('.debug-call-stack .stack-frame');
  const press = (key: string): Promise<void> => example.session.page.keyboard.press(key);
  const ended = (): Promise<void> => toolbar().waitFor({ state: 'hidden' });
  const start = async (configuration: string): Promise<void> => {
    await workbench.runCommand('Debug: Select and Start Debugging');
    await workbench.quickPick(configuration).first().click();
  };

  /** Waits until the program stands in a line of a function. */
  const standsAt = async (name: string, line: number): Promise<void> => {
    await frames()
      .filter({ hasText: new RegExp(`^${name}.*\\.py\\D*${line}:`) })
      .first()
      .waitFor();
    await find('.editor-instance .debug-top-stack-frame-line').first().waitFor();
  };
  /** The newest run, once there are so many. */
  const newestRun = async (count: number): Promise<string> => {
    const ids = await eventually(
      () => listRunFolders(example.folder),
      ({ length }) => length === count,
    );
    return ids.at(-1)!;
  };
  /** The process of the newest run, once it trains. */
  const trainingPid = async (count: number): Promise<number> => {
    const id = await newestRun(count);
    const pid = await eventually(
      () => readTrainingPid(example.folder, id),
      (found) => found !== undefined,
    );
    return pid!;
  };
  /** Waits for the end of the run of this number, from 1: by its own files, for the window may be gone. */
  const checkCancelled = async (count: number, pid: number): Promise<void> => {
    const status = await eventually(
      () => readFinalStatus(example.folder, count),
      (final) => final !== undefined,
      120_000,
    );
    assert.equal(status, 'cancelled');
    assert.equal(isProcessAlive(pid), false, 'the training is gone');
  };

  it('stops a tracked run at a breakpoint, from the lens, and steps', async () => {
    await workbench.openFile(NAME, BREAKPOINT);
    await press('F9');
    await find('.codicon-debug-breakpoint').first().waitFor();
    await workbench.showLens(NAME);
    await clickLens(workbench, 'Debug', toolbar());
    await standsAt('train_step', BREAKPOINT);
    await tool('step-over').click();
    await standsAt('train_step', BREAKPOINT + 1);
    await find('.debug-variables .monaco-list-row', { hasText: /loss\s*=\s*0\.5/ }).waitFor();
    await example.session.screenshot('one step on');
    await workbench.terminal.waitFor('trialbook: tracking');
  });

  it('goes on to the end, and the run has all that a tracked run has', async () => {
    for (const step of [2, 3]) {
      await tool('continue').click();
      await standsAt('train_step', BREAKPOINT);
      await find('.debug-variables .monaco-list-row', { hasText: new RegExp(`step\\s*=\\s*${step}`) }).waitFor();
    }
    await tool('continue').click();
    await ended();
    await workbench.terminal.waitFor(/trained yes None/);
    const [run] = await waitForEnds(example.folder, 1);
    assert.deepEqual(run, { id: run?.id, status: 'finished', message: null, steps: { loss: [1, 2, 3] } });
    const [params, runs] = await queryDatabase(databasePath(example.folder), [
      'SELECT key, value FROM params ORDER BY key',
      'SELECT script, command FROM runs',
    ]);
    assert.deepEqual(params, [{ key: 'lr', value: 0.5 }]);
    assert.deepEqual(runs, [{ script: NAME, command: JSON.stringify([debuggerPython(), NAME]) }]);
    await workbench.openContainer('Trialbook');
    await eventually(
      () => workbench.readTree('Runs'),
      ([row]) => row?.icon === 'testing-passed-icon',
    );
  });

  it('is a new run after Restart, and cancelled by Stop', async () => {
    await workbench.openFile(NAME);
    await workbench.runCommand('Trialbook: Debug This Run');
    await standsAt('train_step', BREAKPOINT);
    const first = await trainingPid(2);
    await tool('restart').click();
    await checkCancelled(2, first);
    const second = await trainingPid(3);
    await standsAt('train_step', BREAKPOINT);
    assert.ok(isProcessAlive(second));
    await tool('stop').click();
    await ended();
    await checkCancelled(3, second);
    const runs = await waitForEnds(example.folder, 3);
    assert.deepEqual(
      runs.map(({ status }) => status),
      ['finished', 'cancelled', 'cancelled'],
    );
  });

  it('knows "trialbook" in launch.json, and a run started by F5 fails with its exception', async () => {
    await workbench.openFile('launch.json');
    await find('.view-line', { hasText: '"trialbook"' }).first().waitFor();
    await start('tracked, fails');
    await standsAt('train_step', BREAKPOINT);
    assert.equal(await find('.squiggly-warning').count(), 0);
    await tool('continue').click();
    await find('.exception-widget', { hasText: 'a negative rate' }).waitFor();
    await example.session.screenshot('stopped at an exception');
    await tool('continue').click();
    await ended();
    const runs = await waitForEnds(example.folder, 4);
    assert.deepEqual([runs[3]?.status, runs[3]?.message], ['failed', 'ValueError: a negative rate']);
  });

  it('tracks no session that does not ask for it', async () => {
    await start('not tracked');
    await standsAt('train_step', BREAKPOINT);
    await tool('stop').click();
    await ended();
    assert.equal((await listRunFolders(example.folder)).length, 4);
  });

  it('says which interpreter is missing, and starts nothing', async () => {
    await start('no interpreter');
    await workbench.dialog().getByText('The interpreter /nowhere/python does not exist any more.').waitFor();
    await example.session.screenshot('no interpreter');
    await workbench.button(workbench.dialog(), 'Cancel').click();
    assert.equal((await listRunFolders(example.folder)).length, 4);
  });

  const standing = async (count: number): Promise<number> => {
    await workbench.showLens(NAME);
    await clickLens(workbench, 'Debug', toolbar());
    await standsAt('train_step', BREAKPOINT);
    return trainingPid(count);
  };

  it('is cancelled when its window is loaded again', async () => {
    const pid = await standing(5);
    await workbench.reload();
    await checkCancelled(5, pid);
  });

  it('is cancelled when its terminal is thrown away', async () => {
    const pid = await standing(6);
    await workbench.terminal.kill('trialbook: tracking');
    await checkCancelled(6, pid);
    await ended();
  });

  it('is cancelled when its window is killed', async () => {
    const pid = await standing(7);
    await example.session.page.close();
    await checkCancelled(7, pid);
  });
});

describe('debugging where nothing debugs Python', () => {
  let example: OpenExample;

  before(async () => {
    example = await openExample('debugging-without-debugger');
    await writeFile(path.join(example.folder, NAME), SCRIPT);
  });
  after(() => example.close());

  it('says what to install, and shows it', async () => {
    const { workbench, page } = example.session;
    await workbench.showLens(NAME);
    await clickLens(workbench, 'Debug', page.locator('.notification-list-item'));
    const notification = await workbench.notification('There is no debugger for Python here.');
    await example.session.screenshot('no debugger');
    await workbench.button(notification, 'Show the extension').click();
    await page.locator('.extensions-viewlet').waitFor();
    assert.deepEqual(await listRunFolders(example.folder), []);
  });
});

/** How the run of this number, from 1, ended, as its recorder wrote it; `undefined` before its end. */
async function readFinalStatus(folder: string, count: number): Promise<string | undefined> {
  const ids = await listRunFolders(folder);
  const dir = runDir(folder, ids[count - 1] ?? '');
  const texts = await Promise.all(
    (await readdir(dir)).filter(isEventFile).map((name) => readFile(path.join(dir, name), 'utf8')),
  );
  const events = texts
    .flatMap((text) => text.split('\n').slice(0, -1))
    .map((line) => JSON.parse(line) as TrainingEvent);
  const ending = events.find((event): event is StatusEvent => event.e === 'st' && event.status !== 'running');
  return ending?.status;
}
