import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { trialbookDir } from '../../../../src/common/workspaceFolder';
import { executeCommand } from '../../../../src/platform/commands';
import { eventually } from '../../eventually';
import { activateExtension, workspaceDir, writeQuickScript, writeSmallExample, QUICK_SCRIPT } from '../../extension';
import {
  finalStatus,
  lockHolders,
  newRuns,
  readEvents,
  runIds,
  scriptUri,
  storedRun,
  storedRunIds,
  track,
} from '../../runs';

const EPOCHS = Array.from({ length: 40 }, (_, index) => index + 1);
function sha256(name: string): string {
  return createHash('sha256')
    .update(readFileSync(path.join(workspaceDir(), name)))
    .digest('hex');
}

describe('tracking in one folder', () => {
  before(activateExtension);

  it('records a run of the example from its script to the database', async () => {
    const folder = workspaceDir();
    const runId = await track(folder, 'train.py');
    const run = await storedRun(folder, runId);
    assert.deepEqual(run, {
      status: 'finished',
      script: 'train.py',
      exitCode: 0,
      params: { epochs: 40, hidden: 32, lr: 0.001, seed: 0 },
      steps: { accuracy: EPOCHS, loss: EPOCHS, val_loss: EPOCHS },
      inputs: { 'penguins.csv': sha256('penguins.csv') },
      models: { 'model.json': sha256('model.json') },
    });
    const writers = readEvents(folder, runId).flatMap((event) => (event.e === 'hello' ? [event.role] : []));
    assert.deepEqual(writers.sort(), ['recorder', 'tracker']);
    assert.deepEqual(await storedRunIds(folder), runIds(folder));
  });

  it('records two runs at once, each whole', async () => {
    const folder = workspaceDir();
    const script = scriptUri(folder, await writeSmallExample(folder));
    const ids = await newRuns(folder, 2, () =>
      Promise.all([executeCommand('trialbook.trackFile', script), executeCommand('trialbook.trackFile', script)]),
    );
    const runs = await Promise.all(ids.map((id) => storedRun(folder, id)));
    assert.deepEqual(
      runs.map(({ status, steps }) => ({ status, steps })),
      runs.map(() => ({ status: 'finished', steps: { accuracy: EPOCHS, loss: EPOCHS, val_loss: EPOCHS } })),
    );
    assert.deepEqual(await storedRunIds(folder), runIds(folder));
  });

  it('stops a run that is asked to', async () => {
    const folder = workspaceDir();
    await writeFile(path.join(folder, 'train_for_long.py'), 'import time\nprint("epoch 1")\ntime.sleep(300)\n');
    const runId = await track(folder, 'train_for_long.py');
    await eventually('the start of the training', () =>
      readEvents(folder, runId).find((event) => event.e === 'st' && event.status === 'running'),
    );
    await executeCommand('trialbook.stopRun', { folder, runId });
    assert.equal((await storedRun(folder, runId)).status, 'cancelled');
  });

  it('starts nothing for a script that is missing or outside the workspace', async () => {
    const folder = workspaceDir();
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'trialbook-elsewhere-'));
    try {
      await writeQuickScript(elsewhere);
      await writeQuickScript(folder);
      const before = runIds(folder);
      await executeCommand('trialbook.trackFile', scriptUri(elsewhere, QUICK_SCRIPT));
      await executeCommand('trialbook.trackFile', scriptUri(folder, 'train_missing.py'));
      // Whatever they had started would be there before the end of this later one.
      const runId = await track(folder, QUICK_SCRIPT);
      assert.equal(await finalStatus(folder, runId), 'finished');
      assert.deepEqual(runIds(folder), [...before, runId]);
      assert.equal(existsSync(trialbookDir(elsewhere)), false);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  it('holds the lock of the folder while it is open', async () => {
    const [holder] = await eventually('the lock', () => {
      const holders = lockHolders(workspaceDir());
      return holders.length > 0 ? holders : undefined;
    });
    assert.deepEqual([holder?.host, holder?.pid], [hostname(), process.pid]);
  });
});
