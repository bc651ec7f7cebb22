import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { pauseQueue } from '../../src/common/queue/queueEdits';
import { pauseFile } from '../../src/common/queue/queueFiles';
import { copyWorkspace, PENGUINS, type TemporaryWorkspace } from '../host/workspace';
import { startEditor } from './openExample';
import { QueueView } from './queueView';
import { runCommandLine } from './recordByCommandLine';
import { eventually, waitForEnds } from './recorded';
import type { Session } from './session';

/** A training that ends when it is told to. */
const WAITING = 'import os, time\nwhile not os.path.exists("told"):\n    time.sleep(0.1)\n';

describe('the queues of several folders', () => {
  let session: Session;
  let workspace: TemporaryWorkspace;
  let queue: QueueView;

  before(async () => {
    workspace = await copyWorkspace(PENGUINS, PENGUINS);
    for (const folder of workspace.folders) {
      await writeFile(path.join(folder, 'waiting.py'), WAITING);
      await pauseQueue(folder);
      await runCommandLine(folder, ['queue', 'add', '--workspace', folder, '--', 'python3', 'waiting.py']);
    }
    const { workspaceFile } = workspace;
    session = await startEditor('several-queues', workspace.folders[0]!, { workspaceFile });
    queue = new QueueView(session.workbench);
    await session.workbench.openContainer('Trialbook');
  });
  after(async () => {
    await session.dispose();
    await workspace.remove();
  });

  const button = (title: string): Locator =>
    session.workbench.view('Queue').locator(`.pane-header .action-label[aria-label^="${title}"]`);
  const pauses = (): boolean[] => workspace.folders.map((folder) => existsSync(pauseFile(folder)));

  it('are resumed one by one, and then one can be paused and another resumed', async () => {
    await session.workbench.view('Queue').waitFor();
    await queue.pressInTitle('Resume the Queue');
    await session.workbench.quickPick('penguins-1').click();
    await eventually(
      async () => pauses(),
      ([first, second]) => first === true && second === false,
    );
    await button('Pause the Queue').waitFor({ state: 'attached' });
    await button('Resume the Queue').waitFor({ state: 'attached' });
    await session.screenshot('two queues');
    await queue.pressInTitle('Pause the Queue');
    await eventually(
      async () => pauses(),
      ([first, second]) => first === true && second === true,
    );
  });

  it('are cleared one by one, by a question that names the folder', async () => {
    const { workbench } = session;
    await queue.pressInTitle('Clear the Queue');
    const question = workbench.dialog();
    await question.waitFor();
    assert.match(await question.innerText(), /Folder: penguins\n/);
    await session.screenshot('which queue is cleared');
    await workbench.button(question, 'Remove All').click();
    await workbench.view('Queue').waitFor({ state: 'hidden' });
    const [, trains] = workspace.folders;
    await writeFile(path.join(trains!, 'told'), '');
    assert.equal((await waitForEnds(trains!, 1))[0]?.status, 'finished');
  });
});
