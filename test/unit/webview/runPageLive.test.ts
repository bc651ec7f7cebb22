import assert from 'node:assert/strict';
import type { OutputRow } from '../../../src/protocol/outputApi';
import type { RunPageEvent } from '../../../src/protocol/runPage';
import { waitFor } from './changesPageHarness';
import { detailOf, everything, OTTER } from './runPageData';
import { RunPageHarness, type RunPageHost, strings } from './runPageHarness';

function changed(more: { removed?: true; keys?: string[] } = {}): RunPageEvent {
  return { kind: 'changed', runs: [{ runId: OTTER.run.id, keys: [], ...more }], datasets: false, models: false };
}

const lines = (count: number): OutputRow[] => Array.from({ length: count }, (_, index) => ({ text: `line ${index}` }));

describe('page of a run while it goes on', function () {
  this.timeout(60_000);
  const pages = RunPageHarness.forSuite();

  it('says so when it is deleted, and shows it again when it is restored', async () => {
    const { page, send } = await pages().open({});
    await send(changed({ removed: true }));
    await page.getByText(strings.goneTitle).waitFor();
    await send(changed());
    await page.locator('h1', { hasText: 'brisk-otter' }).waitFor();
  });

  it('recovers by itself from a store that crashed', async () => {
    let crashed = true;
    const { page, send } = await pages()
      .open(
        { output: lines(3) },
        {
          refuse: (method) => {
            if (crashed && (method === 'getRun' || method === 'outputState')) throw new Error('The store worker ended');
          },
        },
      )
      .catch(async () => {
        // Nothing could be read yet: the page says so.
        await pages().opened!.page.getByText(strings.failed).waitFor();
        return pages().opened!;
      });
    crashed = false;
    await page.locator('h1', { hasText: 'brisk-otter' }).waitFor();
    crashed = true;
    await send(changed());
    await page.locator('.notice', { hasText: 'The store worker ended' }).waitFor();
    assert.equal(await page.locator('h1').innerText(), 'brisk-otter', 'what was there stays');
    crashed = false;
    await page.locator('.notice').waitFor({ state: 'detached' });
  });

  it('counts on while it trains, and shows how it ended', async () => {
    const live = detailOf(OTTER, { status: 'running', endedAt: null, startedAt: Date.now() });
    const host: Partial<RunPageHost> = { run: live };
    const { page, send } = await pages().open(host);
    await page.locator('.run-facts', { hasText: '2 s' }).waitFor();
    await page.getByText(strings.actions.stop, { exact: true }).click();
    assert.deepEqual(pages().asked('act'), [{ action: 'stopRun' }]);
    host.run = everything();
    await send({ kind: 'runEnded', run: OTTER.run });
    await page.locator('.run-status', { hasText: 'Finished' }).waitFor();
  });

  it('follows the output to its end until one scrolls away, and on when that is asked for', async () => {
    const live = detailOf(OTTER, { status: 'running', endedAt: null, startedAt: Date.now() });
    const host: Partial<RunPageHost> = { run: live, output: lines(1000) };
    const { page } = await pages().open(host);
    await pages().choose('output');
    await page.getByText('line 999', { exact: true }).waitFor();
    host.output = lines(1500);
    await page.getByText('line 1499', { exact: true }).waitFor();
    await page.locator('.output-rows').evaluate((box) => (box.scrollTop = 0));
    await page.getByText('line 0', { exact: true }).waitFor();
    host.output = lines(2000);
    await page.getByText('2,000 lines').waitFor();
    assert.equal(await page.getByText('line 1999', { exact: true }).count(), 0);
    await page.getByText(strings.follow).click();
    await page.getByText('line 1999', { exact: true }).waitFor();
  });

  it('holds but the rows in sight of a million, and goes to any of them', async () => {
    const { page } = await pages().open({ output: lines(1_000_000) });
    await pages().choose('output');
    await page.getByText('line 0', { exact: true }).waitFor();
    assert.ok((await page.locator('.output-row').count()) < 150);
    await page.locator('.output-rows').evaluate((box) => (box.scrollTop = box.scrollHeight));
    await page.getByText('line 999999', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: strings.searchOutput }).fill('line 77777');
    await page
      .locator('.output-row.current', { hasText: /^line 777770$/ })
      .or(page.locator('.output-row.current'))
      .first()
      .waitFor();
    await page.getByText('1 of 11', { exact: true }).waitFor();
    assert.equal(await page.locator('.output-row.current').innerText(), 'line 77777');
    await page.keyboard.press('Enter');
    await page.locator('.output-row.current', { hasText: /^line 777770$/ }).waitFor();
    await page.keyboard.press('Shift+Enter');
    await page.getByText('1 of 11', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: strings.searchOutput }).fill('nowhere');
    await page.getByText(strings.noMatches).waitFor();
  });

  it('links places in files that are there, and only those', async () => {
    const output: OutputRow[] = [
      { text: '  File "/penguins/train.py", line 88, in <module>' },
      { text: 'pkg/util.py:12: UserWarning' },
      { text: '  File "/etc/nowhere.py", line 1' },
      { text: 'red', spans: [{ start: 0, end: 3, style: { color: '#ff0000', bold: true } }] },
    ];
    const { page } = await pages().open({ output, files: ['/penguins/train.py', 'pkg/util.py'] });
    await pages().choose('output');
    const links = page.locator('.output-row button');
    await waitFor(async () => (await links.count()) === 2);
    await links.nth(1).click();
    assert.deepEqual(pages().asked('openPlace'), [{ file: 'pkg/util.py', line: 12 }]);
    const red = page.locator('.output-row .text-bold');
    assert.equal(await red.evaluate((one) => getComputedStyle(one).color), 'rgb(255, 0, 0)');
  });
});
