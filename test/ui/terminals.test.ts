import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ShownRun } from '../../src/protocol/commandLine';
import { ROOT } from '../host/paths';
import { openExample, startEditor, type OpenExample } from './openExample';
import { epochSteps, eventually, listRunFolders, readStoredRuns, waitForEnds, type StoredRun } from './recorded';
import { chooseFrom } from './runsViewSteps';
import { Workbench } from './workbench';

/** Goes on until it is killed. */
const STUBBORN = `import signal, time
for name in ("SIGINT", "SIGTERM"):
    signal.signal(getattr(signal, name), lambda *_: print("no", flush=True))
print("stubborn", flush=True)
while True:
    time.sleep(0.1)
`;
/** So many that a run is longer than what is done to its window meanwhile. */
const EPOCHS = 150;
/** Such a run takes 20 s on an idle machine, ms. */
const LIMIT = 200_000;

describe('a tracked terminal', function () {
  this.timeout(300_000);
  let example: OpenExample;
  let workbench: Workbench;
  /** Typed so far; tells the end of one from that of another. */
  let commands = 0;

  before(async () => {
    example = await openExample('terminals');
    workbench = example.session.workbench;
    await writeFile(path.join(example.folder, 'stubborn.py'), STUBBORN);
    await changeSettings({ 'trialbook.stop.grace': 1 });
    await openRuns(workbench);
  });
  after(() => example.close());

  /** Shows the runs, the newest first. Each window here has storage of its own, where the choice of groups is kept. */
  async function openRuns(at: Workbench): Promise<void> {
    await at.openContainer('Trialbook');
    await chooseFrom(at, 'Trialbook: Group Runs by…', 'No groups');
  }

  async function changeSettings(changes: Record<string, unknown>): Promise<void> {
    const file = path.join(example.folder, '.vscode', 'settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...settings, ...changes }, undefined, 2));
  }

  const terminalShows = (text: RegExp, at = workbench): Promise<string> =>
    eventually(
      () => at.terminal.text(),
      (shown) => text.test(shown),
    );
  const type = (line: string): Promise<void> => workbench.terminal.type(line);
  /** Types a command; gives what the terminal shows once it has ended with this exit code. */
  const run = async (line: string, code: number): Promise<string> => {
    commands += 1;
    await type(`clear; ${line}; echo "command ${commands}: code $?"`);
    return terminalShows(new RegExp(`^command ${commands}: code ${code}$`, 'm'));
  };
  const runCount = async (): Promise<number> => (await listRunFolders(example.folder)).length;
  const newestIs = (icon: string, at = workbench): Promise<unknown> =>
    eventually(
      () => at.readTree('Runs'),
      ([row]) => row?.icon === icon,
      LIMIT,
    );
  const startLong = async (): Promise<void> => {
    await type(`clear; python3 train.py --epochs ${EPOCHS}`);
    await terminalShows(new RegExp(`epoch \\d+/${EPOCHS} `));
  };
  const newestEnd = async (): Promise<StoredRun> => {
    const count = await runCount();
    const all = await eventually(
      () => readStoredRuns(example.folder),
      (runs) => runs.length === count && runs.every(({ status }) => status !== 'running'),
      LIMIT,
    );
    return all.at(-1)!;
  };
  const finished = (id: string): StoredRun => ({ id, status: 'finished', message: null, steps: epochSteps(EPOCHS) });
  const trackedItem = () => example.session.page.locator('.statusbar-item', { hasText: 'Terminals tracked' });

  it('makes a run of a script that is typed, with its params, metrics and exit code', async () => {
    await workbench.runCommand('Trialbook: New Tracked Terminal');
    await terminalShows(/Python scripts of penguins that are run here become tracked runs\./);
    await run('python3 train.py --epochs 3', 0);
    const [first] = await waitForEnds(example.folder, 1);
    assert.deepEqual(first, { id: first?.id, status: 'finished', message: null, steps: epochSteps(3) });
    const shown = await show(example.folder, first.id);
    assert.equal(shown.params.find(({ key }) => key === 'epochs')?.value, 3);
    assert.equal(shown.script, 'train.py');
    await newestIs('testing-passed-icon');
    const [row] = await workbench.readTree('Runs');
    assert.match(row?.description ?? '', /^[\d.]+ accuracy · now$/);
    await run('python3 train.py --no-such-option', 2);
    assert.equal((await waitForEnds(example.folder, 2))[1]?.status, 'failed');
    await example.session.screenshot('tracked-terminal');
  });

  it('is opened from the list of profiles, too', async () => {
    await workbench.panel().locator('.action-label[aria-label^="Launch Profile"]').click();
    await workbench.chooseInMenu('Tracked Terminal');
    await workbench.page.locator('.terminal-tabs-entry').nth(1).waitFor();
    await run('python3 train.py --epochs 2', 0);
    const end = await newestEnd();
    assert.deepEqual(end.steps, epochSteps(2));
  });

  it('leaves everything else alone', async () => {
    const before = await runCount();
    assert.match(await run("python3 -c 'print(40 + 2)'", 0), /^42$/m);
    await run('pip --version', 0);
    await run('python3 -m pip --version', 0);
    await run('python3 -m pytest --version || true', 0);
    await type('clear; python3 -q');
    await terminalShows(/>>>/);
    await type('import sys; print("entries", sys.path.count(""), any("trialbook" in one for one in sys.path[1:]))');
    await terminalShows(/^entries 1 False$/m);
    await type('exit()');
    assert.equal(await runCount(), before);
  });

  it('may be left by a reload of its window: the run goes on, and is in the terminal again', async () => {
    await startLong();
    await workbench.reload();
    await terminalShows(new RegExp(`epoch \\d+/${EPOCHS} `));
    const end = await newestEnd();
    assert.deepEqual(end, finished(end.id));
    await terminalShows(/^trialbook: .* finished$/m);
  });

  it('may be killed: the run goes on', async () => {
    await workbench.openContainer('Trialbook');
    await startLong();
    await workbench.terminal.kill(/epoch/);
    const end = await newestEnd();
    assert.deepEqual(end, finished(end.id));
    await newestIs('testing-passed-icon');
  });

  for (const [fate, end] of [
    ['closed', () => example.session.closeWindow()],
    ['killed', () => example.session.page.close()],
  ] as const) {
    it(`may have its window ${fate}: the run goes on and is there when it is opened again`, async () => {
      await workbench.runCommand('Trialbook: New Tracked Terminal');
      await startLong();
      await end();
      const ids = await listRunFolders(example.folder);
      await example.session.openWindow();
      workbench = example.session.workbench;
      await openRuns(workbench);
      assert.deepEqual(await newestEnd(), finished(ids.at(-1)!));
      await newestIs('testing-passed-icon');
    });
  }

  it('is shown by another window from its start; Ctrl-C there stops the run', async () => {
    await workbench.runCommand('Trialbook: New Tracked Terminal');
    await startLong();
    const page = await example.session.page
      .context()
      .browser()!
      .newPage({ viewport: { width: 1280, height: 800 } });
    const other = new Workbench(page, example.session.host);
    await example.session.host.open(page);
    await other.ready();
    await openRuns(other);
    const [row] = await eventually(
      () => other.readTree('Runs'),
      ([first]) => first?.icon === 'loading',
    );
    await other.chooseInContextMenu(other.treeRow('Runs', row!.label), 'Attach to Output');
    await terminalShows(new RegExp(`epoch \\d+/${EPOCHS} `), other);
    await other.runCommand('Terminal: Scroll to Top');
    // Wherever its lines are broken.
    const begins = /^trialbook:showing.*,whichgoesonwhenthisterminalisclosed;Ctrl-Cstopsit/;
    await eventually(
      () => other.terminal.text(),
      (shown) => begins.test(shown.replace(/\s/g, '')),
    );
    await page.screenshot({ path: path.join(ROOT, 'test-output', 'ui', 'terminals', 'attached.png') });
    await other.terminal.press(/epoch/, 'Control+C');
    await terminalShows(/^trialbook: .* was stopped$/m, other);
    await page.close();
    assert.equal((await newestEnd()).status, 'cancelled');
    await terminalShows(/^trialbook: .* was stopped$/m);
  });

  it('is stopped from the view though its script ignores signals', async () => {
    await type('clear; python3 stubborn.py');
    await terminalShows(/^stubborn$/m);
    const [row] = await eventually(
      () => workbench.readTree('Runs'),
      ([first]) => first?.icon === 'loading',
    );
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', row!.label), 'Stop Run');
    assert.equal((await newestEnd()).status, 'cancelled');
    await terminalShows(/^Killed$/m);
  });

  it('is one for each run whose output is shown', async () => {
    const started = await runCount();
    await type('clear; for n in 1 2; do (python3 stubborn.py </dev/null >/dev/null 2>&1 &); done');
    const rows = await eventually(
      async () => (await workbench.readTree('Runs')).filter(({ icon }) => icon === 'loading'),
      (live) => live.length === 2,
    );
    for (const { label } of rows) {
      await workbench.chooseInContextMenu(workbench.treeRow('Runs', label), 'Attach to Output');
      await workbench.page.locator('.terminal-tabs-entry', { hasText: label }).waitFor();
      await terminalShows(/^stubborn$/m);
    }
    await example.session.screenshot('two-attached');
    for (const { label } of rows) {
      assert.equal(await workbench.page.locator('.terminal-tabs-entry', { hasText: label }).count(), 1);
      await workbench.chooseInContextMenu(workbench.treeRow('Runs', label), 'Stop Run');
    }
    const ends = (await waitForEnds(example.folder, started + 2)).slice(-2);
    assert.deepEqual(
      ends.map(({ status }) => status),
      ['cancelled', 'cancelled'],
    );
    await workbench.runCommand('Trialbook: New Tracked Terminal');
  });

  it('is every new one where the setting says so, which the status bar shows and turns off', async () => {
    assert.equal(await trackedItem().count(), 0);
    await workbench.runCommand('Trialbook: Track All New Terminals');
    await trackedItem().waitFor();
    await workbench.runCommand('Terminal: Create New Terminal');
    const before = await runCount();
    const seen = await run(
      `echo "[\${PYTHONPATH##*/}]" && python3 -c "import sys; print('entries', sys.path.count(''))"`,
      0,
    );
    assert.match(seen, /^\[python\]\s+entries 1$/m);
    await run('python3 train.py --epochs 2', 0);
    await eventually(runCount, (count) => count === before + 1);
    await example.session.screenshot('all-tracked');
    await trackedItem().hover();
    await example.session.page.waitForTimeout(1000);
    await example.session.screenshot('all-tracked-tooltip');
    await trackedItem().click();
    await trackedItem().waitFor({ state: 'hidden' });
    await workbench.notification('New terminals are not tracked any more.');
    await workbench.runCommand('Terminal: Create New Terminal');
    assert.match(await run('echo "[$PYTHONPATH$TRIALBOOK_HANDOVER]"', 0), /^\[\]$/m);
    await run('python3 train.py --epochs 2', 0);
    assert.equal((await readStoredRuns(example.folder)).length, before + 1);
    assert.equal(await runCount(), before + 1);
  });

  it('may have the editor killed with all its processes: the run goes on and is there in another one', async () => {
    await workbench.runCommand('Trialbook: New Tracked Terminal');
    await terminalShows(/become tracked runs\./);
    await startLong();
    await example.session.host.kill();
    const another = await startEditor('terminals-again', example.folder);
    await openRuns(another.workbench);
    const end = await newestEnd();
    assert.deepEqual(end, finished(end.id));
    await newestIs('testing-passed-icon', another.workbench);
    await another.dispose();
  });
});

async function show(folder: string, run: string): Promise<ShownRun> {
  const args = [path.join(ROOT, 'dist', 'cli.js'), 'show', run, '--workspace', folder, '--json'];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as ShownRun;
}
