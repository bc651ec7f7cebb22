import assert from 'node:assert/strict';
import { DEFAULT_VIEW } from '../../../src/protocol/tableView';
import { madeRun, someRuns } from './tableData';
import { TablePageHarness, waitFor } from './tablePageHarness';

const NOTE = '# Seen\n\n- first\n- second';

describe('run table, what went wrong once', function () {
  this.timeout(60_000);
  const pages = TablePageHarness.forSuite();

  it('leaves a note of several lines as it is, and lets one write such', async () => {
    const runs = someRuns();
    runs[1]!.note = NOTE;
    const { page } = await pages().open({ runs });
    const note = await pages().cellOf('calm-heron', 'Note');
    await note.dblclick();
    const field = page.locator('.cell-field');
    assert.equal(await field.inputValue(), NOTE);
    const { height } = (await field.boundingBox())!;
    assert.ok(height > 60, `all lines are seen: ${height}`);
    await page.locator('#filter').click();
    await field.waitFor({ state: 'detached' });
    assert.deepEqual(pages().asked('setNote'), [], 'nothing was typed');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'filter', 'the focus stays where it went');
    await note.dblclick();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('- third');
    await page.keyboard.press('Enter');
    await waitFor(() => pages().asked('setNote').length === 1);
    assert.deepEqual(pages().asked('setNote'), [{ runId: runs[1]!.run.id, note: `${NOTE}\n- third` }]);
  });

  it('keeps what was typed into a note whose row goes out of sight', async () => {
    const runs = Array.from({ length: 300 }, (_, n) => madeRun(n, { 'metrics.loss': n }));
    const { page } = await pages().open({ runs });
    await (await pages().cellOf('run-1', 'Note')).dblclick();
    await page.locator('.cell-field').fill('typed');
    await page.locator('.grid').evaluate((grid) => grid.scrollTo({ top: 4000 }));
    await waitFor(() => pages().asked('setNote').length === 1);
    assert.deepEqual(pages().asked('setNote'), [{ runId: runs[1]!.run.id, note: 'typed' }]);
  });

  it('opens the menu by keys on the run that the keyboard is on', async () => {
    const { page } = await pages().open();
    const runs = someRuns();
    await pages().row('calm-heron').locator('.name').click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu', { name: 'dull-viper' }).getByText('Save report…').click();
    await waitFor(() => pages().asked('saveReport').length === 1);
    assert.deepEqual(pages().asked('saveReport'), [{ runIds: [runs[2]!.run.id] }]);
  });

  it('takes a baseline away that the filter hides', async () => {
    const runs = someRuns();
    const { page } = await pages().open({ runs, view: { ...DEFAULT_VIEW, baseline: runs[5]!.run.id } });
    await page.locator('.baseline-row .name', { hasText: 'glad-mole' }).waitFor();
    await page.locator('#filter').fill('otter');
    await waitFor(async () => (await pages().rows().count()) === 1);
    await page.locator('.baseline-row .name').click({ button: 'right' });
    await page.getByText('Remove as baseline').click();
    await page.locator('.baseline-row').waitFor({ state: 'detached' });
    assert.deepEqual(pages().asked('setBaseline'), [{ experiment: 'penguins', runId: null }]);
  });

  it('keeps its toolbar while a filter that matched nothing is taken back', async () => {
    let isAway = false;
    const { page } = await pages().open(
      {},
      {
        refuse: (method) => {
          if (isAway && method === 'tableOrder') throw Object.assign(new Error('away'), { user: false });
        },
      },
    );
    await page.locator('#filter').fill('nothing has this name');
    await page.getByText('No run matches the filter.').waitFor();
    isAway = true;
    await page.locator('#filter').fill('');
    await page.getByText('away').waitFor();
    assert.equal(await page.getByText('No runs yet').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'filter');
    isAway = false;
    await page.getByText('Try again').click();
    await waitFor(async () => (await pages().rows().count()) === 6);
  });

  it('shows another order when the pointer leaves the rows, or when that is asked for', async () => {
    const { page, send } = await pages().open();
    const turn = async (): Promise<void> => {
      const { runs } = pages().store!;
      await pages().rows().nth(3).hover();
      runs.reverse();
      await send({ kind: 'changed', runs: [{ runId: runs[0]!.run.id, keys: [] }], datasets: false, models: false });
      const offered = page.getByRole('button', { name: 'Show changes' });
      await offered.waitFor();
      const [grid, button] = [await page.locator('.grid').boundingBox(), await offered.boundingBox()];
      assert.ok(button!.y >= grid!.y + grid!.height, 'it covers no row');
    };
    await pages().names();
    await turn();
    assert.equal((await pages().names())[0], 'brisk-otter');
    await page.locator('#filter').hover();
    await waitFor(async () => (await pages().names())[0] === 'glad-mole');
    await turn();
    await page.getByRole('button', { name: 'Show changes' }).click();
    await waitFor(async () => (await pages().names())[0] === 'brisk-otter');
    assert.equal(await page.locator('.row[aria-selected=true]').count(), 0, 'the click went nowhere else');
  });

  it('tells what was refused until it is put away', async () => {
    const { page } = await pages().open(
      {},
      {
        refuse: (method) => {
          if (method === 'renameRun') throw new Error('calm-heron is not there any more.');
        },
      },
    );
    await pages().row('calm-heron').locator('.name').click({ button: 'right' });
    await page.getByText('Rename…').click();
    await page.getByRole('alert').getByText('calm-heron is not there any more.').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await waitFor(async () => (await page.getByRole('alert').count()) === 0);
  });

  it('is where it was when it comes back', async () => {
    const runs = Array.from({ length: 300 }, (_, n) => madeRun(n, { 'metrics.loss': n, 'params.lr': 1 }));
    const { page, state } = await pages().open({ runs });
    await pages().row('run-2').locator('.name').click();
    await page.locator('.grid').evaluate((grid) => grid.scrollTo({ top: 2200 }));
    await pages().row('run-110').locator('.tick').click();
    const kept = () => state() as Promise<{ place: { selected: string[]; first: string } }>;
    await waitFor(async () => {
      const { place } = await kept();
      return place.selected.length === 2 && place.first === runs[100]!.run.id;
    });
    const saved = await kept();
    await page.close();
    runs.unshift(madeRun(400), madeRun(401));
    const { page: again } = await pages().open({ runs }, { state: saved });
    await again.getByText('302 runs · 2 selected').waitFor();
    await pages().row('run-110').waitFor();
    assert.equal(await again.locator('.grid').evaluate((grid) => grid.scrollTop), 102 * 22);
    const active = await again.locator('.grid').getAttribute('aria-activedescendant');
    assert.equal(active, 'cell-112-0');
  });

  it('comes up as it was left, also when that works at the second try only', async () => {
    let isAway = true;
    const view = { ...DEFAULT_VIEW, filter: 'otter' };
    const { page } = await pages().open(
      {},
      {
        state: { folder: '/penguins', view },
        refuse: () => {
          if (isAway) throw new Error('The disk is gone.');
        },
      },
    );
    await page.getByText('The disk is gone.').waitFor();
    isAway = false;
    await page.getByText('Try again').click();
    assert.deepEqual(await pages().names(), ['brisk-otter']);
  });

  it('names a value in its menu as it is, and a time and a state as people read them', async () => {
    const runs = someRuns();
    runs[1]!.cells['params.optimizer'] = "a$&b$'";
    const view = { ...DEFAULT_VIEW, shown: { 'attributes.status': true } };
    const { page } = await pages().open({ runs, view });
    await (await pages().cellOf('calm-heron', 'optimizer')).click({ button: 'right' });
    await page.getByRole('menuitem', { name: "Filter: only a$&b$'", exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await (await pages().cellOf('calm-heron', 'Age')).click({ button: 'right' });
    const since = await page.getByRole('menuitem', { name: /^Filter: at least/ }).innerText();
    assert.doesNotMatch(since, /\d{13}/);
    assert.match(since, /\d+\/\d+\/20\d\d/);
    assert.equal(await page.getByRole('menuitem', { name: /^Filter: only/ }).count(), 0);
    await page.keyboard.press('Escape');
    await (await pages().cellOf('dull-viper', 'State')).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Filter: only failed' }).waitFor();
  });

  it('is a tree for screen readers when it is grouped', async () => {
    await pages().open({ view: { ...DEFAULT_VIEW, group: { by: ['params.optimizer'] } } });
    assert.deepEqual(await pages().names(), ['adam', 'sgd']);
    await pages().row('adam').locator('.twistie').click();
    await pages().row('brisk-otter').waitFor();
    assert.equal(await pages().row('adam').getAttribute('aria-level'), '1');
    assert.equal(await pages().row('brisk-otter').getAttribute('aria-level'), '2');
  });
});
