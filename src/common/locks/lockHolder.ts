/** Who holds a lock: the content of a lock file. */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import { errorCode } from '../errors';
import { isProcessAlive, processStart } from '../processes';

export interface LockHolder {
  /** Names this lock and no other. */
  token: string;
  host: string;
  pid: number;
  /** See `processStart`; absent where the platform does not tell. */
  start?: string;
  thread: number;
  engine: string;
}

/**
 * This process as a holder. `thread` tells its threads apart: a lock of another thread of this process is what a crashed
 * worker left behind, since a process opens a folder only once at a time.
 */
export function newHolder(engine: string, thread = threadId): LockHolder {
  const start = processStart(process.pid);
  return {
    token: randomUUID(),
    host: hostname(),
    pid: process.pid,
    ...(start === undefined ? {} : { start }),
    thread,
    engine,
  };
}

/** Whether a holder lives still, as `mine` sees it. That of another machine counts as alive. */
export function isHeld(holder: LockHolder, mine: LockHolder): boolean {
  if (holder.host !== mine.host) return true;
  if (holder.pid === mine.pid && holder.start === mine.start) return holder.thread === mine.thread;
  return isProcessAlive(holder.pid, holder.start);
}

/** Creates a lock file with its content at once, so that nobody reads half of one; `false` when it exists. */
export function createLockFile(file: string, holder: LockHolder): boolean {
  const content = JSON.stringify(holder);
  const beside = `${file}.${holder.token}`;
  try {
    writeFileSync(beside, content, { flag: 'wx' });
    linkSync(beside, file);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return false;
    // File systems without hard links (FAT, some network disks).
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS' || code === 'EOPNOTSUPP') {
      return createExclusively(file, content);
    }
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

/** `undefined` when there is no lock. One that cannot be understood is held by nobody. */
export function readHolder(file: string): LockHolder | undefined {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return parseHolder(content) ?? { token: 'unreadable', host: hostname(), pid: 0, thread: 0, engine: '' };
}

function createExclusively(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function parseHolder(content: string): LockHolder | undefined {
  try {
    const { token, host, pid, start, thread, engine } = JSON.parse(content) as Partial<LockHolder>;
    if (typeof token !== 'string' || !/^[0-9a-f-]{36}$/.test(token)) return undefined;
    if (typeof host !== 'string' || typeof pid !== 'number' || typeof thread !== 'number') return undefined;
    const known = { token, host, pid, thread, engine: String(engine) };
    return typeof start === 'string' ? { ...known, start } : known;
  } catch {
    return undefined;
  }
}
