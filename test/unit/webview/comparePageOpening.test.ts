import assert from 'node:assert/strict';
import type { Comparison, SeriesQuery } from '../../../src/protocol/storeApi';
import { packedComparison } from './comparePageHarness';
import { seriesQueries, useComparePage } from './comparePageFixture';
import { makeRun, readSeries, type RunData } from './runData';

const KEYS = ['loss', ...Array.from({ length: 9 }, (_, k) => `other/${k}`)];

function runsWithKeys(): RunData[] {
  return [0, 1].map((n) => makeRun(n, { metrics: Object.fromEntries(KEYS.map((key) => [key, [3, 2, n]])) }));
}

describe('opening of the comparison page', function () {
  this.timeout(60_000);
  const fixture = useComparePage();
  const { open } = fixture;

  it('asks for the first charts, wide enough, before the page is built, and does not ask for them again', async () => {
    const runs = runsWithKeys();
    let release: () => void = () => undefined;
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    const series = async (query: SeriesQuery): Promise<unknown> => {
      if (query.keys.includes('loss')) await isReleased;
      return readSeries(runs, query);
    };
    const { page } = await open({ runs, answers: { series } });
    const cards = page.locator('.chart-grid article.chart-card');
    await cards.first().waitFor();
    const [first] = seriesQueries(fixture.opened);
    assert.deepEqual(first!.keys, ['loss', 'other/0', 'other/1'], 'the page is built though the answer is not there');
    assert.ok(first!.width >= (await cards.first().evaluate((card) => card.clientWidth)));
    release();
    await page.waitForFunction((count) => document.querySelectorAll('.chart canvas').length === count, KEYS.length);
    const asked = seriesQueries(fixture.opened).flatMap(({ keys }) => keys);
    assert.deepEqual(asked.toSorted(), KEYS.toSorted());
  });

  it('takes the comparison that the host has read meanwhile', async () => {
    const runs = runsWithKeys();
    const comparison: Comparison = packedComparison(runs);
    const ready = (): unknown => ({ folder: '/penguins', runIds: runs.map(({ run }) => run.id), comparison });
    const { page, requests, send } = await open({ runs, answers: { ready } });
    await page.locator('.chart canvas').first().waitFor();
    const asked = (): number => requests.filter(({ method }) => method === 'comparison').length;
    assert.equal(asked(), 0);
    await send({ kind: 'changed', runs: [{ runId: 'run-0', keys: ['loss'] }], datasets: false, models: false });
    while (asked() === 0) await page.waitForTimeout(20);
  });
});
