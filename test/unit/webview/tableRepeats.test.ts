import assert from 'node:assert/strict';
import { DEFAULT_VIEW } from '../../../src/protocol/tableView';
import { someRuns } from './tableData';
import { TablePageHarness, waitFor } from './tablePageHarness';

const REPEATS = { ...DEFAULT_VIEW, group: { by: [], repeats: true as const } };

describe('repeats in the run table', function () {
  this.timeout(60_000);
  const pages = TablePageHarness.forSuite();

  it('have the name of their first run, its colour and their number; what nothing repeats is a run', async () => {
    const { page } = await pages().open({ view: REPEATS });
    await waitFor(async () => (await pages().names()).every((name) => name !== ''));
    assert.deepEqual(await pages().names(), ['brisk-otter', 'calm-heron', 'dull-viper', 'glad-mole']);
    assert.equal(await pages().row('brisk-otter').locator('.count').innerText(), '×2');
    assert.equal(await pages().row('brisk-otter').locator('svg').count(), 1, 'its colour');
    const alone = pages().row('dull-viper');
    assert.equal(await alone.locator('.twistie, .count').count(), 0);
    assert.equal(await alone.locator('[aria-label="failed"]').count(), 1);
    assert.equal(await pages().cell('dull-viper', 'Duration'), '2 m 14 s');
    await page.getByText('4 groups · 6 runs').waitFor();
    await pages().row('brisk-otter').locator('.twistie').click();
    await waitFor(async () => (await pages().names()).length === 6);
  });

  it('are told on the button', async () => {
    const { page } = await pages().open({ view: REPEATS });
    await page.getByRole('button', { name: 'Group: repeats' }).waitFor();
  });

  it('are held against the baseline by their mean', async () => {
    const runs = someRuns();
    const baselines = [{ experiment: 'penguins', runId: runs[0]!.run.id }];
    await pages().open({ runs, baselines, view: REPEATS });
    await waitFor(async () => /^0\.9160\s*±0\.0085\s*▽\s*−0\.0182$/.test(await pages().cell('calm-heron', 'accuracy')));
    const worse = (await pages().cellOf('calm-heron', 'accuracy')).locator('.beside.worse');
    assert.match(await worse.innerText(), /^▽\s*−0\.0182$/);
  });

  it('have their values below each other, with a spread or without, and with a mark', async () => {
    const runs = someRuns();
    runs[4]!.cells['metrics.accuracy'] = 'NaN';
    await pages().open({ runs, view: REPEATS });
    await waitFor(async () => (await pages().cell('brisk-otter', 'accuracy')).endsWith('!'));
    const right = async (name: string): Promise<number> =>
      (await pages().cellOf(name, 'accuracy')).evaluate((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell.querySelector('.text') ?? cell);
        return Math.round(range.getBoundingClientRect().right);
      });
    const ends = await Promise.all(['brisk-otter', 'calm-heron', 'dull-viper', 'glad-mole'].map(right));
    assert.equal(new Set(ends).size, 1, ends.join(', '));
  });

  it('are copied under the same names', async () => {
    const { page } = await pages().open({ view: REPEATS });
    await pages().names();
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copy as CSV').click();
    await waitFor(() => pages().asked('copy').length === 1);
    const [{ text }] = pages().asked('copy') as [{ text: string }];
    const names = text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(',')[0]);
    assert.deepEqual(names, ['Run', 'brisk-otter ×2', 'calm-heron ×2', 'dull-viper', 'glad-mole']);
  });
});
