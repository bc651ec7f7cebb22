/** What code snapshots cost on the disk, and how long a person waits for a comparison. */
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { runDir, runsDir, SNAPSHOT_FILE, trialbookDir } from '../../src/common/workspaceFolder';
import { runProgram } from '../../scripts/program';
import { launchChromium } from '../../test/host/chromium';
import { ROOT } from '../../test/host/paths';
import { Workbench } from '../../test/ui/workbench';
import { median, roundMs } from '../benchmark';
import { startHost } from '../insideHost';
import { FIRST_ROW, timeFromClickTo } from '../pageClock';

const RUNS = 100;
const FILES = 500;
const FILE_BYTES = 10 * 1024;
const CHANGED = 10;
const OPENINGS = 5;
const FIRST_LINE = '.multiDiffEntry .view-line';

type Report = (progress: string) => void;

/**
 * Bytes stored for 100 runs of 5 MB of code with one file changed before each, over the bytes of one copy of that code:
 * contents, and the list of files that each run has of its own; and the contents alone.
 */
export async function snapshotObjectsRatio(report: Report): Promise<Record<string, number>> {
  const workspace = await codeBase();
  try {
    for (let run = 0; run < RUNS; run++) {
      await writeFile(path.join(workspace, fileName(run)), code(1_000_000 + run));
      await record(workspace);
      if (run % 20 === 19) report(`${run + 1} of ${RUNS} runs recorded`);
    }
    const objects = await bytesBelow(path.join(trialbookDir(workspace), 'objects'));
    const ids = await readdir(runsDir(workspace));
    const lists = await Promise.all(
      ids.map(async (id) => (await stat(path.join(runDir(workspace, id), SNAPSHOT_FILE))).size),
    );
    const all = objects + lists.reduce((sum, size) => sum + size, 0);
    const copy = FILES * FILE_BYTES;
    const ratio = (bytes: number): number => Math.round((bytes / copy) * 100) / 100;
    return { snapshot_objects_ratio: ratio(all), snapshot_contents_ratio: ratio(objects) };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** From the click on "Compare Code with Workspace" to the first line of the comparison, 10 of 500 files changed; median. */
export async function diffOpen(report: Report): Promise<Record<string, number>> {
  const workspace = await codeBase();
  const browser = await launchChromium();
  try {
    await record(workspace);
    for (let n = 0; n < CHANGED; n++) await writeFile(path.join(workspace, fileName(n)), edited(code(n)));
    return { diff_open_ms: roundMs(median(await timeOpenings(browser, workspace, report))) };
  } finally {
    await browser.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

async function timeOpenings(browser: Browser, folder: string, report: Report): Promise<number[]> {
  const host = await startHost(folder);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const workbench = new Workbench(page, host);
    await host.open(page);
    await workbench.ready();
    await workbench.openContainer('Trialbook');
    await page.locator(FIRST_ROW).first().waitFor();
    const times: number[] = [];
    for (let round = 1; round <= OPENINGS; round++) {
      times.push(await timeOpening(page, workbench));
      report(`comparison ${round} of ${OPENINGS}: ${roundMs(times.at(-1)!)} ms`);
      await workbench.runCommand('View: Close All Editors');
    }
    return times;
  } finally {
    await host.dispose();
  }
}

async function timeOpening(page: Page, workbench: Workbench): Promise<number> {
  await page.locator(FIRST_ROW).first().click({ button: 'right' });
  // A menu ignores clicks in its first 100 ms.
  await page.waitForTimeout(300);
  const elapsed = page.evaluate(timeFromClickTo, FIRST_LINE);
  await workbench.chooseInMenu('Compare Code with Workspace');
  return elapsed;
}

/** Records a run that does nothing. */
async function record(workspace: string): Promise<void> {
  const cli = path.join(ROOT, 'dist', 'cli.js');
  const options = ['--workspace', workspace, '--cwd', workspace, '--sample', '0'];
  const words = [cli, 'run', ...options, '--', process.execPath, '-e', ''];
  const { code: exit, output } = await runProgram('bench-snapshot', words);
  if (exit !== 0) throw new Error(`The run could not be recorded:\n${output}`);
}

async function codeBase(): Promise<string> {
  const workspace = await mkdtemp(path.join(os.tmpdir(), 'trialbook-bench-'));
  for (let n = 0; n < FILES; n++) {
    const file = path.join(workspace, fileName(n));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, code(n));
  }
  return workspace;
}

function fileName(n: number): string {
  return `package${n % 20}/module${n}.py`;
}

/** 10 KiB of Python that no other file holds. */
function code(seed: number): string {
  const line = (n: number): string =>
    `    weight_${n} = layer(x, ${(seed * 7919 + n * 104_729) % 1_000_003}, scale=${(n * seed) % 997})\n`;
  const lines = Array.from({ length: 400 }, (_, n) => line(n)).join('');
  return `def block_${seed}(x):\n${lines}`.slice(0, FILE_BYTES - 1).padEnd(FILE_BYTES, '#');
}

/** As somebody may who works on it: every tenth line is another. */
function edited(text: string): string {
  return text.replaceAll(/^(.*_\d*5 = layer\(x, ).*$/gm, '$1width=64)');
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
