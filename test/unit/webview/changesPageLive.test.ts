import assert from 'node:assert/strict';
import type { ChangesPageEvent } from '../../../src/protocol/changesPage';
import { HERON, makeChanges, OTTER, refOf, related, UNTESTED } from './changesData';
import { type ChangesHost, ChangesPageHarness, strings, waitFor } from './changesPageHarness';
import { makeRun } from './runData';

describe('page "What changed" while runs come and go', function () {
  this.timeout(60_000);
  const pages = ChangesPageHarness.forSuite();

  it('says so where no run came before the one that is shown', async () => {
    const best = { ...HERON, id: 'best' };
    const host: Partial<ChangesHost> = { related: related({ previous: null, bestSibling: refOf(best) }) };
    const { page } = await pages().open({ ...host, changes: makeChanges({ base: best }) });
    await page.locator('.base-bar').getByText(strings.noneBefore).waitFor();
    const later = await pages().open({});
    assert.equal(await later.page.getByText(strings.noneBefore).count(), 0);
  });

  it('is held against the run that it repeats, the one before or the best one, whichever is there first, or any other', async () => {
    const best = makeRun(2, { name: 'best-bison' }).run;
    const parent = makeRun(3, { name: 'plain-plover' }).run;
    const host: Partial<ChangesHost> = { related: related({ basedOn: refOf(parent), bestSibling: refOf(best) }) };
    host.changes = makeChanges({ base: parent });
    const { page } = await pages().open(host);
    assert.deepEqual(pages().asked('changes'), [{ runId: OTTER.id, base: parent.id }]);
    const select = page.getByLabel(strings.comparedWith);
    assert.deepEqual(await select.locator('option').allInnerTexts(), [
      'plain-plover (the run that it repeats)',
      'calm-heron (previous run)',
      'best-bison (best other run)',
      'Another run…',
    ]);
    assert.equal(await select.inputValue(), parent.id);
    host.changes = makeChanges({ base: best });
    await select.selectOption({ label: 'best-bison (best other run)' });
    await waitFor(async () => (await select.inputValue()) === best.id);
    assert.deepEqual(pages().asked('shows').at(-1), { runId: OTTER.id, base: best.id, name: 'brisk-otter' });
    await select.selectOption({ label: 'Another run…' });
    await waitFor(() => pages().asked('pickBase').length === 1);
    assert.equal(await select.inputValue(), best.id, 'dismissed');
    const other = makeRun(4, { name: 'other-otter' }).run;
    Object.assign(host, { picked: other.id, changes: makeChanges({ base: other }) });
    await select.selectOption({ label: 'Another run…' });
    await waitFor(async () => (await select.locator('option:checked').innerText()) === 'other-otter');
    await page.getByText(strings.swap).click();
    await waitFor(() =>
      pages()
        .asked('changes')
        .some((query) => JSON.stringify(query) === `{"runId":"${other.id}","base":"${OTTER.id}"}`),
    );
  });

  it('follows a live run, and keeps what is there when that cannot be read', async () => {
    const host: Partial<ChangesHost> = {
      changes: makeChanges({ metrics: [UNTESTED], run: { ...OTTER, status: 'running' } }),
    };
    let broken = false;
    const { page, send } = await pages().open(host, {
      refuse: (method) => {
        if (broken && method === 'changes') throw new Error('The disk is full');
      },
    });
    assert.match(await pages().answer(), /leads/);
    host.changes = makeChanges({ metrics: [UNTESTED] });
    await send({ kind: 'runEnded', run: OTTER });
    await page.locator('h1', { hasText: 'is better' }).waitFor();
    broken = true;
    await send(changed(OTTER.id));
    await page.locator('.notice', { hasText: 'The disk is full' }).waitFor();
    assert.match(await pages().answer(), /is better/);
    broken = false;
    await page.getByText(strings.retry).click();
    await page.locator('.notice').waitFor({ state: 'detached' });
  });

  it('says so when its run is deleted, and shows it again when it is restored', async () => {
    const { page, send } = await pages().open({});
    await send(changed(OTTER.id, true));
    await page.getByText(strings.goneTitle).waitFor();
    await send(changed(OTTER.id));
    await page.locator('h1', { hasText: 'brisk-otter' }).waitFor();
  });

  it('goes on with another base when that is deleted, or asks for one when there is no other', async () => {
    const best = makeRun(2, { name: 'best-bison' }).run;
    const host: Partial<ChangesHost> = {};
    const { page, send } = await pages().open(host);
    Object.assign(host, { related: related({ previous: refOf(best) }), changes: makeChanges({ base: best }) });
    await send(changed(HERON.id, true));
    await page.getByText('calm-heron was deleted.').waitFor();
    await page.getByRole('button', { name: strings.dismiss }).click();
    await page.locator('.notice').waitFor({ state: 'detached' });
    await waitFor(async () => (await page.getByLabel(strings.comparedWith).inputValue()) === best.id);
    Object.assign(host, { related: related({ previous: null }), picked: HERON.id, changes: makeChanges() });
    await send(changed(best.id, true));
    await page.getByText(strings.aloneTitle).waitFor();
    await page.getByText(strings.chooseRun).click();
    await page.locator('h1', { hasText: 'calm-heron' }).waitFor();
  });

  it('says why it shows nothing, and tries again', async () => {
    let broken = true;
    const { page } = await pages().open(
      {},
      {
        refuse: (method) => {
          if (broken && method === 'related') throw new Error('No store');
        },
      },
    );
    await page.getByRole('alert').getByText('No store').waitFor();
    broken = false;
    await page.getByText(strings.retry).click();
    await page.locator('h1', { hasText: 'brisk-otter' }).waitFor();
  });
});

function changed(runId: string, removed = false): ChangesPageEvent {
  const run = { runId, keys: [], ...(removed ? { removed: true as const } : {}) };
  return { kind: 'changed', runs: [run], datasets: false, models: false };
}
