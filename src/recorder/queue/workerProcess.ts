/** Starts the process that works on a queue. */
import { spawn } from 'node:child_process';
import { hasWorker } from '../../common/queue/queueWorkers';
import { ownEnvironment } from '../environment';
import { nodeOptions } from '../launch';

/** Sees to it that somebody works on the queue: a detached process, which outlives us, unless there is one. */
export function startWorker(workspace: string, cliFile: string): void {
  // One that is about to end looks again when it has given the lock back.
  if (hasWorker(workspace)) return;
  const worker = spawn(process.execPath, [...nodeOptions(), cliFile, 'queue', 'work', '--workspace', workspace], {
    cwd: workspace,
    detached: true,
    env: ownEnvironment(process.env),
    stdio: 'ignore',
    windowsHide: true,
  });
  // Whoever adds the next run, or opens the folder, tries again.
  worker.on('error', () => undefined);
  worker.unref();
}
