/** How long a person waits for us: when VS Code starts, and when the view is first opened. */
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../test/host/chromium';
import { buildExtension } from '../test/host/extension';
import type { Host } from '../test/host/host';
import { copyWorkspace, findMainLine, PENGUINS } from '../test/host/workspace';
import { Workbench } from '../test/ui/workbench';
import { median, roundMs, type Benchmark } from './benchmark';
import { startHost, timesInsideHost } from './insideHost';
import { FIRST_ROW, timeFromClickTo } from './pageClock';
import { writeRuns } from './runFolders';

const RUNS = 100;
const ACTIVATIONS = 10;
const OPENINGS = 5;

export const benchmark: Benchmark = async (report) => {
  await buildExtension();
  const workspace = await copyWorkspace(PENGUINS);
  const folder = workspace.folders[0]!;
  await writeRuns(folder, RUNS);
  const browser = await launchChromium();
  try {
    // First, because the database that it leaves behind is what later windows find.
    const openings = await timeOpenings(browser, folder, report);
    const activations = await timesInsideHost('activationEntry.ts', { folder, browser, hosts: ACTIVATIONS });
    return { activation_ms: roundMs(median(activations)), first_tree_ms: roundMs(median(openings)) };
  } finally {
    await browser.close();
    await workspace.remove();
  }
};

/** From the click on the view container to the first row of the Runs view, in windows that are new each time; ms. */
async function timeOpenings(browser: Browser, folder: string, report: (text: string) => void): Promise<number[]> {
  const host = await startHost(folder);
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
