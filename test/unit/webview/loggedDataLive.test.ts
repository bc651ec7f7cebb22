import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { strings, useComparePage } from './comparePageFixture';
import { bellOf, logged, loggedAnswers, type LoggedPlot, matrixOf, rocOf } from './loggedAnswers';
import { card, picture, runsOf, SPECIES, stepTo } from './loggedDataSteps';
import { makeRun } from './runData';

const texts = strings.logged;

describe('what runs logged besides numbers', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  it('takes in what is logged while it is shown, and keeps the chosen step', async () => {
    const own: LoggedPlot[] = [logged('confusion', 'val', matrixOf(SPECIES, 10), 0)];
    const opened = await open({ runs: runsOf(1), answers: loggedAnswers({ 'run-0': own }) });
    const { page, send } = opened;
    const shown = await card(page, 'val', 'table');
    assert.equal(await shown.getByRole('slider').count(), 0, 'one step needs no slider');
    own.push(logged('confusion', 'val', matrixOf(SPECIES, 77), 1));
    await send({ kind: 'changed', runs: [{ runId: 'run-0', keys: [] }], datasets: false, models: false } as never);
    await shown.getByRole('cell', { name: '77' }).waitFor();
    await stepTo(shown, 0);
    await shown.getByRole('cell', { name: '10', exact: true }).waitFor();
    own.push(logged('confusion', 'val', matrixOf(SPECIES, 88), 2));
    await send({ kind: 'changed', runs: [{ runId: 'run-0', keys: [] }], datasets: false, models: false } as never);
    await shown.locator('input[type=range][max="3"]').waitFor();
    assert.equal(await shown.getByRole('cell', { name: '10', exact: true }).count(), 1);
  });

  it('keeps the histograms of a run under its name when another is removed', async () => {
    const steps = (count: number): LoggedPlot[] =>
      Array.from({ length: count }, (_, step) => logged('histogram', 'w', bellOf(0, 1), step));
    const answers = loggedAnswers({ 'run-0': steps(3), 'run-1': steps(5) });
    const { plotHistory } = answers as { plotHistory: (args: unknown) => unknown };
    let hangs = false;
    const { page, requests } = await open({
      runs: runsOf(2),
      answers: {
        ...answers,
        plotHistory: (args: unknown) => (hangs ? new Promise(() => undefined) : plotHistory(args)),
      },
    });
    const shown = await card(page, 'w', '.ridges canvas');
    const labels = () => shown.locator('.ridges').evaluateAll((all) => all.map((one) => one.ariaLabel));
    const [, second] = await labels();
    assert.match(second!, /steps: 5/);
    hangs = true;
    await page
      .getByRole('button', { name: /^Remove .* from the comparison$/ })
      .first()
      .click();
    await page.waitForFunction(() => document.querySelectorAll('#logged figure').length === 1);
    assert.deepEqual(await labels(), [second]);
    assert.equal(
      requests.filter(({ method }) => method === 'plotHistory').length,
      2,
      'what is known is not read again',
    );
  });

  it('reads anew only what runs logged since', async () => {
    const own: LoggedPlot[] = [logged('confusion', 'val', matrixOf(SPECIES, 10), 0)];
    const answers = loggedAnswers({ 'run-0': own, 'run-1': [...own] });
    const { page, requests, send } = await open({ runs: runsOf(2), answers });
    const shown = await card(page, 'val', 'table');
    own.push(logged('confusion', 'val', matrixOf(SPECIES, 77), 1));
    await send({ kind: 'changed', runs: [{ runId: 'run-0', keys: [] }], datasets: false, models: false } as never);
    await shown.getByRole('cell', { name: '77' }).waitFor();
    const asked = requests.filter(({ method }) => method === 'readPlots');
    assert.deepEqual(
      asked.map(({ args }) => (args as { runIds: string[] }).runIds),
      [['run-0', 'run-1'], ['run-0']],
    );
  });

  it('says that nothing newer could be read, above what was', async () => {
    let broken = false;
    const own: LoggedPlot[] = [logged('confusion', 'val', matrixOf(SPECIES, 10), 0)];
    const refuse = (method: string): void => {
      if (method === 'readPlots' && broken) throw new Error('The store is away.');
    };
    const { page, send } = await open({ runs: runsOf(1), answers: loggedAnswers({ 'run-0': own }), refuse });
    const shown = await card(page, 'val', 'table');
    broken = true;
    own.push(logged('confusion', 'val', matrixOf(SPECIES, 77), 1));
    await send({ kind: 'changed', runs: [{ runId: 'run-0', keys: [] }], datasets: false, models: false } as never);
    await shown.getByRole('alert').getByText('The store is away.').waitFor();
    assert.equal(await shown.locator('table').count(), 1);
  });

  it('shows what failed, and asks again', async () => {
    let broken = true;
    const answers = loggedAnswers({ 'run-0': [logged('confusion', 'val', matrixOf(SPECIES, 10))] });
    const refuse = (method: string): void => {
      if (method === 'readPlots' && broken) throw new Error('The store is away.');
    };
    const { page } = await open({ runs: runsOf(1), answers, refuse });
    const shown = await card(page, 'val', 'text=The store is away.');
    broken = false;
    await shown.getByRole('button', { name: strings.retry }).click();
    await shown.locator('table').waitFor();
  });

  it('shows six of many runs, then more, and never fewer without a word', async () => {
    const byRun = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`run-${i}`, [logged('confusion', 'val', matrixOf(['a', 'b'], i))]]),
    );
    const { page, requests } = await open({ runs: runsOf(60), answers: loggedAnswers(byRun) });
    const shown = await card(page, 'val', 'table');
    assert.equal(await shown.locator('table').count(), 6);
    await shown.getByRole('button', { name: 'Show 24 of 54 more runs' }).click();
    await shown.getByRole('button', { name: 'Show 24 of 30 more runs' }).click();
    await shown.getByRole('button', { name: 'Show 6 of 6 more runs' }).click();
    await page.waitForFunction(() => document.querySelectorAll('#logged table').length === 60);
    assert.equal(await shown.getByRole('button', { name: /more runs/ }).count(), 0);
    const listed = requests.flatMap(({ method, args }) =>
      method === 'listPlots' ? (args as { runLimit: number }).runLimit : [],
    );
    assert.deepEqual([...new Set(listed)], [50, 54, 78], 'no more runs are asked for than are shown');
  });

  it('asks only for what is in sight', async () => {
    const many = Array.from({ length: 300 }, (_, i) => logged('histogram', `layer${i}`, bellOf(0, 1)));
    const { page, requests } = await open({ runs: runsOf(2), answers: loggedAnswers({ 'run-0': many }) });
    await page.locator('#logged article').last().waitFor({ state: 'attached' });
    await page.waitForTimeout(300);
    const asked = requests.filter(({ method }) => method === 'plotHistory').length;
    assert.ok(asked < 20, `${asked} of 300`);
    await page.getByRole('button', { name: 'Show 100 more' }).click();
    await page.waitForFunction(() => document.querySelectorAll('#logged article').length === 300);
  });

  it('stands hostile names and values', async () => {
    const name = `<img src=x onerror=alert(1)>${'\u202e😀'.repeat(5)}${'x'.repeat(200)}`;
    const label = name.slice(0, 100);
    const empty = { labels: [label], counts: [[0]] };
    const huge = { labels: [label, ''], counts: [[1e300, 1e308], [1e308, 0]] }; // prettier-ignore
    const plots = [
      logged('confusion', name, huge),
      logged('confusion', 'empty', empty),
      logged('roc', name, { x: [0, 0, 1, 1], y: [0, 0, 0, 0] }),
      logged('pr', 'flat', { x: [1, 1], y: [1, 1] }),
      logged('histogram', name, { edges: [-1.7e308, 0, 1.7e308], counts: [1e300, 0] }),
      logged('histogram', 'nothing', { edges: [0, 5e-324], counts: [0] }),
      logged('table', name, { columns: [label, ''], rows: [[name, 'NaN'], [null, true]], total: 2 }), // prettier-ignore
      logged('table', 'no rows', { columns: ['a'], rows: [], total: 0 }),
    ];
    const runs = [0, 1].map((i) => makeRun(i, { name, metrics: { accuracy: [1] } }));
    const { page } = await open({ runs, answers: loggedAnswers({ 'run-0': plots, 'run-1': plots }) });
    await page.locator('#logged article').first().waitFor({ state: 'attached' });
    const articles = page.locator('#logged article');
    for (let i = 0; i < (await articles.count()); i += 1) {
      await articles.nth(i).evaluate((element) => element.scrollIntoView());
      await articles.nth(i).locator('canvas, table, .nothing-here').first().waitFor();
    }
    assert.equal(await page.locator('#logged img').count(), 0);
    const outside = await page.evaluate(() => {
      const parts = [...document.querySelectorAll('#logged *')].filter(
        (part) => part.closest('.rows-box, .matrix-box') === null,
      );
      return parts.filter((part) => part.getBoundingClientRect().right > innerWidth).map((part) => part.className);
    });
    assert.deepEqual(outside, [], 'nothing stands out of the page');
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`has nothing that axe finds fault with: ${theme}`, async () => {
      const all = (r: number): LoggedPlot[] => [
        logged('confusion', 'val', matrixOf(SPECIES, 40 + r), 0),
        logged('confusion', 'val', matrixOf(SPECIES, 50), 1),
        logged(
          'confusion',
          'many',
          matrixOf(
            Array.from({ length: 30 }, (_, i) => `c${i}`),
            40,
          ),
        ),
        logged('roc', 'roc', rocOf(3 + r)),
        logged('image', 'samples', { path: 'a.png' }),
        logged('histogram', 'w', bellOf(r, 1)),
        logged('table', 'worst', { columns: ['file', 'loss'], rows: [['a', r]], total: 9 }),
      ];
      const { page } = await open({
        runs: runsOf(2),
        theme,
        height: 4000,
        answers: loggedAnswers({ 'run-0': all(0), 'run-1': all(1) }, { 'a.png': picture(9) }),
      });
      await page.locator('#logged table.rows').first().waitFor();
      await page.locator('#logged .ridges canvas').first().waitFor();
      await page.getByRole('button', { name: texts.joined }).click();
      await page.locator('td.differs').first().waitFor();
      await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
      const faults = await page.evaluate(
        `axe.run('#logged').then((all) => all.violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)))`,
      );
      assert.deepEqual(faults, []);
    });
  }
});
