/** How long a person waits for us: when VS Code starts, and when the view is first opened. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../test/host/chromium';
import { buildExtension } from '../test/host/extension';
import { runExtensionTests } from '../test/host/extensionTests';
import { Host } from '../test/host/host';
import { CACHE, ROOT } from '../test/host/paths';
import { copyWorkspace, findMainLine, PENGUINS } from '../test/host/workspace';
import { Workbench } from '../test/ui/workbench';
import { TIMES_VARIABLE } from './activationTimes';
import { median, roundMs, type Benchmark } from './benchmark';
import { writeRuns } from './runFolders';

const RUNS = 100;
const ACTIVATIONS = 10;
const OPENINGS = 5;
const LOGS = path.join(CACHE, 'bench', 'logs');

const FIRST_ROW = '.pane:has(.pane-header[aria-label="Runs Section"]) .monaco-list-row';

export const benchmark: Benchmark = async (report) => {
  await buildExtension();
  const workspace = await copyWorkspace(PENGUINS);
  const folder = workspace.folders[0]!;
  await writeRuns(folder, RUNS);
  const browser = await launchChromium();
  try {
    // First, because the database that it leaves behind is what later windows find.
    const openings = await timeOpenings(browser, folder, report);
    const activations = await timeActivations(browser, folder, report);
    return { activation_ms: roundMs(median(activations)), first_tree_ms: roundMs(median(openings)) };
  } finally {
    await browser.close();
    await workspace.remove();
  }
};

/** Our share of activation in fresh extension hosts, ms each. */
async function timeActivations(browser: Browser, folder: string, report: (text: string) => void): Promise<number[]> {
  const testsPath = path.join(CACHE, 'bench', 'activation.cjs');
  const times = path.join(CACHE, 'bench', 'activation-times.txt');
  await rm(times, { force: true });
  await build({
    entryPoints: [path.join(import.meta.dirname, 'activationEntry.ts')],
    outfile: testsPath,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const extension = { developmentPath: ROOT };
  const env = { [TIMES_VARIABLE]: times };
  const host = await Host.start({ logDir: LOGS, folder, extension, testsPath, env, trust: false });
  try {
    for (let round = 1; round <= ACTIVATIONS; round++) {
      const code = await runExtensionTests(host, browser);
      if (code !== 0) throw new Error(`The extension did not activate; see ${LOGS}`);
      report(`activation ${round} of ${ACTIVATIONS}`);
    }
  } finally {
    await host.dispose();
  }
  return (await readFile(times, 'utf8')).trim().split('\n').map(Number);
}

/** From the click on the view container to the first row of the Runs view, in windows that are new each time; ms. */
async function timeOpenings(browser: Browser, folder: string, report: (text: string) => void): Promise<number[]> {
  const host = await Host.start({ logDir: LOGS, folder, extension: { developmentPath: ROOT }, trust: false });
  const line = await findMainLine(path.join(folder, 'train.py'));
  const times: number[] = [];
  try {
    // The first window ingests the runs, which happens once: it is not counted.
    for (let round = 0; round <= OPENINGS; round++) {
      // A new context forgets that the view was open in the last window.
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const time = await timeOpening(await context.newPage(), host, line);
      await context.close();
      if (round > 0) times.push(time);
      report(`opening ${round} of ${OPENINGS}`);
    }
  } finally {
    await host.dispose();
  }
  return times;
}

async function timeOpening(page: Page, host: Host, line: number): Promise<number> {
  const workbench = new Workbench(page, host);
  await host.open(page);
  await workbench.ready();
  await workbench.openFile('train.py', line);
  // A lens shows that the extension has been activated, as it is long before anyone clicks.
  await workbench.codeLens('Track').first().waitFor();
  const elapsed = page.evaluate(timeFromClickTo, FIRST_ROW);
  await workbench.openContainer('Trialbook');
  return elapsed;
}

/** Runs in the page: the time from the next press of a button to the frame after an element appears, ms. */
function timeFromClickTo(selector: string): Promise<number> {
  return new Promise((resolve) => {
    document.addEventListener(
      'pointerdown',
      () => {
        const start = performance.now();
        new MutationObserver((_, observer) => {
          if (document.querySelector(selector) === null) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - start));
        }).observe(document.body, { childList: true, subtree: true });
      },
      { capture: true, once: true },
    );
  });
}
