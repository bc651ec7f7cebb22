import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Importance, Lead, Surroundings } from '../../../src/protocol/insightsApi';
import type { ComparePageEvent } from '../../../src/protocol/pagesApi';
import { strings, useComparePage } from './comparePageFixture';
import type { OpenComparePage } from './comparePageHarness';
import { makeRun } from './runData';

const texts = strings.insights;

const tunedRuns = (count: number) =>
  Array.from({ length: count }, (_, i) => makeRun(i, { params: { lr: i }, metrics: { accuracy: [i / count] } }));

const NEWS = {
  kind: 'changed',
  runs: [{ runId: 'run-0', keys: ['accuracy'] }],
  datasets: false,
  models: false,
} as const satisfies ComparePageEvent;

/** That `run-3` leads over another one. */
function leadOver(runnerUp: string): Lead {
  const ref = { status: 'finished', colorIndex: 0, startedAt: 0, keyMetric: null } as const;
  return {
    run: { id: 'run-3', name: 'run-3', ...ref },
    runnerUp: { id: runnerUp, name: runnerUp, ...ref },
    verdict: { kind: 'beyond', difference: 0.25, p: 0.01, n: { base: 4, run: 5 } },
    test: 'welch',
    configurations: 2,
  };
}

describe('answers of the comparison page', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  const show = (page: Page, id: string) => page.evaluate((part) => document.getElementById(part)!.scrollIntoView(), id);
  const asked = ({ requests }: OpenComparePage, method: string) =>
    requests.filter((request) => request.method === method).length;
  const removeRun = (page: Page, name: string) =>
    page.getByRole('button', { name: `Remove ${name} from` }).evaluate((button: HTMLElement) => button.click());

  it('say that the best run is behind on average, also where that is within noise', async () => {
    const lead: Lead = {
      ...leadOver('run-2'),
      verdict: { kind: 'within', difference: -0.25, p: 0.4, n: { base: 4, run: 5 } },
    };
    const { page } = await open({ runs: tunedRuns(4), answers: { lead: () => lead } });
    await page
      .locator('h1')
      .getByText('Yet the repeats of run-2 are better on average, by 0.25, within noise')
      .waitFor();
  });

  it('say nothing of a lead over a run that is gone, or of a run that no longer leads', async () => {
    const answers: (Lead | Promise<Lead>)[] = [leadOver('run-1')];
    // After the first time no answer comes.
    const lead = () => answers.shift() ?? new Promise<Lead>(() => {});
    const runs = tunedRuns(4);
    const { page, send } = await open({ runs, answers: { lead } });
    const heading = () => page.locator('h1').innerText();
    await page.locator('h1').getByText('The lead over run-1 is beyond noise').waitFor();
    runs[0]!.metrics['accuracy'] = [5];
    await send(NEWS);
    await page.locator('h1').getByText('run-0').waitFor();
    assert.ok(!(await heading()).includes('The lead over'));
    runs[0]!.metrics['accuracy'] = [0];
    await send(NEWS);
    await page.locator('h1').getByText('The lead over run-1 is beyond noise').waitFor();
    await removeRun(page, 'run-1');
    await page.locator('.chip', { hasText: 'run-1' }).waitFor({ state: 'detached' });
    assert.ok(!(await heading()).includes('The lead over'));
  });

  it('are asked for once more when the store was started anew, and say why there is none', async () => {
    let isDown = false;
    const surroundings = ({ runIds }: { runIds: string[] }): Surroundings => {
      if (isDown) throw new Error('The store has ended.');
      const values = runIds.map((id) => `of ${id}`);
      return { sections: [{ kind: 'data', total: 1, rows: [{ key: 'x.csv', values, differs: true }] }] };
    };
    const { page, send } = await open({ runs: tunedRuns(3), answers: { surroundings } });
    await page.locator('#surroundings').waitFor({ state: 'attached' });
    await show(page, 'surroundings');
    await page.getByText('of run-2').waitFor();
    isDown = true;
    await removeRun(page, 'run-1');
    await page.getByText('The store has ended.').waitFor();
    assert.ok(await page.getByText('of run-2').isVisible(), 'what is known stays');
    isDown = false;
    await send({ kind: 'restarted' });
    await page.getByText('The store has ended.').waitFor({ state: 'detached' });
    assert.deepEqual(await page.locator('#surroundings td').allInnerTexts(), ['of run-0', 'of run-2']);
  });

  it('are there at once when their part comes back into sight, which stays as high', async () => {
    const importance: Importance = { kind: 'few', runs: 3, needed: 20 };
    const opened = await open({ runs: tunedRuns(30), height: 500, answers: { importance: () => importance } });
    const { page } = opened;
    const card = page.locator('article', { hasText: texts.importance });
    await card.waitFor({ state: 'attached' });
    const height = () => card.evaluate((element) => element.getBoundingClientRect().height);
    const showCard = () => card.evaluate((element) => element.scrollIntoView());
    await showCard();
    await page.getByText('Too few runs').waitFor();
    const before = await height();
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByText('Too few runs').waitFor({ state: 'detached' });
    assert.equal(await height(), before);
    await showCard();
    await page.getByText('Too few runs').waitFor();
    assert.equal(asked(opened, 'importance'), 1);
  });

  it('name code and data that differ on top, beside the params', async () => {
    const values = (...of: (string | null)[]) => of;
    const surroundings = (): Surroundings => ({
      sections: [
        { kind: 'packages', total: 1, rows: [{ key: 'numpy', values: values('1', '2'), differs: true }] },
        {
          kind: 'code',
          total: 3,
          rows: [
            { key: 'commit', values: values('a', 'b'), differs: true },
            { key: 'augment.py', values: values('a', 'b'), differs: true },
            { key: 'unknown.py', values: values('a', null), differs: true },
          ],
        },
        { kind: 'data', total: 1, rows: [{ key: 'x.csv', values: values('v1', 'v2'), differs: true }] },
      ],
    });
    const alike = [0, 1].map((i) => makeRun(i, { params: { seed: i, lr: 1 }, metrics: { accuracy: [i] } }));
    const { page, close } = await open({ runs: alike, answers: { surroundings } });
    await page.locator('h1').getByText('Differs in augment.py, x.csv, seed.').waitFor();
    await close();
    const other = await open({ runs: tunedRuns(2), answers: { surroundings } });
    await other.page.locator('h1').getByText('Differs in lr, augment.py, x.csv.').waitFor();
  });

  it('about importance are asked for one at a time, the last question alone', async () => {
    const waiting: ((importance: Importance) => void)[] = [];
    const importance = () => new Promise<Importance>((resolve) => waiting.push(resolve));
    const opened = await open({ runs: tunedRuns(30), answers: { importance } });
    const { page } = opened;
    const card = page.locator('article', { hasText: texts.importance });
    await card.waitFor({ state: 'attached' });
    await card.evaluate((element) => element.scrollIntoView());
    await page.getByText(texts.measuring).waitFor();
    for (const name of ['run-1', 'run-2', 'run-3']) {
      await removeRun(page, name);
      await page.locator('.chip').getByText(name, { exact: true }).waitFor({ state: 'detached' });
    }
    await page.waitForTimeout(300);
    assert.equal(asked(opened, 'importance'), 1);
    waiting.shift()!({ kind: 'few', runs: 1, needed: 20 });
    while (waiting.length === 0) await page.waitForTimeout(20);
    waiting.shift()!({ kind: 'few', runs: 2, needed: 20 });
    await page.getByText('Too few runs: 2 finished').waitFor();
    assert.equal(asked(opened, 'importance'), 2);
    const last = opened.requests.findLast(({ method }) => method === 'importance')!.args as { runIds: string[] };
    assert.equal(last.runIds.length, 27);
  });

  it('set what runs were made of side by side', async () => {
    const answer: Surroundings = {
      sections: [
        { kind: 'packages', total: 700, rows: [{ key: 'constructor', values: ['1.0', null], differs: true }] },
        { kind: 'machine', total: 1, rows: [{ key: 'host', values: ['birch', 'oak'], differs: true }] },
      ],
    };
    const { page } = await open({ runs: tunedRuns(2), answers: { surroundings: () => answer } });
    await page.locator('#surroundings').waitFor({ state: 'attached' });
    await page.evaluate(() => document.getElementById('surroundings')!.scrollIntoView());
    const rows = page.locator('#surroundings tbody tr');
    await rows.first().waitFor();
    assert.deepEqual(
      (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim()),
      ['Packages · 699 more', '≠constructor 1.0 –', 'Machine', '≠Host birch oak'],
    );
  });

  it('keep what a run was made of below its name while the rest is asked for anew', async () => {
    const answer = ({ runIds }: { runIds: string[] }): Surroundings => ({
      sections: [
        { kind: 'data', total: 1, rows: [{ key: 'x.csv', values: runIds.map((id) => `of ${id}`), differs: true }] },
      ],
    });
    let asked = 0;
    // After the first time no answer comes.
    const surroundings = (args: never) => ((asked += 1) === 1 ? answer(args) : new Promise(() => {}));
    const { page } = await open({ runs: tunedRuns(3), answers: { surroundings } });
    await page.locator('#surroundings').waitFor({ state: 'attached' });
    await page.evaluate(() => document.getElementById('surroundings')!.scrollIntoView());
    await page.getByText('of run-1').waitFor();
    await page.getByRole('button', { name: 'Remove run-1' }).evaluate((button: HTMLElement) => button.click());
    await page.locator('#surroundings thead').getByText('run-1').waitFor({ state: 'detached' });
    const texts = (part: string) => page.locator(`#surroundings ${part}`).allInnerTexts();
    assert.deepEqual(await texts('thead th + th'), ['run-0', 'run-2']);
    assert.deepEqual(await texts('td'), ['of run-0', 'of run-2']);
  });

  it('of a browser that cannot save a chart are told', async () => {
    const { page } = await open({ runs: tunedRuns(4) });
    await page.locator('#across').waitFor({ state: 'attached' });
    await show(page, 'across');
    // As a browser does with a picture that is too large.
    await page.evaluate(() => {
      HTMLCanvasElement.prototype.toBlob = (done) => done(null);
      OffscreenCanvas.prototype.convertToBlob = () => Promise.reject(new Error('too large'));
    });
    const message = strings.insights.notSaved.replace('{0}', 'PNG');
    await page.locator('article', { hasText: texts.bars }).getByRole('button', { name: 'Save as PNG' }).click();
    await page.getByRole('alert').getByText(message).waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole('button', { name: 'Settings and layout of accuracy' }).click();
    await page.getByRole('button', { name: strings.exportPng }).click();
    await page.locator('.notice').getByText(message).waitFor();
  });
});
