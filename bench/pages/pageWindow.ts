/** A window of a real VS Code whose pages are opened by commands and timed until they are painted. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, CDPSession, Frame, Page } from 'playwright-core';
import { launchChromium } from '../../test/host/chromium';
import { Host } from '../../test/host/host';
import { ROOT } from '../../test/host/paths';
import { isWebview } from '../../test/ui/webview';
import { Workbench } from '../../test/ui/workbench';
import { bundleEntry, LOGS } from '../insideHost';
import { COMMAND_VARIABLE, EMPTY_PAGE, type DrivenCommand } from './driven';

const PATIENCE_MS = 60_000;

/** What is painted when a page can be used. */
export const PAINTED = {
  [EMPTY_PAGE]: '#empty',
  compare: '.chart canvas',
  table: '[role="row"][aria-rowindex="2"] [role="gridcell"]',
} as const;

export class PageWindow {
  private constructor(
    private readonly host: Host,
    private readonly browser: Browser,
    readonly page: Page,
    private readonly commandFile: string,
  ) {}

  /** Opens a folder whose store is up to date. */
  static async open(folder: string): Promise<PageWindow> {
    const commandFile = path.join(LOGS, `command-${process.pid}.json`);
    for (const file of [commandFile, `${commandFile}.done`]) rmSync(file, { force: true });
    const host = await Host.start({
      logDir: LOGS,
      folder,
      extension: { developmentPath: ROOT },
      testsPath: await bundleEntry('pages/driverEntry.ts'),
      env: { [COMMAND_VARIABLE]: commandFile },
      trust: false,
    });
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(noteWhenPainted, { selectors: Object.values(PAINTED), inFrames: true });
    await host.open(page);
    await new Workbench(page, host).ready();
    return new PageWindow(host, browser, page, commandFile);
  }

  /** Runs a command in the extension host; gives when it began there, ms since 1970. */
  async run(command: string, ...args: unknown[]): Promise<number> {
    const done = `${this.commandFile}.done`;
    const beside = `${this.commandFile}.new`;
    writeFileSync(beside, JSON.stringify({ command, args } satisfies DrivenCommand));
    renameSync(beside, this.commandFile);
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(10)) {
      if (!existsSync(done)) continue;
      const startedAt = Number(readFileSync(done, 'utf8'));
      rmSync(done);
      return startedAt;
    }
    throw new Error(`${command} did not end; see ${LOGS}`);
  }

  /** Opens a page; gives the time from its command to the frame in which what is named was painted, ms. */
  async timeOpening(painted: keyof typeof PAINTED, command: string, ...args: unknown[]): Promise<number> {
    const startedAt = await this.run(command, ...args);
    const frame = await this.frameWith(PAINTED[painted]);
    return (
      (await frame.evaluate((selector) => window.paintedAt?.[selector] ?? Number.NaN, PAINTED[painted])) - startedAt
    );
  }

  /** The page in which something was painted; waits for it. */
  async frameWith(selector: string): Promise<Frame> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(50)) {
      for (const frame of this.page.frames()) {
        if (!(await isWebview(frame, /.*/))) continue;
        const at = await frame.evaluate((one) => window.paintedAt?.[one], selector).catch(() => undefined);
        if (at !== undefined) return frame;
      }
    }
    throw new Error(`No page painted ${selector}`);
  }

  async closeEditors(): Promise<void> {
    await this.run('workbench.action.closeAllEditors');
    await delay(300);
  }

  /** The protocol of a page's own process. */
  async protocolOf(frame: Frame): Promise<CDPSession> {
    // A frame of the same process as the window has no session of its own.
    return this.page
      .context()
      .newCDPSession(frame)
      .catch(() => this.page.context().newCDPSession(this.page));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.host.dispose();
  }
}

declare global {
  interface Window {
    /** By selector, when the frame was shown in which an element matched first, ms since 1970. */
    paintedAt?: Record<string, number>;
  }
}

/** Runs in every document before its own scripts: notes when elements of it are painted. */
export function noteWhenPainted({ selectors, inFrames }: { selectors: string[]; inFrames: boolean }): void {
  const found: Record<string, number> = {};
  window.paintedAt = found;
  // The editor around the pages shall not be slowed down by looking.
  if (inFrames && window.parent === window) return;
  // Observers and frames are those of a document; the window gets another one when the page is written into it.
  const timer = setInterval(() => {
    const selector = selectors.find((one) => document.querySelector(one) !== null);
    if (selector === undefined) return;
    // There is one page in a document.
    clearInterval(timer);
    // The frame after the one that is being made: then this one is on the screen.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => (found[selector] = performance.timeOrigin + performance.now())),
    );
  }, 4);
}
