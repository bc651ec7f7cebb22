/**
 * A lock that one process holds: who may write the database is named in `.trialbook/trialbook.lock`, who works on the
 * queue in `.trialbook/queue/worker.lock`, who restores in `.trialbook/restores/lock`. It outlasts nobody: what a dead process held is free.
 *
 * A lock appears with its whole content at once (a hard link of a file written before), so nobody reads half of one.
 * A lock whose process is dead is taken over without a moment in which two could win: whoever manages to link
 * `trialbook.lock.after-<token>`, named by the dead lock's token, is its only heir; the heir makes sure that the dead
 * lock is still the one in place and renames its own over it. An heir that dies on the way is inherited from likewise.
 */
import { renameSync, rmSync } from 'node:fs';
import { createLockFile, isHeld, newHolder, readHolder, type LockHolder } from './lockHolder';
import { livingSharers } from './sharedLock';

export type LockAttempt = { lock: WritersLock } | { holder: LockHolder };

export class WritersLock {
  private constructor(
    private readonly file: string,
    private readonly token: string,
  ) {}

  /** Takes the lock or tells who has it, or shares it. Throws as `fs` does when the folder cannot be written. */
  static acquire(file: string, engine: string, thread?: number): LockAttempt {
    const mine = newHolder(engine, thread);
    const heirs = readHeirs(file);
    const living = heirs.find(({ holder }) => isHeld(holder, mine));
    if (living !== undefined) return { holder: living.holder };
    const last = heirs.at(-1);
    const target = last === undefined ? file : heirFile(file, last.holder);
    if (!createLockFile(target, mine)) return { holder: readHeirs(file).at(-1)?.holder ?? mine };
    if (last !== undefined && !inherit(file, heirs, mine)) return { holder: readHeirs(file).at(-1)?.holder ?? mine };
    const lock = new WritersLock(file, mine.token);
    const [sharer] = livingSharers(file, mine);
    if (sharer === undefined) return { lock };
    lock.release();
    return { holder: sharer };
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

/** The living holder of the lock, if any. */
export function findWriter(file: string, mine: LockHolder): LockHolder | undefined {
  return readHeirs(file).find(({ holder }) => isHeld(holder, mine))?.holder;
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

function heirFile(file: string, holder: LockHolder): string {
  return `${file}.after-${holder.token}`;
}
