import assert from 'node:assert/strict';
import type { RunDetail } from '../../../src/protocol/entities';
import type { RunPageEvent } from '../../../src/protocol/runPage';
import { makeChanges, refOf } from './changesData';
import { waitFor } from './changesPageHarness';
import { makeRun } from './runData';
import { detailOf, HERON, OTTER, SNAPSHOT } from './runPageData';
import { RunPageHarness, type RunPageHost, strings } from './runPageHarness';

const CHANGED: RunPageEvent = {
  kind: 'changed',
  runs: [{ runId: OTTER.run.id, keys: [] }],
  datasets: false,
  models: false,
};

const live = (more: Partial<RunDetail> = {}): RunDetail =>
  detailOf(OTTER, { status: 'running', endedAt: null, startedAt: Date.now(), ...more });

describe('page of a run: faults and what comes late', function () {
  this.timeout(60_000);
  const pages = RunPageHarness.forSuite();

  it('tells what changed anew when parameters, data or code of a live run come', async () => {
    const host: Partial<RunPageHost> = { run: live({ params: [] }), snapshot: null };
    const { page, send } = await pages().open(host);
    const says = (key: string): void => {
      host.changes = makeChanges({ params: [{ key, before: 1, after: 2 }] });
    };
    await page.locator('.changed code').first().waitFor();
    says('first');
    host.run = live();
    await send(CHANGED);
    await page.getByText('first 1 → 2').waitFor();
    says('second');
    host.run = live({
      inputs: [{ datasetId: 1, path: 'a.csv', version: 1, digest: 'ab', size: 1, uncertain: false }],
    });
    await send(CHANGED);
    await page.getByText('second 1 → 2').waitFor();
    says('third');
    host.snapshot = SNAPSHOT;
    await send(CHANGED);
    await page.getByText('third 1 → 2').waitFor();
    const asked = pages().asked('whatChanged').length;
    const read = pages().asked('relatedRuns').length;
    await send(CHANGED);
    await waitFor(() => pages().asked('relatedRuns').length > read);
    assert.equal(pages().asked('whatChanged').length, asked, 'not with each point');
  });

  it('is held against the values that a live base has now', async () => {
    const going = { ...HERON.run, status: 'running' as const };
    const host: Partial<RunPageHost> = {
      related: { previous: refOf(going), basedOn: null, bestSibling: null },
      base: detailOf(HERON, { status: 'running' }),
    };
    const { page, send } = await pages().open(host);
    await page.getByText(/better than the previous run calm-heron by 0.025/).waitFor();
    host.base = detailOf(makeRun(0, { name: 'calm-heron', metrics: { accuracy: [0.9306] } }), { status: 'running' });
    await send(CHANGED);
    await page.getByText(/better than the previous run calm-heron by 0.010/).waitFor();
  });

  it('reads all of it again when the store crashed and is back', async () => {
    const host: Partial<RunPageHost> = { run: live() };
    const { page, send } = await pages().open(host);
    await pages().choose('charts');
    await page.locator('.chart-card canvas').first().waitFor();
    await waitFor(async () => (await page.locator('.bone').count()) === 0);
    const read = pages().asked('series').length;
    host.run = detailOf(OTTER);
    await send({ kind: 'restarted' });
    await page.locator('.run-status', { hasText: 'Finished' }).waitFor();
    await waitFor(() => pages().asked('series').length > read);
  });

  it('reads what a part of it could not be filled with, once the store answers again', async () => {
    let crashed = true;
    const { page, send } = await pages().open(
      {},
      {
        refuse: (method) => {
          if (crashed && method === 'listMetrics') throw new Error('The store worker ended');
        },
      },
    );
    await pages().choose('charts');
    await page.locator('.notice', { hasText: 'The store worker ended' }).waitFor();
    crashed = false;
    await send({ kind: 'restarted' });
    await page.locator('.chart-card canvas').first().waitFor();
    await page.locator('.notice').waitFor({ state: 'detached' });
  });

  it('says what could not be done until that is put away, whatever is read meanwhile', async () => {
    const host: Partial<RunPageHost> = { run: live() };
    const { page, send } = await pages().open(host, {
      refuse: (method) => {
        if (method === 'act') throw new Error('It cannot be stopped');
      },
    });
    await page.getByText(strings.actions.stop, { exact: true }).click();
    const notice = page.locator('.notice', { hasText: 'It cannot be stopped' });
    await notice.waitFor();
    const read = pages().asked('relatedRuns').length;
    await send(CHANGED);
    await waitFor(() => pages().asked('relatedRuns').length > read);
    await page.locator('.changed').waitFor();
    assert.equal(await notice.count(), 1);
    const began = pages().asked('ready').length;
    await notice.getByRole('button', { name: strings.dismiss }).click();
    await notice.waitFor({ state: 'detached' });
    assert.equal(pages().asked('ready').length, began, 'nothing begins anew');
  });

  it('goes on to show its charts while they are resized', async () => {
    const { page } = await pages().open({});
    await pages().choose('charts');
    await page.locator('.chart-card canvas').first().waitFor();
    await waitFor(async () => (await page.locator('.bone').count()) === 0);
    await page.evaluate(`
      globalThis.bones = 0;
      new MutationObserver((all) => {
        for (const { addedNodes } of all) for (const node of addedNodes) {
          if (node.nodeType === 1 && (node.matches('.bone') || node.querySelector('.bone'))) globalThis.bones += 1;
        }
      }).observe(document.body, { childList: true, subtree: true });`);
    const read = pages().asked('series').length;
    for (const width of [1210, 1250, 1300, 1100]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(50);
    }
    await waitFor(() => pages().asked('series').length > read);
    assert.equal(await page.evaluate('globalThis.bones'), 0);
  });

  it('shows of a metric that diverged the value that it had last', async () => {
    const data = makeRun(1, { name: 'brisk-otter', metrics: { loss: [1, 2, Number.NaN] } });
    const { page } = await pages().open({ data, run: detailOf(data) });
    await pages().choose('charts');
    await page.locator('.chart-card header b', { hasText: 'NaN' }).waitFor();
  });

  it('takes a tag by the keyboard alone, and keeps one that is left', async () => {
    const { page } = await pages().open({});
    const add = page.getByRole('button', { name: strings.addTag });
    const isFocused = async (): Promise<void> => {
      await waitFor(async () => (await page.evaluate('document.activeElement.ariaLabel')) === strings.addTag);
    };
    await add.focus();
    for (const text of ['owner=ada', 'kept']) {
      await page.keyboard.press('Enter');
      await page.locator('input.tag-field').waitFor();
      await isFocused();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
      await page.locator('input.tag-field').waitFor({ state: 'detached' });
      await isFocused();
    }
    await page.keyboard.press('Enter');
    await page.keyboard.type('unwanted');
    await page.keyboard.press('Escape');
    await isFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.type('left=by click');
    await page.locator('h1').click();
    await page.locator('.tag', { hasText: 'left = by click' }).waitFor();
    assert.deepEqual(
      pages()
        .asked('setTag')
        .map((args) => [(args as { key: string }).key, (args as { value: string }).value]),
      [
        ['owner', 'ada'],
        ['kept', ''],
        ['left', 'by click'],
      ],
    );
  });
});
