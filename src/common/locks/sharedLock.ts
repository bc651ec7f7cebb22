/**
 * Who has the database open with the engine that shares it: one file each beside the writers' lock, so that an engine
 * which must be alone keeps out. Each side makes its own file first and looks for the other's afterwards, so that of two
 * that come at the same time at least one sees the other and steps back.
 */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createLockFile, isHeld, newHolder, readHolder, type LockHolder } from './lockHolder';

const INFIX = '.shared-';
/** Of a UUID; a file that is being written has a longer name. */
const TOKEN_LENGTH = 36;

export class SharedLock {
  private constructor(private readonly file: string) {}

  /**
   * Takes a share of a lock, unless `exclusive` names who has the whole. Throws as `fs` does when the folder cannot be
   * written.
   */
  static acquire(
    lockFile: string,
    engine: string,
    exclusive: (mine: LockHolder) => LockHolder | undefined,
  ): { lock: SharedLock } | { holder: LockHolder } {
    const mine = newHolder(engine);
    const file = `${lockFile}${INFIX}${mine.token}`;
    createLockFile(file, mine);
    livingSharers(lockFile, mine);
    const holder = exclusive(mine);
    if (holder === undefined) return { lock: new SharedLock(file) };
    rmSync(file, { force: true });
    return { holder };
  }

  /** Whether the share is still in place: people may remove it by hand. */
  isMine(): boolean {
    return readHolder(this.file) !== undefined;
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

/** All who live and share the lock; what the dead left is removed. */
export function livingSharers(lockFile: string, mine: LockHolder): LockHolder[] {
  const prefix = path.basename(lockFile) + INFIX;
  const living: LockHolder[] = [];
  for (const name of readdirSync(path.dirname(lockFile))) {
    if (!name.startsWith(prefix) || name.length !== prefix.length + TOKEN_LENGTH) continue;
    const file = path.join(path.dirname(lockFile), name);
    const holder = readHolder(file);
    if (holder === undefined) continue;
    if (isHeld(holder, mine)) living.push(holder);
    else rmSync(file, { force: true });
  }
  return living;
}
