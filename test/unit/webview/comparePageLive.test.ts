import assert from 'node:assert/strict';
import { chartOf, longRuns, readAt, seriesQueries, strings, useComparePage } from './comparePageFixture';
import { twoRuns } from './runData';
import { EMPTY_STATE } from '../../../webview/compare/insights/insightsState';

const NOTHING_ELSE = { datasets: false, models: false };

describe('comparison page and its host', function () {
  this.timeout(60_000);
  const fixture = useComparePage();
  const { open } = fixture;

  it('draws new points of a live run without reading its history again', async () => {
    const runs = twoRuns();
    const { page, send } = await open({ runs });
    await page.waitForFunction(() => document.querySelectorAll('.chart canvas').length === 2);
    const picture = () =>
      page
        .locator('canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await page.waitForTimeout(300);
    const before = await picture();
    runs[0]!.metrics['accuracy']!.push(0.95);
    await send({ kind: 'changed', runs: [{ runId: 'run-0', keys: ['accuracy'] }], ...NOTHING_ELSE });
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'calm-heron' }).waitFor();
    await page.waitForFunction(
      (old) => (document.querySelector('canvas') as HTMLCanvasElement).toDataURL() !== old,
      before,
    );
    const [first, second, ...others] = seriesQueries(fixture.opened);
    assert.deepEqual([first!.keys.toSorted(), first!.after], [['accuracy', 'loss'], undefined]);
    assert.deepEqual([second!.runIds, second!.after], [['run-0'], [{ runId: 'run-0', key: 'accuracy', count: 2 }]]);
    assert.deepEqual(others, []);
  });

  it('asks the host at most four times a second while points pour in', async () => {
    const runs = twoRuns();
    const { page, send, requests } = await open({ runs });
    await page.waitForSelector('.chart canvas');
    const count = () => requests.filter((request) => request.method === 'comparison').length;
    const [before, startedAt] = [count(), Date.now()];
    for (let index = 0; index < 40; index += 1) {
      runs[0]!.metrics['loss']!.push(0.4);
      await send({ kind: 'changed', runs: [{ runId: 'run-0', keys: ['loss'] }], ...NOTHING_ELSE });
    }
    while (count() === before) await page.waitForTimeout(50);
    await page.waitForTimeout(600);
    assert.ok(count() - before <= Math.ceil((Date.now() - startedAt) / 250) + 1);
  });

  it('asks for the first charts before what is seen later', async () => {
    const { page, requests } = await open({ runs: twoRuns() });
    await page.locator('#across').waitFor({ state: 'attached' });
    const methods = (): string[] => requests.map(({ method }) => method);
    while (!methods().includes('repeats')) await page.waitForTimeout(20);
    assert.ok(methods().indexOf('series') < methods().indexOf('repeats'));
    assert.ok(!methods().includes('lead') || methods().indexOf('series') < methods().indexOf('lead'));
  });

  it('teaches when there is no run, and picks some', async () => {
    const { page, requests } = await open({ runs: twoRuns(), shown: [] });
    await page.getByText(strings.pickRuns, { exact: true }).click();
    await page.locator('.chip').nth(1).waitFor();
    assert.deepEqual(
      requests
        .map(({ method }) => method)
        .filter((method) => !['comparison', 'series', 'lead', 'listPlots', 'repeats', 'surroundings'].includes(method)),
      ['ready', 'pickRuns', 'showsRuns'],
    );
    assert.deepEqual(requests.find((request) => request.method === 'showsRuns')?.args, { runIds: ['run-0', 'run-1'] });
  });

  it('says what failed and tries again', async () => {
    let broken = true;
    const refuse = (method: string) => {
      if (broken && method === 'comparison') throw new Error('The database cannot be read.');
    };
    const { page } = await open({ runs: twoRuns(), refuse });
    await page.getByRole('alert').filter({ hasText: 'The database cannot be read.' }).waitFor();
    broken = false;
    await page.getByText(strings.retry).click();
    await page.locator('.chip').first().waitFor();
  });

  it('goes on with the others when a run is deleted, and says so', async () => {
    const runs = twoRuns();
    const { page, send, requests } = await open({ runs });
    await page.waitForSelector('.chart canvas');
    runs.pop();
    await send({ kind: 'changed', runs: [{ runId: 'run-1', keys: [], removed: true }], ...NOTHING_ELSE });
    await page.getByText('Deleted meanwhile: brisk-otter').waitFor();
    assert.deepEqual(await page.locator('.chip-name').allInnerTexts(), ['calm-heron']);
    assert.deepEqual(requests.find((request) => request.method === 'showsRuns')?.args, { runIds: ['run-0'] });
    assert.equal((await page.locator('h1').innerText()).trim(), 'calm-heron is at 0.7 on accuracy.');
  });

  it('says which run is gone that was deleted while the store was down', async () => {
    const runs = twoRuns();
    const { page, send } = await open({ runs });
    await page.waitForSelector('.chart canvas');
    runs.pop();
    await send({ kind: 'restarted' });
    await page.getByText('Deleted meanwhile: brisk-otter').waitFor();
    assert.deepEqual(await page.locator('.chip-name').allInnerTexts(), ['calm-heron']);
  });

  it('leaves out runs that were gone before it opened', async () => {
    const { page } = await open({ runs: twoRuns(), shown: ['run-0', 'gone', 'run-1'] });
    await page.locator('.chip').nth(1).waitFor();
    assert.deepEqual(await page.locator('.chip-name').allInnerTexts(), ['calm-heron', 'brisk-otter']);
  });

  it('shows other runs when the host says so', async () => {
    const { page, send } = await open({ runs: twoRuns(), shown: ['run-0'] });
    await page.locator('.chip').first().waitFor();
    await send({ kind: 'setRuns', runIds: ['run-1'] });
    await page.locator('.chip-name', { hasText: 'brisk-otter' }).waitFor();
    assert.equal(await page.locator('.chip').count(), 1);
  });

  it('keeps how it was set up, with its runs', async () => {
    const { page, state } = await open({
      runs: twoRuns(),
      state: { search: 'acc', onlyDifferences: false, toggled: ['system'] },
    });
    await page.locator('#charts h3').first().waitFor();
    assert.deepEqual(await page.locator('#charts h3').allInnerTexts(), ['accuracy']);
    await page.getByRole('textbox', { name: strings.search }).fill('loss');
    await page.locator('h3', { hasText: 'loss' }).waitFor();
    assert.deepEqual(await state(), {
      search: 'loss',
      folder: '/penguins',
      insights: EMPTY_STATE,
      onlyDifferences: false,
      groupRepeats: false,
      settings: { x: 'step', logX: false, logY: false, smoothing: 0, clip: false },
      toggled: ['system'],
      plots: {},
      zooms: {},
      runIds: ['run-0', 'run-1'],
    });
  });

  it('keeps the zoom of a chart out of sight and in another life of the page, until another axis is chosen', async () => {
    const first = await open({ runs: longRuns() });
    const chart = chartOf(first.page, 'loss');
    const stepAt = async (key: string): Promise<number> => Number(/Step (\d+)/.exec(await readAt(chart, key))![1]);
    await chart.locator('canvas').waitFor();
    await chart.press('+');
    const from = await stepAt('Home');
    assert.ok(from > 4000);
    await first.page.getByRole('textbox', { name: strings.search }).fill('nothing');
    await chart.waitFor({ state: 'detached' });
    await first.page.getByRole('textbox', { name: strings.search }).fill('');
    await chart.locator('canvas').waitFor();
    // In all its detail, the first point may be another one.
    assert.ok(Math.abs((await stepAt('Home')) - from) < 50);
    await first.page.locator('.chip-main').last().click();
    const kept = async () => (await first.state()) as { zooms?: object; pinned?: string };
    while ((await kept()).pinned === undefined || Object.keys((await kept()).zooms!).length === 0) {
      await first.page.waitForTimeout(20);
    }
    const state = await kept();
    await first.close();
    const { page } = await open({ runs: longRuns(), state });
    const again = chartOf(page, 'loss');
    await again.locator('canvas').waitFor();
    const restored = Number(/Step (\d+)/.exec(await readAt(again, 'Home'))![1]);
    assert.ok(Math.abs(restored - from) < 50);
    await page.locator('.chip').last().locator('[aria-pressed="true"]').waitFor();
    await page.getByRole('combobox', { name: strings.xAxis }).first().selectOption({ label: strings.relativeTime });
    await page.getByRole('button', { name: strings.resetZoom }).waitFor({ state: 'detached' });
  });
});
