/** Who works on a queue: one process at a time. */
import { newHolder } from '../locks/lockHolder';
import { findWriter, WritersLock } from '../locks/writersLock';
import { workerLockFile } from './queueFiles';

/** What the lock says its holder is. */
const ROLE = 'queue';

/** Takes the queue for this process; `undefined` when another lives that has it. Throws as `fs` does. */
export function lockQueue(workspace: string): WritersLock | undefined {
  const attempt = WritersLock.acquire(workerLockFile(workspace), ROLE);
  return 'lock' in attempt ? attempt.lock : undefined;
}

/** Whether a living process works on the queue. One on another machine counts as living. */
export function hasWorker(workspace: string): boolean {
  try {
    return findWriter(workerLockFile(workspace), newHolder(ROLE)) !== undefined;
  } catch {
    return false;
  }
}
