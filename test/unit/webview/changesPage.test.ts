import assert from 'node:assert/strict';
import type { RunChanges } from '../../../src/protocol/changesApi';
import { everything, HERON, makeChanges, OTTER, TESTED, UNTESTED } from './changesData';
import { type ChangesHost, ChangesPageHarness, strings, waitFor } from './changesPageHarness';

describe('page "What changed"', function () {
  this.timeout(60_000);
  const pages = ChangesPageHarness.forSuite();

  /** Headings with what stands behind them. */
  const headings = (): Promise<string[]> =>
    pages()
      .opened!.page.locator('h2')
      .evaluateAll((all) => all.map((one) => [...one.childNodes].map((n) => n.textContent).join(' ')));

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`shows everything under the strict policy: ${theme}`, async () => {
      const { page } = await pages().open({ changes: everything() }, { theme });
      assert.equal(
        await pages().answer(),
        'brisk-otter is better on accuracy by 0.017 (5 repeats each, p = 0.01). ' +
          'It differs in lr, augment.py, penguins.csv, Python and 5 more.',
      );
      assert.deepEqual(await headings(), [
        'Metrics 3',
        'Parameters 4',
        'Seeds 1',
        'Code 2',
        'Data 1',
        'Packages 2',
        'Machine not recorded for both runs',
        'Command 1',
      ]);
      const tones = await page.locator('.line.plus, .line.minus').evaluateAll((lines) =>
        lines.map((line) => {
          const { backgroundColor, outlineColor } = getComputedStyle(line);
          return `${backgroundColor} ${outlineColor}`;
        }),
      );
      const transparent = 'rgba(0, 0, 0, 0) rgba(0, 0, 0, 0)';
      assert.ok(!tones.includes(transparent), 'changed lines stand out');
    });
  }

  const sentences: [what: string, changes: Partial<RunChanges>, sentence: string][] = [
    [
      'one run each',
      { metrics: [UNTESTED] },
      'brisk-otter is better on accuracy by 0.10 (1 run each: chance cannot be told apart). Nothing that was recorded differs.',
    ],
    [
      'a run that still trains',
      { metrics: [UNTESTED], run: { ...OTTER, status: 'running' } },
      'brisk-otter leads on accuracy by 0.10 so far. Nothing that was recorded differs.',
    ],
    [
      'the worse run',
      { metrics: [{ ...UNTESTED, direction: 'lower' }] },
      'brisk-otter is worse on accuracy by 0.10 (1 run each: chance cannot be told apart). Nothing that was recorded differs.',
    ],
    [
      'noise',
      {
        metrics: [{ ...TESTED, verdict: { kind: 'within', difference: -0.004, p: 0.41, n: { base: 5, run: 1 } } }],
        params: [{ key: 'lr', before: 1, after: 2 }],
      },
      'brisk-otter and calm-heron do not differ on accuracy beyond noise: −0.0040 (repeats: 1 against 5, p = 0.4). It differs in lr.',
    ],
    [
      'repeats of one another',
      {
        metrics: [{ ...TESTED, verdict: { kind: 'repeats', difference: 0.013 } }],
        seeds: [{ key: 'seed', before: 0, after: 1 }],
      },
      'brisk-otter and calm-heron repeat one another: +0.013 on accuracy is noise (0.923 ± 0.0089 over 5 repeats). Only seeds differ.',
    ],
    [
      'equal values',
      { metrics: [{ ...UNTESTED, verdict: { kind: 'equal' } }] },
      'Both end at 0.8 accuracy. Nothing that was recorded differs.',
    ],
    [
      'no metric in common',
      { metrics: [] },
      'brisk-otter and calm-heron have no metric in common. Nothing that was recorded differs.',
    ],
  ];
  for (const [what, changes, sentence] of sentences) {
    it(`opens on the answer: ${what}`, async () => {
      await pages().open({ changes: makeChanges(changes) });
      assert.equal(await pages().answer(), sentence);
    });
  }

  it('shows last, best and mean of each metric with the verdict, and a line for what is the same', async () => {
    const { page } = await pages().open({ changes: makeChanges({ metrics: everything().metrics }) });
    const rows = await page
      .locator('.metrics tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.trim())));
    assert.deepEqual(rows, [
      [
        'accuracy',
        '0.9050\nbest 0.9210 · mean 0.9064 ± 0.0065 (5 repeats)',
        '0.9180\nmean 0.9230 ± 0.0089 (5 repeats)',
        '+0.013\n+0.017',
        '▲better, p = 0.01',
      ],
      [
        'val_loss',
        '0.310\nmean 0.305 ± 0.020 (5 repeats)',
        '0.290\nmean 0.300 ± 0.020 (5 repeats)',
        '−0.020\n−0.0050',
        'within noise, p = 0.7',
      ],
      ['old', '3', '–', '', 'not comparable'],
    ]);
    assert.deepEqual((await headings()).slice(1), [
      'Parameters the same',
      'Seeds the same',
      'Code the same',
      'Data the same',
      'Packages the same',
      'Machine the same',
      'Command the same',
    ]);
  });

  it('reads changed lines and values out as added and removed, and numbers them as the files do', async () => {
    const { page } = await pages().open({ changes: everything() });
    const lines = await page
      .locator('.file')
      .nth(1)
      .locator('.line')
      .evaluateAll((all) => all.map((one) => one.textContent));
    assert.deepEqual(lines, [
      '12 def step(batch):',
      '13−removed:     loss = mse(batch)',
      '13+added:     loss = huber(batch, delta=0.5)',
      '14     return loss',
    ]);
    assert.equal(await page.getByRole('img', { name: 'Lines added: 1, removed: 1' }).count(), 1);
    assert.equal(await page.getByRole('region', { name: 'Parameters' }).locator('ins').count(), 3);
    assert.equal(await page.getByRole('region', { name: 'Parameters' }).locator('del').count(), 3);
  });

  it('opens the diff of a file, of all, and the charts; shows files that did not run', async () => {
    const host: Partial<ChangesHost> = { changes: everything() };
    const { page } = await pages().open(host);
    const both = { runId: OTTER.id, base: HERON.id };
    await page.getByRole('button', { name: 'Open train.py in the diff editor' }).click();
    await page.getByText(strings.openAllDiffs).click();
    await page.getByText(strings.openCharts).click();
    assert.deepEqual(pages().asked('openFileDiff'), [{ ...both, path: 'train.py', kind: 'changed' }]);
    assert.deepEqual(pages().asked('openDiff'), [both]);
    assert.deepEqual(pages().asked('compare'), [both]);
    await page.getByText('Show files that did not run (1)').click();
    await page.waitForFunction(() => document.querySelector('vscode-checkbox[aria-checked="true"]') !== null);
    await waitFor(() => pages().asked('changes').length === 2);
    assert.deepEqual(pages().asked('changes')[1], { ...both, allFiles: true });
  });

  it('shows the beginning of long lists, and keeps over a reload that one asked for the rest', async () => {
    const packages = Array.from({ length: 500 }, (_, n) => ({ key: `package-${n}`, before: '1', after: '2' }));
    const host: Partial<ChangesHost> = { changes: makeChanges({ packages: { python: null, changed: packages } }) };
    const { page, state } = await pages().open(host);
    const rows = () => page.getByRole('region', { name: 'Packages' }).locator('tbody tr').count();
    assert.equal(await rows(), 20);
    await page.getByRole('button', { name: 'Show all 500' }).focus();
    await page.keyboard.press('Enter');
    await waitFor(async () => (await rows()) === 500);
    const kept = (await state()) as Record<string, unknown>;
    assert.deepEqual(kept, {
      folder: '/penguins',
      runId: OTTER.id,
      base: HERON.id,
      allFiles: false,
      unfolded: ['packages'],
    });
    await pages().opened!.close();
    await pages().open(host, { state: kept });
    assert.equal(await pages().opened!.page.locator('tbody tr').count(), 500);
  });

  it('keeps to the width of the window, however long names, values and lines are', async () => {
    const long = 'x'.repeat(3000);
    const file = {
      ...everything().code.files[1]!,
      path: `${long}.py`,
      hunks: [{ before: 1, after: 1, lines: [`+${long}`] }],
    };
    const run = { ...OTTER, name: long };
    const { page } = await pages().open(
      {
        changes: makeChanges({
          run,
          metrics: [{ ...TESTED, key: long }],
          params: [{ key: long, before: long, after: `${long} ${long}` }],
          code: { ...everything().code, files: [file] },
        }),
      },
      { width: 500 },
    );
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 500);
    assert.ok((await page.locator('.value-text').first().boundingBox())!.height <= 132);
  });

  it('is one landmark with headings, and can be used by keyboard alone', async () => {
    const { page } = await pages().open({ changes: everything() });
    assert.equal(await page.getByRole('main').count(), 1);
    const reached: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement!.tagName.toLowerCase()));
    }
    // The name of the run, which opens its page, and in the table those of both.
    assert.deepEqual(reached, [
      'button',
      'select',
      'vscode-button',
      'vscode-button',
      'button',
      'button',
      'vscode-checkbox',
      'vscode-button',
      'button',
      'div',
      'button',
      'div',
    ]);
  });
});
