/** From the click on "Track this run" to the training's first line of Python, against the same by `python train.py`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeTime } from 'ulid';
import { isEventFile, runDir, runsDir } from '../../src/common/workspaceFolder';
import { launchChromium } from '../../test/host/chromium';
import { copyWorkspace, PENGUINS } from '../../test/host/workspace';
import { Workbench } from '../../test/ui/workbench';
import { median, roundMs } from '../benchmark';
import { startHost } from '../insideHost';

const ROUNDS = 9;
const SCRIPT = 'train_clock.py';
const STARTED = 'started.txt';
/** Its first line tells the time, in s since 1970. */
const TRAIN = `import time; open("${STARTED}", "w").write(repr(time.time()))
for epoch in range(1):
    print("epoch", epoch)
`;

export async function timeClicks(report: (progress: string) => void): Promise<Record<string, number>> {
  const workspace = await copyWorkspace(PENGUINS);
  const folder = workspace.folders[0]!;
  await writeFile(path.join(folder, SCRIPT), TRAIN);
  const clicked = await timeTracked(folder, report);
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) plain.push(await timePlain(folder));
  await workspace.remove();
  return {
    click_to_process_ms: roundMs(median(clicked) - median(plain)),
    plain_process_ms: roundMs(median(plain)),
  };
}

async function timePlain(folder: string): Promise<number> {
  const start = Date.now();
  await once(spawn('python3', [SCRIPT], { cwd: folder, stdio: 'ignore' }), 'exit');
  return (await startOf(folder)) - start;
}

async function timeTracked(folder: string, report: (progress: string) => void): Promise<number[]> {
  const host = await startHost(folder);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const workbench = new Workbench(page, host);
    await host.open(page);
    await workbench.ready();
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      await workbench.showLens(SCRIPT);
      // What the window does by itself when it was opened, and the lenses of the run before, come to rest.
      await delay(3000);
      const clicked = page.evaluate(timeOfNextPress);
      await workbench.codeLens('Track this run').click();
      const time = (await startOf(folder)) - (await clicked);
      // The first one opens the panel and compiles what later ones find compiled.
      if (round > 0) times.push(time);
      report(`click ${round} of ${ROUNDS}: ${Math.round(time)} ms, of which ${await partsOf(folder, await clicked)}`);
    }
    return times;
  } finally {
    await browser.close();
    await host.dispose();
  }
}

/** Runs in the page: when the button is pressed next, ms since 1970. */
function timeOfNextPress(): Promise<number> {
  return new Promise((resolve) => {
    document.addEventListener('pointerdown', () => resolve(Date.now()), { capture: true, once: true });
  });
}

/** When the script started, ms since 1970; waits for it. */
async function startOf(folder: string): Promise<number> {
  const file = path.join(folder, STARTED);
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await delay(20)) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text === '') continue;
    await rm(file);
    return Number(text) * 1000;
  }
  throw new Error('The script did not start.');
}

/** Where the time of the newest run went, from what it left on the disk. */
async function partsOf(folder: string, clicked: number): Promise<string> {
  const id = (await readdir(runsDir(folder))).sort().at(-1)!;
  const dir = runDir(folder, id);
  const lines = (
    await Promise.all((await readdir(dir)).filter(isEventFile).map((name) => readFile(path.join(dir, name), 'utf8')))
  ).join('');
  const at = (kind: RegExp): number =>
    Number(/"t":(\d+)/.exec(lines.split('\n').find((line) => kind.test(line))!)![1]) / 1000;
  const moments: [string, number][] = [
    ['editor to command', decodeTime(id)],
    ['task and viewer to recorder', at(/"role":"recorder"/)],
    ['recorder to Python', at(/"status":"running"/)],
  ];
  let before = clicked;
  return moments
    .map(([name, moment]) => {
      const text = `${name} ${Math.round(moment - before)}`;
      before = moment;
      return text;
    })
    .join(', ');
}
