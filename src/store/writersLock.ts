/**
 * Who may write the database: the process named in `.trialbook/trialbook.lock`.
 *
 * A lock appears with its whole content at once (a hard link of a file written before), so nobody reads half of one.
 * A lock whose process is dead is taken over without a moment in which two could win: whoever manages to link
 * `trialbook.lock.after-<token>`, named by the dead lock's token, is its only heir; the heir makes sure that the dead
 * lock is still the one in place and renames its own over it. An heir that dies on the way is inherited from likewise.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import { errorCode } from '../common/errors';
import { isProcessAlive, processStart } from '../common/processes';

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

export type LockAttempt = { lock: WritersLock } | { holder: LockHolder };

export class WritersLock {
  private constructor(
    private readonly file: string,
    private readonly token: string,
  ) {}

  /**
   * Takes the lock or tells who has it. Throws as `fs` does when the folder cannot be written. `thread` tells this
   * process's threads apart: a lock of another thread of this process is what a crashed worker left behind, since a
   * process opens a folder only once at a time.
   */
  static acquire(file: string, engine: string, thread = threadId): LockAttempt {
    const start = processStart(process.pid);
    const mine: LockHolder = {
      token: randomUUID(),
      host: hostname(),
      pid: process.pid,
      ...(start === undefined ? {} : { start }),
      thread,
      engine,
    };
    const heirs = readHeirs(file);
    const living = heirs.find(({ holder }) => isHeld(holder, mine));
    if (living !== undefined) return { holder: living.holder };
    const last = heirs.at(-1);
    const target = last === undefined ? file : heirFile(file, last.holder);
    if (!create(target, mine)) return { holder: readHeirs(file).at(-1)?.holder ?? mine };
    if (last !== undefined && !inherit(file, heirs, mine)) return { holder: readHeirs(file).at(-1)?.holder ?? mine };
    return { lock: new WritersLock(file, mine.token) };
  }

  /** Whether the lock is still in place: people may remove it by hand. */
  isMine(): boolean {
    return readHolder(this.file)?.token === this.token;
  }

  /** Gives the lock back. Safe to call twice. */
  release(): void {
    if (this.isMine()) rmSync(this.file, { force: true });
  }
}

interface Heir {
  file: string;
  holder: LockHolder;
}

/** The lock and the heirs after it, in order; usually the lock alone. */
function readHeirs(file: string): Heir[] {
  const heirs: Heir[] = [];
  for (let next = file; ;) {
    const holder = readHolder(next);
    if (holder === undefined || heirs.length > 100) return heirs;
    heirs.push({ file: next, holder });
    next = heirFile(file, holder);
  }
}

function inherit(file: string, before: Heir[], mine: LockHolder): boolean {
  const own = heirFile(file, before.at(-1)!.holder);
  const now = readHeirs(file).map(({ holder }) => holder.token);
  // Between our reading and our linking the dead lock may have been inherited already: then ours stands after nothing.
  if (now.join() !== [...before.map(({ holder }) => holder.token), mine.token].join()) {
    rmSync(own, { force: true });
    return false;
  }
  try {
    renameSync(own, file);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
  for (const dead of before.slice(1)) rmSync(dead.file, { force: true });
  return true;
}

function isHeld(holder: LockHolder, mine: LockHolder): boolean {
  if (holder.host !== mine.host) return true;
  if (holder.pid === mine.pid && holder.start === mine.start) return holder.thread === mine.thread;
  return isProcessAlive(holder.pid, holder.start);
}

function heirFile(file: string, holder: LockHolder): string {
  return `${file}.after-${holder.token}`;
}

/** Creates a file with its content at once; `false` when it exists. */
function create(file: string, holder: LockHolder): boolean {
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

function createExclusively(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** `undefined` when there is no lock. One that cannot be understood is held by nobody: it gets a token by its content. */
function readHolder(file: string): LockHolder | undefined {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return parseHolder(content) ?? { token: 'unreadable', host: hostname(), pid: 0, thread: 0, engine: '' };
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
