import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { finalStatus, recorderEnded, removeTemporary, runFolders, runWords, startCli, workspaceWith } from './support';

const ENDLESS = 'import time\nwhile True:\n    time.sleep(0.1)\n';
/** The signal is meant for the few milliseconds between two steps of a start: one try may miss them. */
const TRIES = 8;

/** Resolves as soon as there is the folder of a run. */
async function claimed(workspace: string): Promise<void> {
  const runs = path.join(workspace, '.trialbook', 'runs');
  while (!existsSync(runs) || readdirSync(runs).length === 0) await setImmediate();
}

describe('a run that is stopped while it is begun', function () {
  this.timeout(120_000);
  before(function () {
    if (process.platform === 'win32') this.skip(); // It has no signals.
  });
  after(removeTemporary);

  for (const [signal, ...options] of [['SIGTERM', '--in-place'], ['SIGINT']] as const) {
    it(`ends as cancelled by ${signal}, and leaves neither an empty folder nor a training`, async () => {
      for (let n = 0; n < TRIES; n++) {
        const workspace = workspaceWith({ 'train.py': ENDLESS });
        const words = runWords(['python3', 'train.py'], '--workspace', workspace, ...options);
        const started = await startCli(workspace, words, {}, true);
        await claimed(workspace);
        process.kill(started.process.pid!, signal);
        await started.finished;
        const ending = finalStatus(await recorderEnded(runFolders(workspace)[0]!)) as { status: string } | undefined;
        assert.equal(ending?.status, 'cancelled');
      }
    });
  }
});
