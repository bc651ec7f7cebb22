/** Debug sessions as tracked runs, with debugpy's own adapter below an extension that stands in for Python's. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { isProcessAlive } from '../../src/common/processes';
import { databasePath } from '../../src/common/workspaceFolder';
import { debuggerPython } from '../debugpy/interpreter';
import { packFixture } from '../host/extension';
import { queryDatabase } from '../host/sqlite';
import { openExample, type OpenExample } from './openExample';
import { eventually, listRunFolders, readStoredRuns, readTrainingPid, waitForEnds } from './recorded';
import { clickLens } from './tracking';
import type { Workbench } from './workbench';

const SCRIPT = `import argparse
import os
import time

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.5)
parser.add_argument("--wait", type=float, default=0)
args = parser.parse_args()


def train_step(step):
    loss = args.lr / step
    print(f"::metric loss={loss} step={step}")
    if args.lr < 0:
        raise ValueError("a negative rate")
    time.sleep(args.wait)


if __name__ == "__main__":
    for epoch in range(1, 4):
        train_step(epoch)
    print("trained", os.environ.get("FROM_ENV_FILE"), os.environ.get("ELECTRON_RUN_AS_NODE"))
`;
const NAME = 'train_step.py';
const lineOf = (text: string): number => SCRIPT.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('debugging', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async function () {
    this.timeout(300_000);
    const env = { STAND_IN_PYTHON: debuggerPython() };
    example = await openExample('debugging', { env, companions: [await packFixture('pythonExtension')] });
    workbench = example.session.workbench;
    await writeFile(path.join(example.folder, NAME), SCRIPT);
    await workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  const page = (): Locator => example.session.page.locator('.monaco-workbench');
  /** The line in yellow, where the program stands. */
  const standing = (): Locator => page().locator('.editor-instance .debug-top-stack-frame-line');
  const toolbar = (): Locator => page().locator('.debug-toolbar');
  const tool = (name: string): Locator => toolbar().locator(`.action-label[aria-label^="${name}"]`);

  it('stops a tracked run at a breakpoint, from the lens', async () => {
    await workbench.openFile(NAME, lineOf('loss = '));
    await example.session.page.keyboard.press('F9');
    await page().locator('.codicon-debug-breakpoint').first().waitFor();
    await workbench.showLens(NAME);
    await clickLens(workbench, 'Debug this run', toolbar());
    await standing().waitFor();
    await example.session.screenshot('stopped');
    console.log(await workbench.terminalText());
  });
});
