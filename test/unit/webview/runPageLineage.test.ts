import assert from 'node:assert/strict';
import type { LineageEnd, LineageLink } from '../../../src/protocol/lineageApi';
import { requireAccessible } from '../../ui/looks/accessible';
import { refOf } from './changesData';
import { makeRun } from './runData';
import { RunPageHarness } from './runPageHarness';

const end = (...links: LineageLink[]): LineageEnd => ({ links, more: 0 });
const link = (n: number, path: string, name: string, beyond = end()): LineageLink => {
  return { path, run: refOf(makeRun(n, { name }).run), beyond };
};

describe('lineage on the page of a run', function () {
  this.timeout(60_000);
  const pages = RunPageHarness.forSuite();

  it('shows who wrote what was read, over several files, and who read what was written', async () => {
    const raw = link(6, 'data/raw.csv', 'fetch', { links: [], more: 2 });
    const upstream = end(link(5, 'data/penguins.csv', 'clean', end(raw)));
    const downstream = { links: [link(7, 'out/model.pt', 'tune'), link(8, 'out/scores.csv', 'score')], more: 4 };
    const { page } = await pages().open({ lineage: { upstream, downstream } });
    await pages().choose('data');
    const columns = page.locator('.lineage-column');
    const textOf = async (n: number) => (await columns.nth(n).innerText()).replace(/\s+/g, ' ').trim();
    await page.getByText('written by fetch').waitFor();
    assert.equal(await textOf(0), 'labels.csv v1 penguins.csv v3 written by clean raw.csv written by fetch and 2 more');
    // Of files alone those that somebody read.
    assert.equal(await textOf(2), 'model.pt v4 read by tune scores.csv read by score read by 4 more runs');
    await page.getByRole('button', { name: 'fetch' }).click();
    await page.getByRole('button', { name: 'and 2 more' }).click();
    assert.deepEqual(pages().asked('openRun'), [{ runId: 'run-6' }, { runId: 'run-6' }]);
    await requireAccessible(page.mainFrame());
  });

  it('bears long names of runs and files', async () => {
    const name = '<b>x</b>'.repeat(500);
    const upstream = end(link(5, 'data/penguins.csv', name, end(link(6, name, name))));
    const { page } = await pages().open({ lineage: { upstream, downstream: end() } });
    await pages().choose('data');
    await page.locator('.lineage-runs .lineage-runs').waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });
});
