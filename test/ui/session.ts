/** Opens workbenches for tests, the demo and benchmarks, and keeps evidence of those that a failed test leaves. */
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../host/chromium';
import { Host, type HostOptions } from '../host/host';
import { Workbench } from './workbench';

export interface SessionOptions extends Omit<HostOptions, 'logDir'> {
  /** Folder for logs and screenshots. */
  outputDir: string;
}

const VIEWPORT = { width: 1280, height: 800 };

/** One host, one browser, one window on it. */
export class Session {
  private static readonly open = new Set<Session>();
  /** Output folders of windows that were closed in the current test. */
  private static readonly closed = new Set<string>();

  private constructor(
    readonly host: Host,
    private readonly browser: Browser,
    public page: Page,
    public workbench: Workbench,
    private readonly outputDir: string,
  ) {}

  /** Starts all three and waits for the workbench's first paint. */
  static async start(options: SessionOptions): Promise<Session> {
    const host = await Host.start({ ...options, logDir: path.join(options.outputDir, 'logs') });
    try {
      const browser = await launchChromium();
      const page = await browser.newPage({ viewport: VIEWPORT });
      const session = new Session(host, browser, page, new Workbench(page, host), options.outputDir);
      Session.open.add(session);
      await host.open(page);
      await session.workbench.ready();
      return session;
    } catch (error) {
      await Session.disposeAll();
      await host.dispose();
      throw error;
    }
  }

  /** Begins a test: forgets the windows of earlier ones. */
  static forgetClosed(): void {
    Session.closed.clear();
  }

  /** Takes a picture of every open window; returns the output folders of all windows of the current test. */
  static async evidence(): Promise<string[]> {
    for (const session of Session.open) await session.takeLastPicture();
    return [...new Set([...Session.closed, ...[...Session.open].map((session) => session.outputDir)])];
  }

  /** Ends what tests left open. */
  static async disposeAll(): Promise<void> {
    for (const session of Session.open) await session.dispose();
  }

  /** Saves a picture of the window as `<name>.png`, and returns its path. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(this.outputDir, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Closes the window as a person does; the server, and what runs in the folder, go on. */
  async closeWindow(): Promise<void> {
    const closed = this.page.waitForEvent('close');
    await this.page.close({ runBeforeUnload: true });
    await closed;
  }

  /** Opens a window on the folder in place of the one that was closed. */
  async openWindow(): Promise<void> {
    this.page = await this.browser.newPage({ viewport: VIEWPORT });
    this.workbench = new Workbench(this.page, this.host);
    await this.host.open(this.page);
    await this.workbench.ready();
  }

  /** Opens a second window on the folder, beside the first one. */
  async openAnotherWindow(): Promise<{ workbench: Workbench; close(): Promise<void> }> {
    const page = await this.browser.newPage({ viewport: VIEWPORT });
    const workbench = new Workbench(page, this.host);
    await this.host.open(page);
    await workbench.ready();
    return { workbench, close: () => page.close() };
  }

  /** Closes the window, whose last picture stays as `last.png` beside the logs. */
  async dispose(): Promise<void> {
    Session.open.delete(this);
    Session.closed.add(this.outputDir);
    await this.takeLastPicture();
    await this.browser.close();
    await this.host.dispose();
  }

  private async takeLastPicture(): Promise<void> {
    // A window that crashed has no picture; its logs tell why.
    await this.page.screenshot({ path: path.join(this.outputDir, 'last.png'), timeout: 5000 }).catch(() => undefined);
  }
}
