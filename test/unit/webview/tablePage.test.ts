import assert from 'node:assert/strict';
import type { DEFAULT_VIEW } from '../../../src/protocol/tableView';
import { madeRun, someRuns } from './tableData';
import { TablePageHarness, waitFor } from './tablePageHarness';

const NAMES = ['brisk-otter', 'calm-heron', 'dull-viper', 'eager-lynx', 'fair-crane', 'glad-mole'];

describe('run table', function () {
  this.timeout(60_000);
  const pages = TablePageHarness.forSuite();

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`shows runs with their values under the strict policy: ${theme}`, async () => {
      await pages().open({}, { theme });
      assert.deepEqual(await pages().names(), NAMES);
      assert.equal(await pages().cell('calm-heron', 'accuracy'), '0.9220');
      assert.equal(await pages().cell('dull-viper', 'accuracy'), 'NaN');
      assert.equal(await pages().cell('dull-viper', 'loss'), '∞');
      assert.equal(await pages().cell('glad-mole', 'loss'), '1.00e300');
      assert.equal(await pages().cell('calm-heron', 'stage'), 'dev');
      assert.equal(await pages().cell('dull-viper', 'stage'), '–');
      assert.equal(await pages().cell('calm-heron', 'Note'), 'first good one');
      assert.equal(await pages().header('cpu').count(), 0, 'what the machine did is not shown by itself');
    });
  }

  it('holds what is in sight of 10,000 runs and 2,000 columns, and no more', async () => {
    const cells = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`metrics.m${n}`, n]));
    const runs = Array.from({ length: 10_000 }, (_, n) => madeRun(n, n % 100 === 99 ? cells : { 'metrics.m0': n }));
    const { page } = await pages().open({ runs });
    await pages().names();
    const count = () => page.locator('.grid [role=gridcell]').count();
    assert.ok((await count()) < 2000, `${await count()} cells`);
    await page.locator('.grid').evaluate((grid) => grid.scrollTo({ top: grid.scrollHeight, left: grid.scrollWidth }));
    await pages().row('run-9999').waitFor();
    await pages().header('m999').waitFor();
    await pages().row('run-9999').locator('.cell', { hasText: /^999$/ }).waitFor();
    assert.ok((await count()) < 2000, `${await count()} cells`);
    assert.equal(await page.locator('.grid').getAttribute('aria-rowcount'), '10001');
    const asked = pages().asked('tableRows') as { runIds: string[]; columns: unknown[] }[];
    assert.ok(asked.every(({ runIds, columns }) => runIds.length <= 200 && columns.length < 100));
  });

  it('keeps names as text, whatever letters they have', async () => {
    const names = ['<img src=x onerror=alert(1)>', '🦦🦦', 'שלום עולם', 'x'.repeat(10_000)];
    const hostile = names.map((name, n) => ({
      ...madeRun(n, { [`params.${name.slice(0, 250)}`]: name }, { name }),
      note: name,
    }));
    const { page } = await pages().open({ runs: hostile });
    await waitFor(async () => (await pages().rows().count()) === 4);
    assert.equal(await page.locator('.grid img').count(), 0);
    const shown = await pages().names();
    assert.deepEqual(shown, names);
    const { scrollHeight, rows } = await page.locator('.grid').evaluate((grid) => ({
      scrollHeight: grid.scrollHeight,
      rows: [...grid.querySelectorAll('.row:not(.head)')].map((row) => row.getBoundingClientRect().height),
    }));
    assert.deepEqual(rows, [22, 22, 22, 22]);
    assert.ok(scrollHeight < 900);
  });

  it('sorts by a click on a header, and by several with Shift', async () => {
    await pages().open();
    const first = async (name: string) => waitFor(async () => (await pages().names())[0] === name);
    await pages().header('lr').click();
    await first('glad-mole');
    await pages().header('accuracy').click();
    await waitFor(async () => (await pages().header('accuracy').getAttribute('aria-sort')) === 'descending');
    await pages().header('accuracy').click();
    await first('glad-mole');
    await pages().header('loss').click();
    await first('brisk-otter');
    assert.equal(await pages().header('loss').getAttribute('aria-sort'), 'ascending', 'the lowest loss is the best');
    await pages().header('accuracy').click();
    await waitFor(async () => (await pages().header('accuracy').getAttribute('aria-sort')) === 'descending');
    await pages()
      .header('lr')
      .click({ modifiers: ['Shift'] });
    await waitFor(() => pages().asked('tableOrder').length === 6);
    assert.deepEqual((pages().asked('tableOrder').at(-1) as { sort: unknown }).sort, [
      { by: 'metrics.accuracy', descending: true },
      { by: 'params.lr', descending: false },
    ]);
  });

  it('filters while one types; a wrong filter leaves the rows and shows the place', async () => {
    const wrong = Object.assign(new Error('A value is missing here.'), { span: { start: 5, end: 6 } });
    const { page } = await pages().open(
      {},
      {
        refuse: (method) => {
          if (method === 'tableOrder' && isWrong) throw wrong;
        },
      },
    );
    let isWrong = false;
    const field = page.locator('#filter');
    await field.fill('otter');
    await waitFor(async () => (await pages().names()).length === 1);
    assert.equal(await page.locator('.count-of-runs').innerText(), '1 run');
    isWrong = true;
    await field.fill('otter=');
    await page.locator('.filter-problem', { hasText: 'A value is missing here.' }).waitFor();
    assert.equal(await page.locator('.filter-wrong').innerText(), '=');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await pages().names(), ['brisk-otter']);
    isWrong = false;
    await field.fill('nothing has this name');
    await page.getByText('No run matches the filter.').waitFor();
    await field.press('Escape');
    await waitFor(async () => (await pages().names()).length === 6);
  });

  it('is used by keys: moves, selects, opens, deletes, copies', async () => {
    const { page } = await pages().open();
    await pages().names();
    const { run } = someRuns()[1]!;
    await page.locator('.grid').focus();
    const active = () => page.locator('.grid').getAttribute('aria-activedescendant');
    assert.equal(await active(), 'cell-0-0');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    assert.equal(await active(), 'cell-1-1');
    await page.keyboard.press('Space');
    const selected = () => page.locator('.row[aria-selected=true]').count();
    assert.equal(await selected(), 1);
    await page.keyboard.press('Enter');
    await waitFor(() => pages().asked('openRun').length === 1);
    assert.deepEqual(pages().asked('openRun'), [{ runId: run.id }]);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    assert.equal(await selected(), 3);
    await page.getByText('6 runs · 3 selected').waitFor();
    await page.keyboard.press('Delete');
    await waitFor(() => pages().asked('deleteRuns').length === 1);
    assert.equal((pages().asked('deleteRuns')[0] as { runIds: string[] }).runIds.length, 3);
    await page.keyboard.press('Control+a');
    assert.equal(await selected(), 6);
    await page.keyboard.press('Control+c');
    await waitFor(() => pages().asked('copy').length === 1);
    const { text, rows } = pages().asked('copy')[0] as { text: string; rows: number };
    assert.equal(rows, 6);
    assert.match(text, /^\| Run \| Age \| Duration \| accuracy \| loss \|/);
    await page.keyboard.press('Escape');
    assert.equal(await selected(), 0);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowUp');
    assert.equal(await active(), 'cell--1-0');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitemcheckbox', { name: 'Sort ascending' }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await active(), 'cell--1-0');
  });

  it('selects by pointer: alone, a range, one more', async () => {
    const { page } = await pages().open();
    const selected = () => page.locator('.row[aria-selected=true] .name').allInnerTexts();
    await pages().row('calm-heron').locator('.name').click();
    assert.deepEqual(await selected(), ['calm-heron']);
    await pages()
      .row('eager-lynx')
      .locator('.name')
      .click({ modifiers: ['Shift'] });
    assert.deepEqual((await selected()).toSorted(), NAMES.slice(1, 4));
    await pages().row('dull-viper').locator('.tick').click();
    assert.deepEqual((await selected()).toSorted(), ['calm-heron', 'eager-lynx']);
    await page.getByRole('button', { name: 'Compare' }).click();
    await waitFor(() => pages().asked('compareRuns').length === 1);
    const runs = someRuns();
    assert.deepEqual(pages().asked('compareRuns'), [{ runIds: [runs[1]!.run.id, runs[3]!.run.id] }]);
  });

  it('saves a report of the rows that are selected', async () => {
    const { page } = await pages().open();
    await pages().row('calm-heron').locator('.name').click();
    await pages().row('eager-lynx').locator('.tick').click();
    await pages().row('eager-lynx').locator('.name').click({ button: 'right' });
    await page.getByText('Save report…').click();
    await waitFor(() => pages().asked('saveReport').length === 1);
    const runs = someRuns();
    assert.deepEqual(pages().asked('saveReport'), [{ runIds: [runs[1]!.run.id, runs[3]!.run.id] }]);
  });

  it('keeps notes and tags that are typed into their cells', async () => {
    const { page } = await pages().open();
    const runId = someRuns()[1]!.run.id;
    await (await pages().cellOf('calm-heron', 'Note')).dblclick();
    await page.locator('.cell-field').fill('the best so far');
    await page.keyboard.press('Enter');
    await waitFor(() => pages().asked('setNote').length === 1);
    assert.deepEqual(pages().asked('setNote'), [{ runId, note: 'the best so far' }]);
    await (await pages().cellOf('calm-heron', 'stage')).click();
    await page.keyboard.press('F2');
    await page.locator('.cell-field').fill('');
    await page.keyboard.press('Enter');
    await waitFor(() => pages().asked('setTag').length === 1);
    assert.deepEqual(pages().asked('setTag'), [{ runId, key: 'stage', value: null }]);
    await page.keyboard.press('F2');
    await page.locator('.cell-field').fill('prod');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.cell-field').count(), 0);
    assert.equal(pages().asked('setTag').length, 1);
  });

  it('is set up again as it was when the page comes back', async () => {
    const { page, state } = await pages().open();
    await pages().header('lr').click();
    await page.getByRole('button', { name: 'Heat' }).click();
    await waitFor(async () => ((await state()) as { view: { heat: boolean } }).view.heat);
    const kept = (await state()) as { folder: string; view: typeof DEFAULT_VIEW };
    assert.equal(kept.folder, '/penguins');
    assert.deepEqual(kept.view.sort, [{ column: 'params.lr', descending: false }]);
    await page.close();
    await pages().open({}, { state: kept });
    await pages().names();
    assert.deepEqual((pages().asked('ready')[0] as { view: unknown }).view, kept.view);
    assert.equal(await pages().header('lr').getAttribute('aria-sort'), 'ascending');
  });

  it('says what to do while there are no runs', async () => {
    const { page } = await pages().open({ runs: [] });
    await page.getByText('No runs yet').waitFor();
  });

  it('says why nothing can be shown, and tries again', async () => {
    let isBroken = true;
    const broken = Object.assign(new Error('The disk is gone.'), { user: true });
    const { page } = await pages().open(
      {},
      {
        refuse: () => {
          if (isBroken) throw broken;
        },
      },
    );
    await page.getByText('The disk is gone.').waitFor();
    isBroken = false;
    await page.getByText('Try again').click();
    assert.deepEqual(await pages().names(), NAMES);
  });

  it('shortens the hint of the filter where it has no room', async () => {
    const { page } = await pages().open();
    const overflow = (): Promise<string> =>
      page.locator('#filter').evaluate((field) => getComputedStyle(field).textOverflow);
    assert.equal(await overflow(), 'ellipsis');
    await page.locator('#filter').fill('otter');
    assert.equal(await overflow(), 'clip', 'what is typed is whole');
  });
});
