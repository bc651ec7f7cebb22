import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { TablePageEvent } from '../../../src/protocol/tablePage';
import { type OpenPage, PageHarness, type PageOptions } from './pageHarness';
import { readTableStrings } from './strings';
import { answerOf, type TableStore, tableStore } from './tableAnswers';

const strings = readTableStrings();

/** Opens the run table for the tests of a suite, one page at a time. */
export class TablePageHarness {
  opened: OpenPage<TablePageEvent> | undefined;
  store: TableStore | undefined;

  private constructor(private readonly harness: PageHarness) {}

  /** Starts and stops with the suite that calls it, and holds each of its tests against errors in the page. */
  static forSuite(): () => TablePageHarness {
    let pages: TablePageHarness;
    before(async () => (pages = new TablePageHarness(await PageHarness.start('table'))));
    after(() => pages.harness.stop());
    afterEach(() => pages.close());
    return () => pages;
  }

  async open(store: Partial<TableStore> = {}, options: Partial<PageOptions> = {}): Promise<OpenPage<TablePageEvent>> {
    const whole = tableStore(store);
    this.store = whole;
    const answer = (method: string, args: unknown): unknown => answerOf(whole, method, args);
    this.opened = await this.harness.open<TablePageEvent>({ strings, answer, ...options });
    this.opened.page.setDefaultTimeout(10_000);
    return this.opened;
  }

  /** The rows of runs and groups in sight, from top to bottom. */
  rows(): Locator {
    return this.opened!.page.locator('.row:not(.head):not(.baseline-row)');
  }

  row(name: string): Locator {
    return this.rows().filter({ has: this.opened!.page.locator('.name', { hasText: new RegExp(`^${name}$`) }) });
  }

  /** Names of the rows in the order in which they stand. */
  async names(): Promise<string[]> {
    await this.rows().locator('.name').first().waitFor();
    const rows = await this.rows().evaluateAll((all) =>
      all.map((row) => ({
        place: Number((row as HTMLElement).dataset['row']),
        name: row.querySelector('.name')?.textContent ?? '',
      })),
    );
    return rows.toSorted((a, b) => a.place - b.place).map(({ name }) => name);
  }

  header(label: string): Locator {
    return this.opened!.page.locator('[role=columnheader]', {
      has: this.opened!.page.locator('.head-name', { hasText: new RegExp(`^${label}\\d*$`) }),
    });
  }

  /** The text of a cell, by the name of its row and of its column. */
  async cell(name: string, column: string): Promise<string> {
    const place = await this.header(column).getAttribute('data-column');
    return this.row(name).locator(`[data-column="${place}"]`).innerText();
  }

  async cellOf(name: string, column: string): Promise<Locator> {
    const place = await this.header(column).getAttribute('data-column');
    return this.row(name).locator(`[data-column="${place}"]`);
  }

  /** Arguments of each call of a method of the host, in their order. */
  asked(method: string): unknown[] {
    return this.opened!.requests.filter((request) => request.method === method).map(({ args }) => args);
  }

  private async close(): Promise<void> {
    const problems = this.opened?.problems ?? [];
    await this.opened?.close();
    this.opened = undefined;
    assert.deepEqual(problems, [], 'no policy violation and no error');
  }
}

export async function waitFor(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; !(await holds());) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
