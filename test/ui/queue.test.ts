import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { isProcessAlive } from '../../src/common/processes';
import { workerLockFile } from '../../src/common/queue/queueFiles';
import { readHolder } from '../../src/common/locks/lockHolder';
import { formatEvent } from '../../src/common/eventWriter';
import { queueDir, runDir } from '../../src/common/workspaceFolder';
import type { NewEvent } from '../../src/protocol/trainingEvents';
import { openExample, type OpenExample } from './openExample';
import { QueueView } from './queueView';
import { eventually, listRunFolders, waitForEnds } from './recorded';
import type { Workbench } from './workbench';

/** A training that goes on until it is killed: it hears no signal. */
const DEAF = `import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
while True:
    time.sleep(0.1)
`;

/** Writes a run that failed just now, as its recorder does. */
async function recordFailure(folder: string, n: number): Promise<void> {
  const id = `01JXSTRE0000000000000001${String(n).padStart(2, '0')}`;
  const events: NewEvent[] = [
    { e: 'hello', v: 1, role: 'recorder', pid: 1, host: 'elsewhere', argv: ['trialbook'] },
    {
      e: 'run',
      id,
      name: `failure ${n}`,
      experiment: 'e',
      command: ['python', 'train.py'],
      cwd: '.',
      script: 'train.py',
    },
    { e: 'st', status: 'failed', code: 1, failure: 'exit-code', message: 'exited with code 1' },
  ];
  await mkdir(runDir(folder, id), { recursive: true });
  const lines = events.map((event, q) => formatEvent(event, q, Date.now() * 1000));
  await writeFile(path.join(runDir(folder, id), 'events-1-1.jsonl'), lines.join(''));
}

describe('the queue', () => {
  let example: OpenExample;
  let workbench: Workbench;
  let queue: QueueView;

  before(async () => {
    example = await openExample('queue', { settings: { 'trialbook.notify.after': 0, 'trialbook.stop.grace': 1 } });
    workbench = example.session.workbench;
    queue = new QueueView(workbench);
    await workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  const statusItem = (): Locator => example.session.page.locator('.statusbar-item[id$="trialbook.live"]');
  const runNames = async (): Promise<string[]> => listRunFolders(example.folder);

  it('is filled from the palette and the menus of editor and explorer, while it is paused', async () => {
    await workbench.runCommand('Trialbook: Pause the Queue');
    await workbench.openFile('train.py');
    await queue.add(150);
    await workbench.chooseInContextMenu(
      example.session.page.locator('.editor-instance .view-line', { hasText: 'argparse' }).first(),
      'Queue This Run…',
    );
    await queue.answerArguments('--epochs 40');
    await queue.rowOf(40).waitFor();
    await queue.add(41);
    const rows = await workbench.readTree('Queue');
    assert.deepEqual(
      rows.map(({ label, icon }) => [label, icon]),
      [1, 2, 3].map(() => ['train.py', 'testing-queued-icon']),
    );
    assert.match(rows[0]?.description ?? '', /^1 · --epochs 150 · \w+-\w+/);
    assert.match(await queue.rowOf(40).getAttribute('aria-label').then(String), /place 2 of the queue/);
    await example.session.screenshot('queue of three');
  });

  it('is put in another order by buttons, keys and dragging', async () => {
    await queue.pressOnRow(41, 'Move Up in Queue');
    await queue.waitForOrder(150, 41, 40);
    await queue.pressOnRow(150, 'Move Down in Queue');
    await queue.waitForOrder(41, 150, 40);
    await queue.pressOnRow(40, 'Run Next');
    await queue.waitForOrder(40, 41, 150);
    await queue.rowOf(150).click();
    await example.session.page.keyboard.press('Alt+ArrowUp');
    await queue.waitForOrder(40, 150, 41);
    await example.session.page.keyboard.press('Alt+ArrowUp');
    await queue.waitForOrder(150, 40, 41);
    await queue.rowOf(41).dragTo(queue.rowOf(40));
    await queue.waitForOrder(150, 41, 40);
    await queue.rowOf(41).hover();
    await example.session.screenshot('buttons of a row');
  });

  it('lets runs go, several at once by the keyboard, and takes them back', async () => {
    const { page } = example.session;
    await queue.pressOnRow(41, 'Remove From Queue');
    await queue.waitForOrder(150, 40);
    const notice = await workbench.notification('left the queue.');
    await workbench.button(notice, 'Undo').click();
    await queue.waitForOrder(150, 41, 40);
    await queue.rowOf(41).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Delete');
    await queue.waitForOrder(150);
    const both = await workbench.notification('2 runs left the queue.');
    await workbench.button(both, 'Undo').click();
    await queue.waitForOrder(150, 41, 40);
  });

  it('offers again to put a run back where that failed', async () => {
    await queue.pressOnRow(41, 'Remove From Queue');
    await queue.waitForOrder(150, 40);
    const folder = queueDir(example.folder);
    await rename(folder, `${folder}-aside`);
    await writeFile(folder, 'in the way');
    await workbench.button(await workbench.notification('left the queue.'), 'Undo').click();
    await workbench.notification('cannot be changed');
    await example.session.screenshot('undo that failed');
    await rm(folder);
    await rename(`${folder}-aside`, folder);
    await workbench.button(await workbench.notification('left the queue.'), 'Undo').click();
    await queue.waitForOrder(150, 41, 40);
  });

  it('trains them one after the other, with the window closed meanwhile', async () => {
    await queue.pressInTitle('Resume the Queue');
    await queue.waitForOrder(41, 40);
    await statusItem()
      .filter({ hasText: /epoch \d+ of 150/ })
      .waitFor();
    await example.session.screenshot('status bar of a run');
    const text = (await statusItem().innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /\w+-\w+ [▁-█]+ [\d.]+ accuracy · epoch \d+ of 150/);
    assert.match(
      String(await statusItem().locator('a').getAttribute('aria-label')),
      /trains, accuracy .*2 waiting in the queue/,
    );
    await example.session.closeWindow();
    const ended = await eventually(runNames, (ids) => ids.length >= 2);
    assert.ok(ended.length >= 2, 'the next one started with no window open');
    await example.session.openWindow();
    workbench = example.session.workbench;
    queue = new QueueView(workbench);
    await workbench.openContainer('Trialbook');
    const runs = await waitForEnds(example.folder, 3);
    // By their ids, which they got when they were queued.
    assert.deepEqual(
      runs.map(({ status, steps }) => [status, steps['loss']?.length]),
      [
        ['finished', 150],
        ['finished', 40],
        ['finished', 41],
      ],
    );
    await workbench.view('Queue').waitFor({ state: 'hidden' });
    await statusItem().waitFor({ state: 'hidden' });
  });

  it('goes on after its worker was killed, as soon as a window sees it', async () => {
    await workbench.openFile('train.py');
    await workbench.runCommand('Trialbook: Queue This Run…');
    await queue.answerArguments('--epochs 120');
    await statusItem()
      .filter({ hasText: /of 120/ })
      .waitFor();
    await queue.add(30);
    process.kill(readHolder(workerLockFile(example.folder))!.pid, 'SIGKILL');
    await workbench.reload();
    const runs = await waitForEnds(example.folder, 5);
    assert.deepEqual(
      runs.slice(3).map(({ status, steps }) => [status, steps['loss']?.length]),
      [
        ['finished', 120],
        ['finished', 30],
      ],
    );
  });

  it('stops a run that hears no signal, from the status bar by keys alone', async () => {
    const { page } = example.session;
    await writeFile(path.join(example.folder, 'deaf.py'), DEAF);
    await workbench.openFile('deaf.py');
    await workbench.runCommand('Trialbook: Queue This Run…');
    await queue.answerArguments('');
    await statusItem().waitFor();
    await workbench.runCommand('Trialbook: Show Live Runs…');
    await workbench.quickPick('Stop').waitFor();
    await example.session.screenshot('menu of a live run');
    await workbench.quickInput().fill('Stop');
    await page.keyboard.press('Enter');
    // As old as those that one is told of: a stray key ends none.
    const question = workbench.dialog().filter({ hasText: /Stop \S+, which has trained for \d+ s\?/ });
    await question.waitFor();
    await example.session.screenshot('question before a stop');
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    await workbench.runCommand('Trialbook: Show Live Runs…');
    await workbench.quickPick('Stop').click();
    await workbench.button(question, 'Stop Run').click();
    await page.locator('.statusbar-item', { hasText: /Stopping .*…/ }).waitFor();
    const runs = await waitForEnds(example.folder, 6);
    assert.equal(runs[5]?.status, 'cancelled');
    await statusItem().waitFor({ state: 'hidden' });
    await eventually(
      async () => readHolder(workerLockFile(example.folder)),
      (holder) => holder === undefined || !isProcessAlive(holder.pid, holder.start),
    );
  });

  it('is one for two windows: both order it, and each run trains once', async () => {
    const other = await example.session.openAnotherWindow();
    await other.workbench.openContainer('Trialbook');
    const otherQueue = new QueueView(other.workbench);
    await workbench.runCommand('Trialbook: Pause the Queue');
    await workbench.openFile('train.py');
    await other.workbench.openFile('train.py');
    await queue.add(31);
    await otherQueue.waitForOrder(31);
    await Promise.all([queue.add(32), otherQueue.add(33)]);
    await otherQueue.waitFor((rows) => rows.length === 3);
    await otherQueue.pressOnRow(33, 'Run Next');
    await queue.waitFor(([first]) => first?.description.includes('--epochs 33') === true);
    await Promise.all([queue.pressInTitle('Resume the Queue'), otherQueue.pressInTitle('Resume the Queue')]);
    const runs = await waitForEnds(example.folder, 9);
    // Two of them were queued in the same moment.
    const added = runs.slice(6).map(({ status, steps }) => `${status} ${steps['loss']?.length}`);
    assert.deepEqual(added.sort(), ['finished 31', 'finished 32', 'finished 33']);
    await other.close();
  });

  it('shows a file that holds no run, and 500 runs, and is cleared when that is confirmed', async () => {
    await workbench.runCommand('Trialbook: Pause the Queue');
    await workbench.openFile('train.py');
    await queue.add(77);
    const folder = queueDir(example.folder);
    const [name] = (await readdir(folder)).filter((one) => /^\d{13}-/.test(one));
    const text = await readFile(path.join(folder, name!), 'utf8');
    const id = name!.slice(14, 40);
    for (let n = 0; n < 499; n += 1) {
      const other = `01JXSTRE${String(n).padStart(18, '0')}`;
      await writeFile(path.join(folder, `9${String(n).padStart(12, '0')}-${other}.json`), text.replaceAll(id, other));
    }
    await writeFile(path.join(folder, '0000000000001-01JXSTRE99999999999999999A.json'), '{"v":1,"spec');
    const rows = await queue.waitFor((all) => all[0]?.icon === 'warning' && all.length > 5);
    assert.match(rows[0]!.description, /unreadable, never started/);
    await workbench.treeRows('Queue').nth(1).click();
    await example.session.page.keyboard.press('End');
    await queue.waitFor((all) => all.some(({ description }) => description.startsWith('501 · ')));
    await example.session.screenshot('queue of 500');
    await queue.pressInTitle('Clear the Queue');
    await workbench.button(workbench.dialog(), 'Remove All').click();
    await workbench.view('Queue').waitFor({ state: 'hidden' });
    assert.deepEqual(
      (await readdir(folder)).filter((one) => /^\d{13}-/.test(one)),
      [],
    );
  });

  it('makes one notice of many runs that fail one after the other', async () => {
    for (let n = 0; n < 12; n += 1) await recordFailure(example.folder, n);
    const notice = await workbench.notification(/\d+ runs ended, \d+ of them failed\./);
    await example.session.screenshot('notice of many ends');
    const failures = example.session.page.locator('.notification-list-item', { hasText: 'exited with code 1' });
    assert.ok((await failures.count()) <= 1, 'one alone, the others together');
    await workbench.button(notice, 'Show in the Runs view').click();
    await workbench
      .treeRows('Runs')
      .filter({ hasText: /failure \d+/ })
      .first()
      .waitFor();
  });
});
