import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import {
  finalStatus,
  recorderEnded,
  recorderEvents,
  removeTemporary,
  runFolders,
  runWords,
  startCli,
  type Started,
  until,
  workspaceWith,
} from './support';

/** A debugger's viewer is heard to end so much later than its training, in the worst case, ms. */
const LATER_MS = 500;

describe('a training that belongs to its viewer', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip(); // Nothing ends there by a signal.
  });
  after(removeTemporary);

  const start = async (): Promise<{ viewer: Started; folder: string; pid: number }> => {
    const workspace = workspaceWith({ 'train.py': 'import time\ntime.sleep(300)\n' });
    const words = runWords(['python3', 'train.py'], '--workspace', workspace, '--ends-with-viewer');
    const viewer = await startCli(workspace, words);
    const folder = await until('there is a run', () => runFolders(workspace)[0]);
    const pid = await until('it trains', () => {
      const started = recorderEvents(folder).find((event) => event.e === 'st' && event.status === 'running');
      return started?.e === 'st' ? started.pid : undefined;
    });
    return { viewer, folder, pid };
  };

  it('is cancelled when both are killed, though its own end is heard of first', async () => {
    const { viewer, folder, pid } = await start();
    process.kill(pid, 'SIGTERM');
    await delay(LATER_MS);
    viewer.process.kill('SIGKILL');
    assert.deepEqual(finalStatus(await recorderEnded(folder)), { e: 'st', status: 'cancelled', signal: 'SIGTERM' });
  });

  it('is killed when it alone is killed', async () => {
    const { viewer, folder, pid } = await start();
    process.kill(pid, 'SIGTERM');
    const ending = finalStatus(await recorderEnded(folder)) as { status: string; signal: string };
    assert.deepEqual([ending.status, ending.signal], ['killed', 'SIGTERM']);
    await viewer.finished;
  });
});
