import assert from 'node:assert/strict';
import { makeRun } from './runData';
import { detailOf, everything, failed } from './runPageData';
import { RunPageHarness, strings } from './runPageHarness';

const LAYERS = [1, 10, 11, 2, 3, 4, 5];
const DIGEST = 'ab12'.repeat(16);

/** Seven numbers that nobody judges a run by, before three by which people do. */
const DEEP = makeRun(1, {
  params: { layer1: 1, layer10: 1, layer2: 1 },
  metrics: {
    'val/accuracy': [0.5, 0.6],
    ...Object.fromEntries(LAYERS.map((n) => [`grad/layer${n}`, [1, 2]])),
    'train/loss': [2, 1],
    'val/loss': [3, 2],
  },
});

function artifact(path: string) {
  return { path, kind: 'file' as const, digest: DIGEST, size: 10, version: null, copy: null, source: null };
}

describe('page of a run: what it shows first, and how', function () {
  this.timeout(60_000);
  const pages = RunPageHarness.forSuite();

  it('names before a failure the values that the run is judged by', async () => {
    const { status, failure, exception } = failed();
    const { page } = await pages().open({ data: DEEP, run: detailOf(DEEP, { status, failure, exception }) });
    const shown = (await page.locator('.failure .number').first().innerText()).split(' · ');
    assert.deepEqual(shown.slice(0, 4), ['val/accuracy 0.6', 'train/loss 1', 'val/loss 2', 'grad/layer1 2']);
  });

  it('tells by a mark whether a difference is for the better, and by none where nobody knows', async () => {
    const worse = makeRun(1, { metrics: { accuracy: [0.8], loss: [0.1], lr: [0.2] } });
    const { page } = await pages().open({
      data: worse,
      run: detailOf(worse),
      base: detailOf(makeRun(0, { metrics: { accuracy: [0.9], loss: [0.2], lr: [0.1] } })),
    });
    await page.locator('.delta').first().waitFor();
    const shown = await page.locator('.delta').allInnerTexts();
    assert.deepEqual(
      shown.map((text) => text.replace(/\s+/g, '')),
      [`▽−0.10${strings.worse}`, `▼−0.10${strings.better}`, '+0.10'],
    );
  });

  it('names what was sampled of the machine, with units', async () => {
    const busy = makeRun(1, {
      metrics: {
        loss: [1, 0.5],
        'system/cpu_percent': [0, 12.34],
        'system/gpu/0/power_watts': [80, 301],
        'system/memory_bytes': [15e6, 16.1e6],
        'system/own_queue': [1, 2],
      },
    });
    const { page } = await pages().open({ data: busy, run: detailOf(busy) });
    await pages().choose('machine');
    await page.locator('.chart-card .chart[role=slider]').nth(4).waitFor();
    const heads = await page.locator('.chart-card header').allInnerTexts();
    const { own, gpu } = strings.machineNames;
    assert.deepEqual(
      heads.map((text) => text.replace(/\s*\n\s*/g, ': ')),
      [
        'loss: 0.5',
        `${own['cpu_percent']}: 12.3 %`,
        `${gpu['power_watts']!.replace('{0}', '0')}: 301 W`,
        `${own['memory_bytes']}: 16.1 MB`,
        'own_queue: 2',
      ],
    );
    const memory = page.locator('.chart-card .chart[role=slider]').nth(3);
    await memory.press('End');
    assert.equal(await memory.getAttribute('aria-valuetext'), `${strings.timeAxis} 1 s: ${busy.run.name} 16.1 MB`);
  });

  it('says that a table is cut only where it is, and sets its numbers to the right', async () => {
    const table = (rows: number): Uint8Array =>
      new TextEncoder().encode(['class,score', ...Array.from({ length: rows }, (_, i) => `c${i},${i / 2}`)].join('\n'));
    const files: Record<string, Uint8Array> = { 'out/whole.csv': table(100), 'out/cut.csv': table(101) };
    const { page } = await pages().open({
      data: DEEP,
      run: detailOf(DEEP, { artifacts: Object.keys(files).map(artifact) }),
      artifacts: Object.fromEntries(
        Object.entries(files).map(([path, bytes]) => [path, { bytes, size: bytes.length }]),
      ),
    });
    await pages().choose('data');
    for (const path of Object.keys(files)) {
      await page.getByText(path).click();
      const preview = page.locator('li', { hasText: path }).locator('.preview');
      await preview.locator('td').first().waitFor();
      assert.equal(await preview.locator('tbody tr').count(), 100);
      const isCut = await preview.getByText(strings.firstRows.replace('{0}', '100')).count();
      assert.equal(isCut, path === 'out/cut.csv' ? 1 : 0, path);
      const sides = await preview
        .locator('tr:nth-child(1) > *')
        .evaluateAll((all) => all.map((cell) => getComputedStyle(cell).textAlign));
      assert.deepEqual(sides, ['start', 'end', 'start', 'end']);
    }
  });

  it('gives the focus back when a note is kept, and when it is not', async () => {
    const { page } = await pages().open({ data: DEEP, run: detailOf(DEEP) });
    await page.getByText(strings.addNote).click();
    for (const key of ['Control+Enter', 'Escape', 'Control+Enter']) {
      await page.locator('textarea').fill('better');
      await page.keyboard.press(key);
      await page.locator('textarea').waitFor({ state: 'detached' });
      await page.waitForFunction(
        (label) => document.activeElement?.getAttribute('aria-label') === label,
        strings.editNote,
      );
      await page.keyboard.press('Enter');
    }
  });

  it('has room for the command and for the end of each course, and tells links and code by more than colour', async () => {
    const command = ['python', 'train.py', ...Array.from({ length: 40 }, (_, i) => `--option-${i}`)];
    const run = { ...everything(), command };
    const { page } = await pages().open({ run }, { theme: 'highContrastLight', width: 900 });
    await page.locator('.sparkline').first().waitFor();
    const right = async (selector: string): Promise<number> => {
      const box = (await page.locator(selector).first().boundingBox())!;
      return box.x + box.width;
    };
    assert.ok((await right('.sparkline')) <= (await right('.table-box')), 'the course ends inside of the table');
    assert.ok((await right('.run-command code')) > (await right('.run-actions')) - 40, 'the row is the command’s');
    const styleOf = (selector: string, name: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element, key) => getComputedStyle(element).getPropertyValue(key), name);
    assert.equal(await styleOf('.base-name', 'text-decoration-line'), 'underline');
    assert.equal(await styleOf('.markdown p code', 'border-top-width'), '1px');
  });

  it('orders names with numbers in them by the numbers', async () => {
    const artifacts = ['out/step-12.csv', 'out/step-16.csv', 'out/step-4.csv'].map(artifact);
    const { page } = await pages().open({ data: DEEP, run: detailOf(DEEP, { artifacts }) });
    const names = (selector: string) => page.locator(selector).allInnerTexts();
    assert.deepEqual(await names('.params th[scope=row]'), ['layer1', 'layer2', 'layer10']);
    assert.deepEqual((await names('section[aria-labelledby=metrics] th[scope=row]')).slice(3, 6), [
      'grad/layer1',
      'grad/layer2',
      'grad/layer3',
    ]);
    await pages().choose('charts');
    await page.locator('.chart-card').first().waitFor();
    const charts = await page.locator('.chart-card').evaluateAll((all) => all.map((one) => one.ariaLabel));
    assert.deepEqual(charts.slice(1, 4), ['grad/layer1', 'grad/layer2', 'grad/layer3']);
    await pages().choose('data');
    assert.deepEqual(await names('section[aria-labelledby=artifacts] .file-name'), [
      'out/step-4.csv',
      'out/step-12.csv',
      'out/step-16.csv',
    ]);
  });
});
