import assert from 'node:assert/strict';
import { DEFAULT_VIEW } from '../../../src/protocol/tableView';
import type { ChangeEvent } from '../../../src/protocol/storeApi';
import { answerOf, tableStore } from './tableAnswers';
import { madeRun, someRuns } from './tableData';
import { TablePageHarness, waitFor } from './tablePageHarness';

function changed(...runs: ChangeEvent['runs']): ChangeEvent {
  return { kind: 'changed', runs, datasets: false, models: false };
}

describe('run table, its parts', function () {
  this.timeout(60_000);
  const pages = TablePageHarness.forSuite();

  describe('live', () => {
    it('changes values in place', async () => {
      const { send } = await pages().open();
      await pages().names();
      const [otter] = pages().store!.runs;
      otter!.cells['metrics.accuracy'] = 0.95;
      await send(changed({ runId: otter!.run.id, keys: ['accuracy'] }));
      await waitFor(async () => (await pages().cell('brisk-otter', 'accuracy')) === '0.9500');
    });

    it('shows new runs at once on top, and behind a button while one is scrolled down', async () => {
      const runs = Array.from({ length: 200 }, (_, n) => madeRun(n, { 'metrics.loss': n }));
      const { page, send } = await pages().open({ runs });
      await pages().names();
      const add = async (n: number): Promise<void> => {
        pages().store!.runs.unshift(madeRun(n, { 'metrics.loss': n }));
        await send(changed({ runId: pages().store!.runs[0]!.run.id, keys: ['loss'] }));
      };
      await add(300);
      await pages().row('run-300').waitFor();
      await page.locator('.grid').evaluate((grid) => grid.scrollTo({ top: 1000 }));
      await pages().row('run-50').waitFor();
      const before = await pages().names();
      await add(301);
      await add(302);
      await page.getByText('2 new runs').waitFor();
      assert.deepEqual(await pages().names(), before, 'nothing moves');
      await page.getByText('2 new runs').click();
      await pages().row('run-302').waitFor();
      assert.equal(await page.getByText('2 new runs').count(), 0);
    });

    it('takes out a run that is deleted while it is shown, and what hangs on it', async () => {
      const { page, send } = await pages().open();
      await pages().row('dull-viper').locator('.name').click();
      await page.getByText('6 runs · 1 selected').waitFor();
      const { runs } = pages().store!;
      const [viper] = runs.splice(2, 1);
      await send(changed({ runId: viper!.run.id, keys: [], removed: true }));
      await page.getByText('5 runs', { exact: true }).waitFor();
      assert.equal(await pages().row('dull-viper').count(), 0);
    });

    it('recovers from a store that was started again', async () => {
      let crashes = 0;
      const crash = Object.assign(new Error('The store worker ended with code 1'), { user: false });
      const { page } = await pages().open(
        {},
        {
          refuse: (method) => {
            if (method !== 'tableOrder' || crashes === 0) return;
            crashes -= 1;
            throw crash;
          },
        },
      );
      await pages().names();
      crashes = 1;
      await page.locator('#filter').fill('heron');
      await waitFor(async () => (await pages().names()).join() === 'calm-heron');
      assert.equal(await page.getByText('ended with code').count(), 0);
      crashes = 2;
      await page.locator('#filter').fill('viper');
      await page.getByText('ended with code 1').waitFor();
      assert.deepEqual(await pages().names(), ['calm-heron'], 'what was shown stays');
      await page.getByText('Try again').click();
      await waitFor(async () => (await page.getByText('ended with code').count()) === 0);
    });
  });

  describe('against a baseline', () => {
    it('tells differences with their sign, and which are better', async () => {
      const runs = someRuns();
      const baselines = [{ experiment: 'penguins', runId: runs[1]!.run.id }];
      const { page } = await pages().open({ runs, baselines });
      await pages().names();
      assert.match(await pages().cell('brisk-otter', 'accuracy'), /^0\.9342\s*▲\s*\+0\.0122$/);
      assert.match(await pages().cell('eager-lynx', 'accuracy'), /^0\.9100\s*▽\s*−0\.0120$/);
      const tone = async (name: string, column: string) =>
        (await (await pages().cellOf(name, column)).locator('.beside').getAttribute('class')) ?? '';
      assert.match(await tone('brisk-otter', 'accuracy'), /better/);
      assert.match(await tone('brisk-otter', 'loss'), /better/);
      assert.match(await tone('eager-lynx', 'loss'), /worse/);
      assert.equal(await page.locator('.baseline-row .name').innerText(), 'calm-heron');
      const look = async (name: string) => (await (await pages().cellOf(name, 'lr')).getAttribute('class')) ?? '';
      assert.doesNotMatch(await look('brisk-otter'), /alike/);
      assert.match(await look('eager-lynx'), /alike/);
    });

    it('is chosen from the menu of a run', async () => {
      const { page } = await pages().open();
      await pages().row('fair-crane').locator('.name').click({ button: 'right' });
      await page.getByText('Use as baseline').click();
      await page.locator('.baseline-row .name', { hasText: 'fair-crane' }).waitFor();
      assert.deepEqual(pages().asked('setBaseline'), [{ experiment: 'penguins', runId: someRuns()[4]!.run.id }]);
    });
  });

  it('colours values by how good they are, and leaves it when told', async () => {
    const { page } = await pages().open();
    await pages().names();
    const toggle = page.getByRole('button', { name: 'Heat' });
    await toggle.click();
    const heat = async (name: string) =>
      Number(await (await pages().cellOf(name, 'accuracy')).evaluate((cell) => cell.style.getPropertyValue('--heat')));
    await waitFor(async () => (await heat('brisk-otter')) === 1);
    assert.equal(await heat('glad-mole'), 0);
    assert.equal(await heat('calm-heron'), 0.5, 'by rank, wherever the others lie');
    assert.equal(
      await (await pages().cellOf('dull-viper', 'accuracy')).getAttribute('class').then((c) => /heated/.test(c ?? '')),
      false,
    );
    await toggle.click();
    await waitFor(async () => (await page.locator('.heated').count()) === 0);
  });

  it('shows only the columns in which runs differ', async () => {
    const { page } = await pages().open();
    await pages().header('hidden').waitFor();
    await page.getByRole('button', { name: 'Differences' }).click();
    await pages().header('hidden').waitFor({ state: 'detached' });
    assert.equal(await pages().header('lr').count(), 1);
  });

  it('groups runs, with mean and spread, and unfolds them', async () => {
    const { page } = await pages().open();
    await pages().header('optimizer').click({ button: 'right' });
    await page.getByText('Group by optimizer').click();
    await waitFor(async () => (await pages().rows().count()) === 2);
    assert.deepEqual(await pages().names(), ['adam', 'sgd']);
    await page.getByText('2 groups · 6 runs').waitFor();
    await waitFor(async () => /^0\.9217\s*±0\.0153$/.test(await pages().cell('adam', 'accuracy')));
    assert.match(await pages().cell('sgd', 'accuracy'), /^0\.9100\s*!$/, 'NaN is counted, not hidden');
    await pages().row('adam').locator('.twistie').click();
    await waitFor(async () => (await pages().rows().count()) === 6);
    assert.equal((await pages().names())[1], 'brisk-otter');
  });

  it('is grouped from the first on where it was when it was left', async () => {
    await pages().open({ view: { ...DEFAULT_VIEW, group: { by: ['params.optimizer'] } } });
    assert.deepEqual(await pages().names(), ['adam', 'sgd']);
    await waitFor(async () => (await pages().cell('adam', 'accuracy')).startsWith('0.9217'));
  });

  describe('columns', () => {
    it('are found by a search, shown, hidden and pinned', async () => {
      const { page } = await pages().open();
      await page.getByRole('button', { name: 'Columns' }).click();
      const chooser = page.getByRole('dialog', { name: 'Columns' });
      await chooser.getByText('Search columns').or(chooser.locator('.search')).first().click();
      await page.keyboard.type('cpu');
      await chooser.getByRole('checkbox', { name: /^cpu/ }).check();
      await pages().header('cpu').waitFor();
      await chooser.locator('.search').press('Escape');
      await chooser.getByRole('checkbox', { name: /^hidden/ }).uncheck();
      await pages().header('hidden').waitFor({ state: 'detached' });
      await chooser.getByText('loss', { exact: true }).hover();
      await chooser.getByRole('button', { name: 'Pin: loss' }).click();
      await page.keyboard.press('Escape');
      await chooser.waitFor({ state: 'detached' });
      const first = page.locator('.head .row-pinned [role=columnheader]').nth(1);
      assert.equal(await first.locator('.text').innerText(), 'loss');
    });

    it('move and get wider by keys', async () => {
      const { page, state } = await pages().open();
      await pages().header('accuracy').click();
      await page.keyboard.press('Alt+ArrowRight');
      const place = async (label: string) => Number(await pages().header(label).getAttribute('data-column'));
      await waitFor(async () => (await place('accuracy')) > (await place('loss')));
      await page.keyboard.press('Shift+Alt+ArrowRight');
      await waitFor(async () => {
        const { widths } = ((await state()) as { view: typeof DEFAULT_VIEW }).view;
        return widths['metrics.accuracy'] !== undefined;
      });
    });

    it('are resized and moved by the pointer', async () => {
      const { page } = await pages().open();
      const header = pages().header('accuracy');
      const before = (await header.boundingBox())!;
      const edge = header.locator('.resizer');
      await edge.hover();
      await page.mouse.down();
      await page.mouse.move(before.x + before.width + 60, before.y + 30);
      await page.mouse.up();
      const after = (await header.boundingBox())!;
      assert.ok(Math.abs(after.width - before.width - 60) < 8, `${after.width}`);
      assert.equal(pages().asked('tableOrder').length, 0, 'the edge does not sort');
      await pages().header('lr').dragTo(header);
      await waitFor(async () => (await header.getAttribute('data-column')) === '4');
    });

    it('write numbers as a person wants them', async () => {
      const { page } = await pages().open();
      await pages().header('accuracy').click({ button: 'right' });
      await page.getByRole('menuitemcheckbox', { name: 'Percent' }).click();
      await waitFor(async () => (await pages().cell('brisk-otter', 'accuracy')) === '93.4 %');
    });
  });

  it('narrows the filter by a value that is clicked', async () => {
    const { page } = await pages().open();
    await (await pages().cellOf('calm-heron', 'optimizer')).click({ button: 'right' });
    await page.getByText('Filter: only adam', { exact: true }).click();
    await waitFor(() => pages().asked('tableOrder').length > 0);
    assert.equal((pages().asked('tableOrder').at(-1) as { filter: string }).filter, "params.optimizer = 'adam'");
  });

  it('gives the focus back when a view was saved', async () => {
    const answer = async (method: string, args: unknown): Promise<unknown> => {
      // The host's box takes the focus.
      if (method === 'saveView') await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      return answerOf(tableStore(), method, args);
    };
    const { page } = await pages().open({}, { answer });
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByText('Save view…').click();
    await waitFor(() => pages().asked('saveView').length === 1);
    await waitFor(() => page.evaluate(() => document.activeElement?.textContent === 'Views'));
  });

  it('shows a saved view, and saves the one that is shown', async () => {
    const view = { ...DEFAULT_VIEW, sort: [{ column: 'metrics.loss', descending: false }], heat: true };
    const { page, send } = await pages().open({ views: [{ name: 'by loss', view }] });
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'by loss' }).click();
    await waitFor(async () => (await pages().header('loss').getAttribute('aria-sort')) === 'ascending');
    await page.getByRole('button', { name: 'Heat' }).click();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByText('Save changes to by loss').click();
    await waitFor(() => pages().asked('saveView').length === 1);
    assert.deepEqual(pages().asked('saveView'), [{ name: 'by loss', view: { ...view, heat: false } }]);
    await send({ kind: 'views', views: [] });
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Default view' }).waitFor();
    assert.equal(await page.getByRole('menuitemcheckbox', { name: 'by loss' }).count(), 0);
  });
});
