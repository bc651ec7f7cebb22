import assert from 'node:assert/strict';
import { requireAccessible } from '../../ui/looks/accessible';
import { HERON as BASE, makeChanges, refOf } from './changesData';
import { waitFor } from './changesPageHarness';
import { makeRun } from './runData';
import { detailOf, everything, failed, HERON, OTTER } from './runPageData';
import { RunPageHarness, strings } from './runPageHarness';

describe('page of a run', function () {
  this.timeout(60_000);
  const pages = RunPageHarness.forSuite();
  const text = async (selector: string): Promise<string> =>
    (await pages().opened!.page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`shows all of its tabs under the strict policy, and keeps the rules of accessibility: ${theme}`, async () => {
      const { page } = await pages().open({ output: [{ text: 'hello' }] }, { theme });
      await page.locator('.sparkline').first().waitFor();
      for (const tab of ['charts', 'output', 'code', 'data', 'machine', 'overview'] as const) {
        await pages().choose(tab);
        await page.locator(`#panel-${tab} *`).first().waitFor();
        await waitFor(async () => (await page.locator('.bone').count()) === 0);
        await requireAccessible(page.mainFrame());
      }
    });
  }

  it('begins with what was reached, against the run before, and what is different', async () => {
    await pages().open({});
    await pages().opened!.page.locator('.verdict').waitFor();
    assert.equal(await text('.verdict'), 'accuracy is 0.9406: better than the previous run calm-heron by 0.025.');
    assert.equal(await text('.changed code'), 'lr 0.01 → 0.003');
    await pages().opened!.page.getByText('calm-heron').click();
    assert.deepEqual(pages().asked('openRun'), [{ runId: HERON.run.id }]);
  });

  it('is held against the baseline of its experiment where there is one', async () => {
    const baseline = refOf(makeRun(0, { name: 'plain-plover' }).run);
    const experiments = [{ name: 'penguins', runs: 3, baseline, keyMetric: null }];
    await pages().open({ experiments, changes: makeChanges() });
    await pages().opened!.page.locator('.verdict').waitFor();
    assert.match(await text('.verdict'), /better than the baseline plain-plover by/);
    assert.equal(await text('.changed'), `${strings.nothingChanged} ${strings.showChanges}`);
  });

  it('shows the note as Markdown without ever making HTML of it', async () => {
    const { page } = await pages().open({});
    const note = page.locator('.markdown');
    await note.waitFor();
    assert.deepEqual(await note.locator('a').evaluateAll((all) => all.map((one) => one.getAttribute('href'))), [
      'https://example.org/paper',
    ]);
    assert.equal(await note.locator('img, script').count(), 0);
    assert.match(await note.innerText(), /<img src=x onerror="alert\(1\)"> bad/);
    assert.deepEqual(await note.locator('ol li').allInnerTexts(), ['keep lr', 'try more epochs']);
  });

  it('tells why a run failed: kind, message, the own lines, and how things stood', async () => {
    const { page } = await pages().open({ run: failed() });
    assert.equal(await text('.failure h2'), 'Out of memory');
    assert.deepEqual(await page.locator('.frames li').allInnerTexts(), [
      'model/attention.py:41 forward',
      'train.py:88 <module>',
    ]);
    await page.getByText('process_memory_mb').waitFor();
    assert.match(await text('.failure'), /Last values, step 39 accuracy 0\.9406/);
    await page.getByText('model/attention.py:41').click();
    assert.deepEqual(pages().asked('openPlace'), [{ file: 'model/attention.py', line: 41 }]);
  });

  it('goes from tab to tab by keys, and keeps the chosen one', async () => {
    const { page, state } = await pages().open({});
    await page.getByRole('tab', { name: strings.tabs.overview }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('End');
    const tab = page.getByRole('tab', { name: strings.tabs.machine });
    assert.equal(await tab.getAttribute('aria-selected'), 'true');
    assert.ok(await tab.evaluate((one) => one === document.activeElement));
    await page.getByRole('tabpanel', { name: strings.tabs.machine }).waitFor();
    const kept = (await state()) as Record<string, unknown>;
    assert.deepEqual([kept['tab'], kept['runId'], kept['folder']], ['machine', OTTER.run.id, '/penguins']);
  });

  it('shows names with HTML, emoji, text from right to left and 10,000 characters as they are', async () => {
    const name = `<b>x</b> 🦦 \u202eאבג ${'n'.repeat(10_000)}`;
    const key = `<i>loss</i>/"q'.${'k'.repeat(10_000)}`;
    const data = makeRun(1, { name, experiment: name, metrics: { [key]: [1, 2] }, params: { [key]: name } });
    const run = detailOf(data, {
      tags: [{ key, value: name }],
      note: name,
      artifacts: [{ path: key, kind: 'file', digest: '0', size: 1, version: null, copy: null, source: null }],
    });
    const { page } = await pages().open({
      run,
      data,
      related: { previous: refOf(BASE), basedOn: null, bestSibling: null },
    });
    assert.equal(await page.locator('h1').textContent(), name);
    for (const tab of ['charts', 'data', 'overview'] as const) {
      await pages().choose(tab);
      const width = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(width, 0, `${tab} is not wider than the window`);
    }
    assert.equal(
      await page
        .locator('main b, main i')
        .filter({ hasText: /^(x|loss)$/ })
        .count(),
      0,
    );
  });

  it('shows values that are not finite, equal everywhere or alone', async () => {
    const metrics = { nan: [1, Number.NaN], inf: [Infinity], equal: [2, 2, 2], one: [1e300] };
    const data = makeRun(1, { name: 'odd-ox', metrics });
    const { page } = await pages().open({ data, run: detailOf(data) });
    await page.locator('.sparkline').nth(3).waitFor();
    const last = await page.locator('td.value:nth-of-type(1)').allInnerTexts();
    assert.deepEqual(last.toSorted(), ['1e300', '2', 'Infinity', 'NaN'].toSorted());
    await pages().choose('charts');
    await page.locator('.chart').nth(3).waitFor();
  });

  it('says what to do where there is nothing yet', async () => {
    const bare = { ...OTTER, metrics: {}, params: {} };
    const live = detailOf(bare, { status: 'running', endedAt: null, keyMetric: null, startedAt: Date.now() - 5000 });
    const related = { previous: null, basedOn: null, bestSibling: null };
    const { page } = await pages().open({ run: live, data: bare, related, snapshot: null });
    await page.getByText('epoch 12 of 40').waitFor();
    await page.getByText(strings.noMetricsYet).waitFor();
    for (const [tab, hint] of [
      ['charts', strings.noMetricsYet],
      ['output', strings.noOutputYet],
      ['code', strings.noCode],
      ['data', strings.noData],
      ['machine', strings.noMachine],
    ] as const) {
      await pages().choose(tab);
      await page.getByText(hint).waitFor();
    }
  });

  it('takes another name in place, and keeps the old one with Escape', async () => {
    const { page } = await pages().open({});
    const field = page.getByLabel(strings.name, { exact: true });
    await page.getByRole('button', { name: strings.rename }).click();
    await field.fill('nobody');
    await field.press('Escape');
    await page.locator('h1', { hasText: 'brisk-otter' }).waitFor();
    await page.getByRole('button', { name: strings.rename }).click();
    await field.fill('bold-otter');
    await field.press('Enter');
    await page.locator('h1', { hasText: 'bold-otter' }).waitFor();
    assert.deepEqual(pages().asked('renameRun'), [{ runId: OTTER.run.id, name: 'bold-otter' }]);
    assert.deepEqual(pages().asked('shows'), [{ name: 'brisk-otter' }, { name: 'bold-otter' }]);
  });

  it('shows pictures, tables, JSON and what is kept of them; a model leads to its versions', async () => {
    const bytes = (content: string) => new TextEncoder().encode(content);
    const svg = bytes('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>');
    const csv = bytes('class,score\n"a, b",0.5\n"say ""hi""",1\n');
    const { page } = await pages().open({
      run: everything(),
      artifacts: {
        'out/confusion.svg': { bytes: svg, size: svg.length },
        'out/scores.csv': { bytes: csv, size: csv.length + 100 },
      },
    });
    await pages().choose('data');
    await page.getByText('out/confusion.svg').click();
    await page.locator('img[alt="out/confusion.svg"]').waitFor();
    await page.waitForFunction(() => document.querySelector('img')?.naturalWidth === 9);
    await page.getByText('out/scores.csv').click();
    const cells = page.locator('.cells tr');
    await cells.first().waitFor();
    assert.deepEqual(await cells.allInnerTexts(), ['class\tscore', 'a, b\t0.5', 'say "hi"\t1']);
    await page.getByText(/^The first \d+ B of/).waitFor();
    await page.getByText('out/metrics.json').click();
    await page.getByText(strings.notKept).waitFor();
    await page.getByText('out/model.pt').click();
    assert.deepEqual(pages().asked('revealModel'), [{ name: 'out/model.pt' }]);
  });
});
