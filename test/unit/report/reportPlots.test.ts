import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import { ARTIFACTS_FOLDER, runDir } from '../../../src/common/workspaceFolder';
import { finishedRun, runIdOf } from '../store/helpers';
import { contentOf, useReports } from './reportFixture';

describe('what runs logged besides numbers, in a report', function () {
  this.timeout(60_000);
  const reports = useReports();

  it('is there, pictures too, when the run folders are gone', async () => {
    const { workspace } = reports;
    const [shown, other] = [runIdOf(1), runIdOf(2)];
    for (const id of [shown, other]) {
      const folder = path.join(runDir(workspace.dir, id), ARTIFACTS_FOLDER, 'images');
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'sample.png'), PNG.sync.write(new PNG({ width: 7, height: 5 })));
      workspace.append(
        id,
        finishedRun(id, `run ${id}`, [
          {
            e: 'plot',
            kind: 'confusion',
            k: 'val',
            data: {
              labels: [`cat ${id}`, 'dog'],
              counts: [
                [3, 1],
                [0, 4],
              ],
            },
          },
          { e: 'plot', kind: 'image', k: 'samples', s: 1, data: { path: 'images/sample.png' } },
        ]),
      );
    }
    const { file } = await reports.save([shown]);
    assert.ok(!(await contentOf(file)).includes(`cat ${other}`));
    rmSync(runDir(workspace.dir, shown), { recursive: true });
    const { page } = await reports.open(file);
    await page.locator('#logged').scrollIntoViewIfNeeded();
    const picture = page.locator('#logged img');
    await picture.scrollIntoViewIfNeeded();
    assert.equal(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)), 7);
    assert.match(await page.locator('#logged').innerText(), new RegExp(`cat ${shown}`));
  });
});
