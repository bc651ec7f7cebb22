import assert from 'node:assert/strict';
import type { FilterCompletions } from '../../../src/protocol/filterApi';
import { Completions } from '../../../webview/table/completions';
import { TablePageHarness, waitFor } from './tablePageHarness';

describe('completions of the filter of a run table', function () {
  this.timeout(60_000);
  const pages = TablePageHarness.forSuite();

  it('are gone through and put in by keys, and the filter holds at once', async () => {
    const { page } = await pages().open();
    const field = page.getByRole('combobox', { name: 'Filter runs' });
    assert.equal(await field.getAttribute('aria-expanded'), 'false');
    await field.pressSequentially('acc');
    const list = page.getByRole('listbox', { name: 'What may follow' });
    await list.getByRole('option', { name: 'metrics.accuracy' }).waitFor();
    assert.equal(await field.getAttribute('aria-expanded'), 'true');
    assert.equal(await field.getAttribute('aria-activedescendant'), null, 'Enter puts in nothing by itself');
    await page.keyboard.press('Enter');
    assert.equal(await field.inputValue(), 'acc');
    await page.keyboard.press('ArrowDown');
    const active = await field.getAttribute('aria-activedescendant');
    assert.equal(await list.locator('[aria-selected=true]').getAttribute('id'), active);
    await page.keyboard.press('Tab');
    assert.equal(await field.inputValue(), 'metrics.accuracy ');
    await waitFor(() => (pages().asked('tableOrder').at(-1) as { filter: string }).filter === 'metrics.accuracy ');
    await list.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'filter');
  });

  it('are put in by a click, which leaves the field its focus', async () => {
    const { page } = await pages().open();
    const field = page.locator('#filter');
    await field.pressSequentially('params.');
    await page.getByRole('option', { name: 'params.optimizer' }).click();
    assert.equal(await field.inputValue(), 'params.optimizer ');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'filter');
  });

  it('go by Escape, the filter by another one; they come again when asked for', async () => {
    const { page } = await pages().open();
    const field = page.locator('#filter');
    await field.pressSequentially('lr');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    assert.equal(await field.inputValue(), 'lr');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    assert.equal(await field.inputValue(), '');
  });

  it('never take the place of what was typed since', async () => {
    const answers: ((found: FilterCompletions) => void)[] = [];
    const completions = new Completions(() => new Promise((resolve) => answers.push(resolve)));
    const item = { kind: 'field' as const, text: 'params.lr ' };
    const answer = async (): Promise<void> => {
      answers.shift()!({ replaced: { start: 0, end: 1 }, items: [item] });
      await new Promise((resolve) => setTimeout(resolve));
    };
    completions.offer('l');
    await waitFor(() => answers.length === 1);
    await answer();
    assert.equal(completions.filterWith(0), 'params.lr ');
    completions.offer('lo');
    assert.equal(completions.filterWith(0), undefined);
    await waitFor(() => answers.length === 1);
    completions.close();
    await answer();
    assert.deepEqual(completions.items.value, [], 'an answer that comes too late opens nothing');
  });

  it('keep back what is wrong while they are offered, until Enter or another field', async () => {
    const wrong = Object.assign(new Error('A comparison is missing here.'), { span: { start: 7, end: 8 } });
    const refuse = (method: string): void => {
      if (method === 'tableOrder') throw wrong;
    };
    const { page } = await pages().open({}, { refuse });
    const field = page.locator('#filter');
    const told = page.locator('.filter-problem', { hasText: 'A comparison is missing here.' });
    await field.pressSequentially('metrics');
    await page.getByRole('option').first().waitFor();
    await page.waitForTimeout(1000);
    assert.equal(await told.count(), 0, 'it is offered how to go on');
    await field.press('Escape');
    await page.waitForTimeout(600);
    assert.equal(await told.count(), 0, 'the typing may be going on');
    await field.press('Enter');
    await told.waitFor({ timeout: 1000 });
    await field.pressSequentially('.');
    await told.waitFor({ state: 'detached' });
    await field.blur();
    await told.waitFor({ timeout: 1500 });
    // The place of the mistake is behind the caret now, where nobody goes on typing.
    await field.fill('metrics = 1 and metrics');
    await page.getByRole('option').first().waitFor();
    await told.waitFor({ timeout: 1500 });
  });
});
