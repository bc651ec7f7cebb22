import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { runDir } from '../../src/common/workspaceFolder';
import { ROOT } from '../host/paths';
import { openExample, type OpenExample } from './openExample';
import { eventually } from './recorded';
import { hoverText, labels } from './runsViewSteps';
import type { TreeRow, Workbench } from './workbench';
import { FINISHED, idOf, paramsOf, pointsOf, tagsOf, writeRun } from './writtenRun';

const HTML = '<img src=x onerror=alert(1)> **bold** [link](command:x) $(trash) | `code`';
const LONG = '🐧'.repeat(5_000);
const TURNED = 'abc\u202Efed שלום';

describe('the Runs view, where things go wrong', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    const companions = [path.join(ROOT, 'test/fixtures/storeCrash')];
    example = await openExample('runs view faults', { companions });
    workbench = example.session.workbench;
    const { folder } = example;
    const odd = [...paramsOf({ [HTML]: HTML, plain: LONG }), ...tagsOf({ [HTML]: HTML })];
    await writeRun(folder, idOf(1), { name: HTML, command: ['python', HTML] }, FINISHED, [
      ...odd,
      ...pointsOf('accuracy', [0.5, 'NaN']),
    ]);
    await writeRun(folder, idOf(2), { name: LONG }, FINISHED, pointsOf('accuracy', [0.5, 'Infinity']));
    await writeRun(folder, idOf(3), { name: TURNED }, FINISHED, pointsOf('accuracy', [0.5, 1e300]));
    await writeRun(folder, idOf(4), { name: 'plain' }, FINISHED, pointsOf('accuracy', [0.5]));
    await workbench.openContainer('Trialbook');
    await eventually(rows, (all) => all.length === 4);
  });
  after(() => example.close());

  const rows = (): Promise<TreeRow[]> => workbench.readTree('Runs');

  it('shows any name as it is, on one line, cut where it is long', async () => {
    const [plain, turned, long, html] = await rows();
    assert.deepEqual([plain?.label, turned?.label, html?.label], ['plain', '\u2068abcfed שלום\u2069', HTML]);
    assert.equal(long?.label, `${'🐧'.repeat(199)}…`);
    assert.match(turned?.description ?? '', /^1\.00e\+300 accuracy · /);
    assert.match(long?.description ?? '', /^∞ accuracy · /);
    assert.match(html?.description ?? '', /^NaN accuracy · /);
    await example.session.screenshot('hostile names');
  });

  it('shows no markup on the card of a run whose names are markup', async () => {
    const text = await hoverText(example.session, HTML, 'Parameters');
    await example.session.screenshot('card of hostile names');
    assert.ok(text.includes(`${HTML} · finished`), text);
    const card = example.session.page.locator('.workbench-hover-container:visible').last();
    assert.equal(await card.locator('img').count(), 0);
    assert.equal(await card.locator('a[href*="command:x"], a[data-href*="command:x"]').count(), 0);
    assert.equal(await card.locator('.codicon-trash').count(), 0);
  });

  it('tells no delta of what is not finite', async () => {
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', 'plain'), 'Set as Baseline');
    const all = await eventually(rows, ([first]) => first?.description.startsWith('★') === true);
    assert.match(all[1]?.description ?? '', /^1\.00e\+300 ▲ \+1\.00e\+300 · /);
    assert.match(all[2]?.description ?? '', /^∞ · /);
    assert.match(all[3]?.description ?? '', /^NaN · /);
  });

  it('takes out a run that is deleted while it is shown and ticked', async () => {
    await writeRun(example.folder, idOf(5), { name: 'gone' });
    await workbench.treeRow('Runs', 'gone').waitFor();
    await workbench.treeRow('Runs', 'gone').locator('.custom-view-tree-node-item-checkbox').click();
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', 'gone'), 'Delete Run');
    await workbench.treeRow('Runs', 'gone').waitFor({ state: 'detached' });
    await rm(runDir(example.folder, idOf(5)), { recursive: true });
    await workbench.runCommand('Trialbook: Compare Runs');
    // Nothing is ticked any more: the newest are compared.
    await workbench.tab('Compare runs (4)').waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('goes on by itself when the store crashes', async () => {
    const before = labels(await rows());
    const checkbox = workbench.treeRow('Runs', 'plain').locator('.custom-view-tree-node-item-checkbox');
    await checkbox.click();
    await workbench.runCommand('Test: End the Store');
    await workbench.page.locator('.statusbar-item', { hasText: 'The store has crashed' }).waitFor();
    await writeRun(example.folder, idOf(6), { name: 'after the crash' });
    await workbench.treeRow('Runs', 'after the crash').waitFor();
    assert.deepEqual(labels(await rows()), ['after the crash', ...before]);
    // Ticks are in the extension's memory: it went on, and only the store began anew.
    assert.match((await checkbox.getAttribute('class')) ?? '', /codicon-check/);
    const troubles = workbench.page.locator('.notification-list-item').locator('.codicon-error, .codicon-warning');
    assert.equal(await troubles.count(), 0);
    await example.session.screenshot('after the store crashed');
  });
});
