/**
 * What a newcomer sees: packs the extension, installs that package into a clean VS Code, tracks three runs of the example
 * by clicking, the last of them of changed code, compares them and their code, and prints them as the database holds them.
 * Pictures go to `demo-output/`.
 * With `--open` the result stays open: in a desktop VS Code where there is one, else in the browser.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { databasePath } from '../src/common/workspaceFolder';
import { packExtension } from '../test/host/extension';
import { ensureServer } from '../test/host/install';
import { ensureChromium } from '../test/host/chromium';
import { ROOT } from '../test/host/paths';
import { exitOnSignals } from '../test/host/processes';
import { copyFolder, findMainLine, PENGUINS } from '../test/host/workspace';
import { Session } from '../test/ui/session';
import { argumentsInput, clickLens } from '../test/ui/tracking';
import { openOnDesktop } from './desktop';
import { formatRuns, readRuns, type RecordedRun } from './runTable';

const OUTPUT = path.join(ROOT, 'demo-output');
const SCRIPT = 'train.py';
const ARGUMENTS = ['--lr 0.0003 --hidden 64 --seed 1', '--lr 0.003 --hidden 16 --seed 2'];
const PICTURES = ['tree', 'codelens', 'chart', 'code'];
/** What the last run is trained with: a module of its own, and the lines of the script that call it. */
const SCHEDULE = `def decayed(lr, epoch, epochs):
    """The learning rate of an epoch: whole at first, a tenth of it at the end."""
    return lr * 0.1 ** ((epoch - 1) / max(1, epochs - 1))
`;
const EDITS = [
  ['from pathlib import Path\n', 'from pathlib import Path\n\nfrom schedule import decayed\n'],
  [
    '        loss = train_epoch(network, training_examples, args.lr, rng)\n',
    '        lr = decayed(args.lr, epoch, args.epochs)\n        loss = train_epoch(network, training_examples, lr, rng)\n',
  ],
] as const;
/** A run of the example takes some seconds; one that takes longer than this hangs, ms. */
const RUN_LIMIT = 90_000;

const start = performance.now();

function say(text: string): void {
  console.log(`[${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s] ${text}`);
}

/** Waits until the database holds this many runs, all of them ended. Rejects when one failed or none comes. */
async function waitForRuns(database: string, count: number): Promise<RecordedRun[]> {
  const deadline = Date.now() + RUN_LIMIT;
  while (Date.now() < deadline) {
    const runs = await readRuns(database);
    const failed = runs.find(({ status }) => status !== 'running' && status !== 'finished');
    if (failed !== undefined) throw new Error(`The run ${failed.name} is ${failed.status}.`);
    if (runs.length === count && runs.every(({ status }) => status === 'finished')) return runs;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${database} does not hold ${count} finished runs after ${RUN_LIMIT / 1000} s.`);
}

async function editScript(folder: string): Promise<void> {
  await writeFile(path.join(folder, 'schedule.py'), SCHEDULE);
  const script = path.join(folder, SCRIPT);
  const text = await readFile(script, 'utf8');
  await writeFile(
    script,
    EDITS.reduce((edited, [before, after]) => edited.replace(before, after), text),
  );
}

async function trackRuns(session: Session, folder: string): Promise<RecordedRun[]> {
  const { workbench } = session;
  const script = path.join(folder, SCRIPT);
  await workbench.openContainer('Trialbook');
  await workbench.openFile(SCRIPT, await findMainLine(script));
  await workbench.codeLens('Track this run').waitFor();
  await session.screenshot('codelens');
  say('Tracking: Track this run');
  await clickLens(workbench, 'Track this run', workbench.panel());
  let runs = await waitForRuns(databasePath(folder), 1);
  for (const [index, args] of ARGUMENTS.entries()) {
    if (index === ARGUMENTS.length - 1) await editScript(folder);
    say(`Tracking with arguments: ${args}`);
    await workbench.openFile(SCRIPT, await findMainLine(script));
    await clickLens(workbench, 'with arguments', argumentsInput(workbench));
    await workbench.answer(args);
    runs = await waitForRuns(databasePath(folder), index + 2);
  }
  await workbench
    .treeRows('Runs')
    .nth(runs.length - 1)
    .waitFor();
  await session.screenshot('tree');
  return runs;
}

async function compareRuns(session: Session): Promise<void> {
  const { workbench } = session;
  await workbench.closePanel();
  await workbench.runCommand('Trialbook: Compare Runs');
  const frame = await workbench.webviewFrame(/^Compare runs \(3\)$/);
  await frame.locator('.chart canvas').first().waitFor();
  await frame.waitForFunction(hasDrawnCanvas);
  await frame.locator('#across .pcp-name').first().waitFor();
  await session.screenshot('chart');
}

/** Of the two newest, by their context menu. */
async function compareCode(session: Session): Promise<void> {
  const { workbench, page } = session;
  const newest = workbench.treeRows('Runs').first();
  await newest.click({ modifiers: ['Control'] });
  await workbench
    .treeRows('Runs')
    .nth(1)
    .click({ modifiers: ['Control'] });
  await workbench.chooseInContextMenu(newest, 'Compare Code');
  await workbench.tab('↔').waitFor();
  await page.locator('.multiDiffEntry .line-insert').first().waitFor();
  await page.locator('.multiDiffEntry .view-line', { hasText: 'decayed' }).first().waitFor();
  await session.screenshot('code');
}

/** Runs in the page: whether every line chart shows something. */
function hasDrawnCanvas(): boolean {
  return [...document.querySelectorAll<HTMLCanvasElement>('.chart canvas')].every((canvas) => {
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    return pixels?.some((value) => value !== 0) ?? false;
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { open: { type: 'boolean', default: false } } });
  await rm(OUTPUT, { recursive: true, force: true });
  say('Building and packing the extension');
  const vsix = await packExtension();
  say('Getting VS Code and a browser (the first time takes half a minute)');
  await Promise.all([ensureServer(), ensureChromium()]);
  const folder = path.join(OUTPUT, path.basename(PENGUINS));
  await copyFolder(PENGUINS, folder);
  say('Installing the package into a clean VS Code and opening the example');
  const session = await Session.start({
    folder,
    extension: { vsix },
    trust: false,
    lasting: values.open,
    outputDir: OUTPUT,
  });
  try {
    const runs = await trackRuns(session, folder);
    say('Comparing the runs');
    await compareRuns(session);
    say('Comparing the code of the last two');
    await compareCode(session);
    console.log(`\n${formatRuns(runs)}\n`);
    console.log(`Database  ${databasePath(folder)}`);
    console.log(`Pictures  ${PICTURES.map((name) => path.join(OUTPUT, `${name}.png`)).join('  ')}`);
    // Our window goes first: a second one on the same folder may only read.
    if (values.open) await session.page.close();
    if (values.open && !openOnDesktop(folder, vsix)) {
      console.log(`\nOpen ${session.host.url()}\nCtrl-C ends it.`);
      await new Promise(() => undefined);
    }
  } finally {
    await session.dispose();
  }
  say('Done');
}

exitOnSignals();
await main();
process.exit();
