import assert from 'node:assert/strict';
import { parseCompareLayout } from '../../../src/protocol/compareLayout';
import { makeRun } from '../store/madeRuns';
import { useReports } from './reportFixture';

const ATTACK = '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">';
const COMMENT = '<!--<script>';
const NAMES = [ATTACK, COMMENT, '\u202Eevil\u202C שלום', '🦦 otter', '"quoted" &amp; \'single\' \\u003c ]]>'];

describe('safety of reports', function () {
  this.timeout(60_000);
  const reports = useReports();

  it('shows names as they are, whatever they hold', async () => {
    const { workspace, store } = reports;
    const ids = [];
    for (const [index, name] of NAMES.entries()) {
      const params = { [name]: name, lr: index };
      ids.push(await makeRun(workspace, index + 1, { params, metrics: { [name]: [1, 2], loss: [index, 0.5] } }));
    }
    await store.refresh();
    for (const [index, name] of NAMES.entries()) await store.ask('renameRun', { runId: ids[index]!, name });
    const { file } = await reports.save(ids, {
      title: ATTACK,
      layout: parseCompareLayout({ order: [COMMENT, ATTACK], charts: { [ATTACK]: { columns: 2 } } }),
      view: { toggled: [COMMENT, ATTACK] },
    });
    const { page } = await reports.open(file);
    await page.locator('.chart canvas').first().waitFor();
    assert.deepEqual(await page.locator('.chip-name').allInnerTexts(), NAMES);
    assert.equal(await page.title(), ATTACK.replaceAll(/\s+/g, ' '));
    assert.deepEqual((await page.locator('.chart-grid h3').allInnerTexts()).sort(), [...NAMES, 'loss'].sort());
    assert.equal(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked), undefined);
    assert.equal(await page.locator('img').count(), 0);
  });

  it('runs nothing but itself, and reaches nothing', async () => {
    const id = await makeRun(reports.workspace, 1, { metrics: { loss: [1, 2] } });
    const { page, problems } = await reports.open((await reports.save([id])).file);
    await page.locator('.chart canvas').first().waitFor();
    assert.deepEqual(problems, []);
    const refused = await page.evaluate(async () => {
      const violated: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      const image = document.createElement('img');
      image.src = 'https://example.com/a.png';
      const link = document.createElement('link');
      Object.assign(link, { rel: 'stylesheet', href: 'https://example.com/a.css' });
      document.body.append(script, image, link);
      await fetch('https://example.com/').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return violated.sort();
    });
    assert.deepEqual(refused, ['connect-src', 'img-src', 'script-src-elem', 'style-src-elem']);
    assert.equal(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked), undefined);
    // What it refused is told to the console, and is no fault here.
    problems.length = 0;
  });
});
