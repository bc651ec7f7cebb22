import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { formatEvent } from '../../src/common/eventWriter';
import { runDir } from '../../src/common/workspaceFolder';
import { openExample, type OpenExample } from './openExample';
import { recordByCommandLine } from './recordByCommandLine';
import { listRunFolders, waitForEnds } from './recorded';

/** Logs all that can be logged besides numbers, with the standard library alone. */
const SCRIPT = `import random, struct, sys, zlib
import trialbook

skill = float(sys.argv[1])
rng = random.Random(3)


def png(size, shade):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\\0" + bytes((shade + x * y) % 256 for x in range(size)) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


species = ["Adelie", "Chinstrap", "Gentoo"]
for step in range(3):
    true = [rng.choice(species) for _ in range(300)]
    told = [one if rng.random() < skill + step / 20 else rng.choice(species) for one in true]
    trialbook.confusion_matrix("val/species", true=true, predicted=told, step=step)
    trialbook.histogram("weights", [rng.gauss(0, 1 + step) for _ in range(2000)], step=step)
    with open("sample.png", "wb") as file:
        file.write(png(96, step * 60))
    trialbook.figure("sample.png", "samples", step=step)
right = [rng.random() < 0.5 for _ in range(500)]
scores = [rng.random() + skill * one for one in right]
trialbook.roc_curve("val/roc", right, scores)
trialbook.pr_curve("val/pr", right, scores)
trialbook.table("worst", [(f"img{n}.png", rng.choice(species), round(rng.random(), 3)) for n in range(60)], ["file", "species", "loss"])
trialbook.log({"accuracy": skill})
`;

describe('logged data of the comparison page', () => {
  let example: OpenExample;
  let frame: Frame;

  before(async () => {
    example = await openExample('logged-data');
    const { workbench } = example.session;
    await writeFile(path.join(example.folder, 'logs.py'), SCRIPT);
    for (const [name, skill] of Object.entries({ 'calm-heron': '0.6', 'brisk-otter': '0.9' })) {
      await recordByCommandLine(example.folder, name, ['logs.py', skill]);
    }
    await waitForEnds(example.folder, 2);
    await workbench.openContainer('Trialbook');
    await workbench.treeRow('Runs', 'calm-heron').click();
    await workbench.treeRow('Runs', 'brisk-otter').click({ modifiers: ['Control'] });
    await workbench.runCommand('Trialbook: Compare Runs');
    frame = await workbench.webviewFrame(/^Compare runs/);
    await frame.locator('#logged').waitFor({ state: 'attached' });
  });
  after(() => example.close());

  /** Brings the card of a name into sight. */
  async function card(key: string, shown: string): Promise<Locator> {
    const found = frame.locator('#logged article', { has: frame.locator('h3', { hasText: key }) });
    await found.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await found.locator(shown).first().waitFor();
    return found;
  }

  it('shows confusion matrices side by side', async () => {
    const shown = await card('val/species', 'table');
    assert.equal(await shown.locator('table').count(), 2);
    assert.deepEqual(await shown.locator('table').first().getByRole('rowheader').allInnerTexts(), [
      'Adelie',
      'Chinstrap',
      'Gentoo',
    ]);
    await shown.getByRole('button', { name: 'Shares' }).click();
    await example.session.screenshot('matrices');
  });

  it('shows curves with the area below them', async () => {
    const shown = await card('val/roc', '.areas li');
    assert.match(await shown.locator('.areas li').first().innerText(), /brisk-otter\s+AUC\s+0\.\d{3}/);
    await example.session.screenshot('curves');
  });

  it('shows pictures by step, histograms over steps and tables', async () => {
    const shown = await card('samples', 'img');
    await frame.waitForFunction(() =>
      [...document.querySelectorAll('#logged img')].every((image) => (image as HTMLImageElement).naturalWidth === 96),
    );
    assert.equal(await shown.locator('img').count(), 2);
    const slider = shown.getByRole('slider', { name: 'Step' });
    await slider.focus();
    await example.session.page.keyboard.press('Home');
    await shown.locator('img[alt="samples of calm-heron at step 0"]').waitFor();
    await example.session.screenshot('pictures');
    const histograms = await card('weights', '.ridges canvas');
    assert.match(
      (await histograms.locator('.ridges').first().getAttribute('aria-label'))!,
      /: 2000 values from .*steps: 3/,
    );
    await example.session.screenshot('histograms');
    const tables = await card('worst', 'table');
    await tables.getByRole('button', { name: 'By first column' }).click();
    await tables.getByText(/^\d+ of 60 rows differ$/).waitFor();
    await example.session.screenshot('tables');
  });

  it('takes in what is logged meanwhile', async () => {
    const shown = await card('val/species', 'table');
    const [runId] = (await listRunFolders(example.folder)).sort();
    const counts = [[7001, 0], [0, 1]]; // prettier-ignore
    const data = { labels: ['a', 'b'], counts };
    const line = formatEvent({ e: 'plot', kind: 'confusion', k: 'val/species', s: 9, data }, 0, Date.now() * 1000);
    await appendFile(path.join(runDir(example.folder, runId!), 'later.jsonl'), line);
    await shown.getByRole('button', { name: 'Counts' }).click();
    await shown.getByRole('cell', { name: '7001' }).waitFor();
  });
});
