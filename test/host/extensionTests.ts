import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { Host } from './host';

/** An entry that takes longer than this hangs, ms. */
const TIME_LIMIT = 15 * 60_000;

/**
 * Opens a host that was started with `testsPath` in a window of its own, which is a fresh extension host, and returns the
 * exit code of the test entry. Its console goes to `tests.log`. Rejects when the window crashes or nothing ends.
 */
export async function runExtensionTests(host: Host, browser: Browser): Promise<number> {
  const page = await browser.newPage();
  let limit: NodeJS.Timeout | undefined;
  try {
    const ended = new Promise<number>((resolve, reject) => {
      void page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => logConsole(host, type, args));
      void page.exposeFunction('codeAutomationExit', resolve);
      page.once('crash', () => reject(new Error('The workbench crashed.')));
      limit = setTimeout(() => reject(new Error(`No result in ${TIME_LIMIT / 60_000} minutes.`)), TIME_LIMIT);
    });
    await host.open(page);
    return await ended;
  } finally {
    clearTimeout(limit);
    await page.close();
  }
}

function logConsole(host: Host, type: string, args: unknown[]): void {
  const text = args.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' ');
  appendFileSync(path.join(host.logDir, 'tests.log'), `${type}: ${text}\n`);
}
