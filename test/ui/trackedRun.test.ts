import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { openExample, type OpenExample } from './openExample';
import { epochSteps, eventually, waitForEnds } from './recorded';
import { askArguments, startExample, track, trackWith, withoutAges } from './tracking';
import type { TreeRow, Workbench } from './workbench';

const ARGUMENTS = '--lr 0.003 --epochs 12';

describe('the main thread', () => {
  let example: OpenExample;
  let workbench: Workbench;
  /** What the comparison page printed as errors, violations of its policy among them. */
  const pageErrors: string[] = [];

  before(async () => {
    example = await openExample('tracked-run');
    workbench = example.session.workbench;
    const { page } = example.session;
    page.on('console', (message) => {
      const own = message.location().url.includes('/dist/webview/') || /Content Security Policy/.test(message.text());
      if (own && message.type() === 'error') pageErrors.push(message.text());
    });
    await page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  /** The labels of the runs, newest first. */
  const runNames = async (): Promise<string[]> => {
    const rows = await workbench.readTree('Runs');
    return rows.filter(({ icon }) => /^testing-|^loading|^circle-slash/.test(icon)).map(({ label }) => label);
  };
  const comparison = (count: number): Promise<Frame> => workbench.webviewFrame(`Compare runs (${count})`);

  it('tracks a script from the lens above it: the terminal shows the training, the row lives and ends', async () => {
    await track(workbench);
    await workbench.terminal.waitFor(/tracking .*\n?.*274 birds to train on, 68 to validate on/);
    await workbench.terminal.waitFor(/epoch 2\/40 {2}loss/);
    const live = await eventually(
      () => workbench.readTree('Runs'),
      ([row]) => /accuracy/.test(row?.description ?? ''),
    );
    assert.deepEqual(withoutAges(live).map(withoutNumbers), [
      { label: live[0]?.label, description: '# accuracy · age', icon: 'loading' },
    ]);
    assert.doesNotMatch(await workbench.terminal.text(), /epoch 40\/40/, 'shown while it trains');
    await workbench.terminal.waitFor(/epoch 40\/40/);
    await workbench.terminal.waitFor(new RegExp(`${live[0]?.label} .*finished`));
    const ended = await eventually(
      () => workbench.readTree('Runs'),
      ([row]) => row?.icon !== 'loading',
    );
    assert.deepEqual(withoutAges(ended).map(withoutNumbers), [
      { label: live[0]?.label, description: '# accuracy · age', icon: 'testing-passed-icon' },
    ]);
    const [stored] = await waitForEnds(example.folder, 1);
    assert.deepEqual(stored, { id: stored?.id, status: 'finished', message: null, steps: epochSteps(40) });
  });

  it('tracks it again with arguments, prefilled with the last ones', async () => {
    await trackWith(workbench, ARGUMENTS);
    await workbench.terminal.waitFor(/epoch 12\/12/);
    const runs = await waitForEnds(example.folder, 2);
    assert.deepEqual(runs[1], { id: runs[1]?.id, status: 'finished', message: null, steps: epochSteps(12) });
    const input = await askArguments(workbench);
    assert.equal(await input.inputValue(), ARGUMENTS);
    await input.press('Escape');
  });

  it('shows below a run what it measured, read and wrote', async () => {
    const [name] = await runNames();
    await workbench.toggleRow(workbench.treeRow('Runs', name!));
    const rows = await eventually(
      () => workbench.readTree('Runs'),
      (all) => all.length === 9,
    );
    assert.deepEqual(rows.slice(1, 8).map(withoutMeasures), [
      { label: 'accuracy', description: '#', icon: 'graph-line' },
      { label: 'loss', description: '#', icon: 'graph-line' },
      { label: 'val_loss', description: '#', icon: 'graph-line' },
      { label: 'penguins.csv', description: 'read · v1', icon: 'database' },
      { label: 'model.json', description: 'model · v2 · # KB', icon: 'package' },
      { label: 'predictions.csv', description: 'wrote · # KB', icon: 'file' },
      { label: 'Code', description: '# of # files ran', icon: 'code' },
    ]);
    await workbench.toggleRow(workbench.treeRow('Runs', name!));
  });

  it('shows the data that the runs read by its digest, linked to the runs', async () => {
    const csv = await readFile(path.join(example.folder, 'penguins.csv'));
    const digest = createHash('sha256').update(csv).digest('hex').slice(0, 12);
    const kilobytes = `${(csv.length / 1000).toFixed(1)} KB`;
    await workbench.toggleRow(workbench.treeRow('Datasets', 'penguins.csv'));
    const rows = await eventually(
      () => workbench.readTree('Datasets'),
      (all) => all.length === 4,
    );
    const [newest, oldest] = await runNames();
    assert.deepEqual(withoutAges(rows).map(withoutMetric), [
      { label: 'penguins.csv', description: `v1 · ${kilobytes} · 2 runs`, icon: 'database' },
      { label: 'v1', description: `${digest} · ${kilobytes} · age`, icon: 'versions' },
      { label: newest, description: '# accuracy · age', icon: 'testing-passed-icon' },
      { label: oldest, description: '# accuracy · age', icon: 'testing-passed-icon' },
    ]);
    await workbench.treeRow('Datasets', oldest!).click();
    await workbench.treeRow('Runs', oldest!).and(example.session.page.locator('.selected')).waitFor();
  });

  it('shows the models that the runs wrote, each below its content and linked to its run', async () => {
    const rows = await eventually(
      () => workbench.readTree('Models'),
      (all) => all.length === 5,
    );
    const [newest, oldest] = (await runNames()) as [string, string];
    assert.deepEqual(withoutAges(rows).map(withoutNumbers), [
      { label: 'model.json', description: 'v# · # KB', icon: 'package' },
      { label: 'v2', description: '# accuracy · # KB', icon: 'versions' },
      { label: newest, description: '# accuracy · age', icon: 'testing-passed-icon' },
      { label: 'v1', description: '# accuracy · # KB', icon: 'versions' },
      { label: oldest, description: '# accuracy · age', icon: 'testing-passed-icon' },
    ]);
    await workbench.treeRow('Models', newest).click();
    await workbench.treeRow('Runs', newest).and(example.session.page.locator('.selected')).waitFor();
    await example.session.screenshot('views');
  });

  it('compares the runs: a chart for each metric, and the values that differ are marked', async () => {
    await workbench.closePanel();
    const [newest, oldest] = await runNames();
    // With several runs selected exactly these are compared.
    await workbench.treeRow('Runs', newest!).click();
    await workbench.treeRow('Runs', oldest!).click({ modifiers: ['Control'] });
    await workbench.runCommand('Trialbook: Compare Runs');
    const frame = await comparison(2);
    await eventually(
      () => readCharts(frame),
      (keys) => keys.join() === 'accuracy,loss,val_loss',
    );
    await frame.getByText('Only differences').click();
    await frame.locator('.alike').first().waitFor();
    assert.deepEqual((await readTable(frame)).slice(0, 5), [
      ['Name', newest, oldest],
      ['≠ epochs', '12', '40'],
      ['hidden', '32', '32'],
      ['≠ lr', '0.003', '0.001'],
      ['seed', '0', '0'],
    ]);
    assert.deepEqual(
      (await readTable(frame)).slice(5).map(([name]) => name),
      ['≠ accuracy', '≠ loss', '≠ val_loss'],
    );
    await frame.getByText('Only differences').click();
    await frame.locator('.alike').first().waitFor({ state: 'hidden' });
  });

  it('shows the comparison in dark, light and high contrast', async () => {
    await (await comparison(2)).locator('.chart-card').first().scrollIntoViewIfNeeded();
    for (const theme of ['Default Light Modern', 'Default High Contrast', 'Default Dark Modern'] as const) {
      const frame = await comparison(2);
      const before = await readColour(frame);
      await workbench.setTheme(theme);
      await eventually(
        () => readColour(frame),
        (colour) => colour !== before,
      );
      await frame.waitForFunction(hasDrawnCanvases);
      await example.session.screenshot(`compare ${theme}`);
    }
  });

  it('lets a chart grow while a run trains, and stops it from the page', async () => {
    const { label: name } = await startExample(workbench, 200);
    await workbench.closePanel();
    await workbench.treeRow('Runs', name).click();
    await workbench.runCommand('Trialbook: Compare Runs');
    const frame = await comparison(1);
    const chart = frame.locator('.chart-card[aria-label="loss"]');
    await chart.locator('canvas').waitFor();
    const seen = new Set<string>();
    await eventually(
      async () => {
        seen.add(await chart.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
        return seen.size;
      },
      (pictures) => pictures > 3,
    );
    const chip = frame.locator('.chip', { hasText: name });
    await chip.hover();
    await chip.getByRole('button', { name: `Stop ${name}` }).click();
    await frame.locator('.chip .status-icon-skipped').waitFor();
    const [row] = await eventually(
      () => workbench.readTree('Runs'),
      ([first]) => first?.icon !== 'loading',
    );
    assert.deepEqual(withoutMetric(row!), {
      label: name,
      description: '# accuracy · cancelled · now',
      icon: 'circle-slash',
    });
    const runs = await waitForEnds(example.folder, 3);
    const points = runs[2]?.steps['loss']?.length ?? 0;
    assert.deepEqual(runs[2], { ...runs[2], status: 'cancelled', steps: epochSteps(points) });
    await example.session.screenshot('stopped');
  });

  it('prints no error and breaks no policy in the page', () => assert.deepEqual(pageErrors, []));
});

function withoutNumbers(row: TreeRow): TreeRow {
  return { ...row, description: row.description.replace(/\d+(\.\d+)?/g, '#') };
}

/** Versions stay: they are part of what is tested. */
function withoutMeasures(row: TreeRow): TreeRow {
  return { ...row, description: row.description.replace(/(?<!v|[\d.])\d+(\.\d+)?/g, '#') };
}

function withoutMetric(row: TreeRow): TreeRow {
  return { ...row, description: row.description.replace(/^[\d.]+ accuracy/, '# accuracy') };
}

/** The metrics whose charts are drawn. */
function readCharts(frame: Frame): Promise<string[]> {
  return frame.locator('.chart-card:has(canvas)').evaluateAll((cards) => cards.map((card) => card.ariaLabel ?? ''));
}

/** The rows of the value table without its headings of groups; a mark stands before the name. */
async function readTable(frame: Frame): Promise<string[][]> {
  const rows = await frame
    .locator('#values .table-box tr:not(.group-row)')
    .evaluateAll((elements) => elements.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  return rows.map(([name = '', ...values]) => [
    name.startsWith('≠') ? `≠ ${name.slice(1)}` : name,
    ...values.map((value) => value.trim()),
  ]);
}

function readColour(frame: Frame): Promise<string> {
  return frame.evaluate(() => getComputedStyle(document.body).color);
}

/** Runs in the page: whether every chart in sight shows something; others are drawn when they come into it. */
function hasDrawnCanvases(): boolean {
  const canvases = [...document.querySelectorAll<HTMLCanvasElement>('.chart-card canvas')].filter((canvas) => {
    const { top, bottom, width } = canvas.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < window.innerHeight;
  });
  const pictures = canvases.map((canvas) => {
    return canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  });
  return pictures.length > 0 && pictures.every((pixels) => pixels.some((value) => value !== 0));
}
