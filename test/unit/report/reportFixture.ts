/** Reports of real runs: written by the store, opened from their file in a real browser that has no network. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { parseCompareLayout } from '../../../src/protocol/compareLayout';
import type { ReportPage, SavedReport } from '../../../src/protocol/reportApi';
import type { Args } from '../../../src/protocol/rpc';
import type { StoreApi } from '../../../src/protocol/storeApi';
import { launchChromium } from '../../host/chromium';
import { buildExtension } from '../../host/extension';
import { ROOT } from '../../host/paths';
import { TestWorkspace, type OpenStore } from '../store/helpers';
import { readStrings } from '../webview/strings';

const PROGRAM = path.join(ROOT, 'dist');

/** A report as it was opened. */
export interface OpenReport {
  page: Page;
  /** Policy violations, uncaught errors, console errors, and whatever asked for the network. */
  problems: string[];
}

export interface ReportFixture {
  readonly workspace: TestWorkspace;
  readonly store: OpenStore;
  /** What the store is asked with; each time another file. */
  query(runIds: string[], page?: Partial<ReportPage>): Args<StoreApi, 'saveReport'>;
  /** Takes in what the workspace holds, and writes a report. */
  save(runIds: string[], page?: Partial<ReportPage>): Promise<SavedReport & { file: string }>;
  open(file: string, look?: { colorScheme?: 'light' | 'dark'; width?: number }): Promise<OpenReport>;
}

/** Registers the hooks of a suite. Whatever a test opens must end without a problem. */
export function useReports(): ReportFixture {
  let browser: Browser;
  let workspace: TestWorkspace;
  let store: OpenStore;
  let reports = 0;
  const opened: { context: BrowserContext; problems: string[] }[] = [];

  before(async () => {
    await buildExtension();
    browser = await launchChromium();
  });
  after(() => browser.close());
  beforeEach(async () => {
    workspace = new TestWorkspace();
    store = await workspace.open();
  });
  afterEach(async () => {
    const problems = opened.flatMap((one) => one.problems);
    await Promise.all(opened.splice(0).map(({ context }) => context.close()));
    await workspace.dispose();
    assert.deepEqual(problems, []);
  });

  const query: ReportFixture['query'] = (runIds, page) => {
    const job = (reports += 1);
    const shown = { title: 'Runs', locale: 'en', strings: readStrings(), layout: parseCompareLayout(undefined) };
    const file = path.join(workspace.dir, `report-${job}.html`);
    return { runIds, file, page: { ...shown, ...page }, programDir: PROGRAM, job };
  };

  return {
    get workspace() {
      return workspace;
    },
    get store() {
      return store;
    },
    query,
    async save(runIds, page) {
      const asked = query(runIds, page);
      await store.refresh();
      return { ...(await store.ask('saveReport', asked)), file: asked.file };
    },
    async open(file, { colorScheme = 'light', width = 1200 } = {}) {
      const context = await browser.newContext({ offline: true, colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const problems: string[] = [];
      opened.push({ context, problems });
      page.on('pageerror', (error) => problems.push(String(error.stack)));
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('request', (request) => /^(file|data|blob):/.test(request.url()) || problems.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      return { page, problems };
    },
  };
}

/** All that a report holds, its database unpacked, as text in which names can be looked for. */
export async function contentOf(file: string): Promise<string> {
  const html = await readFile(file, 'utf8');
  return html + (await databaseOf(file)).toString('latin1');
}

/** The SQLite file in a report. */
export async function databaseOf(file: string): Promise<Buffer> {
  const [, packed] = /id="database">([^<]*)</.exec(await readFile(file, 'utf8')) ?? [];
  assert.ok(packed, 'the report holds a database');
  return gunzipSync(Buffer.from(packed, 'base64'));
}
