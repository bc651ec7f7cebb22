import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { SeriesQuery } from '../../../src/protocol/storeApi';
import { ComparePageHarness, type OpenComparePage, type OpenOptions } from './comparePageHarness';
import { makeRun, type RunData } from './runData';
import { readStrings } from './strings';

export const strings = readStrings();

/** What the tests of a suite share: one browser, and the page that a test opened. */
export interface ComparePageFixture {
  /** The page of the test at hand. */
  readonly opened: OpenComparePage;
  readonly open: (options: Partial<OpenOptions> & { runs: RunData[] }) => Promise<OpenComparePage>;
}

/** Registers the hooks of a suite. Whatever a test opens must end without a policy violation or an error. */
export function useComparePage(): ComparePageFixture {
  let harness: ComparePageHarness | undefined;
  let opened: OpenComparePage | undefined;

  before(async () => {
    harness = await ComparePageHarness.start();
  });
  after(() => harness?.stop());
  afterEach(async () => {
    const problems = opened?.problems ?? [];
    await opened?.close();
    opened = undefined;
    assert.deepEqual(problems, [], 'no policy violation and no error');
  });

  return {
    get opened() {
      assert.ok(opened, 'no page is open');
      return opened;
    },
    async open(options) {
      assert.ok(harness, 'the browser has not started');
      opened = await harness.open({ strings, ...options });
      opened.page.setDefaultTimeout(15_000);
      return opened;
    },
  };
}

/** The series that a page has asked for so far. */
export function seriesQueries({ requests }: OpenComparePage): SeriesQuery[] {
  return requests.filter(({ method }) => method === 'series').map(({ args }) => args as SeriesQuery);
}

/** The line chart of a metric, without its card. */
export function chartOf(page: Page, metric: string): Locator {
  return page.locator(`.chart-grid article[aria-label="${metric}"] .chart[role="slider"]`);
}

/** Runs whose series are long enough to be decimated in a card. */
export function longRuns(): RunData[] {
  return [0, 1].map((index) =>
    makeRun(index, { metrics: { loss: Array.from({ length: 20_000 }, (_, step) => Math.sin(step / 50) + index) } }),
  );
}

/** What a chart reads out after a key. */
export async function readAt(chart: Locator, key: string): Promise<string> {
  await chart.press(key);
  return (await chart.getAttribute('aria-valuetext')) ?? '';
}
