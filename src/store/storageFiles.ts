import { existsSync, readFileSync, statSync } from 'node:fs';
import { errorCode } from '../common/errors';

/** Whether another program left or keeps changes beside a database that its image lacks. */
export function hasWal(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Tells one content of a file from another without reading it; empty when there is none. */
export function identify(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}

/** `undefined` when there is none. Throws as `fs` does. */
export function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The name itself or, when it is taken, one with a number. */
export function freeName(wanted: string): string {
  let name = wanted;
  for (let n = 2; existsSync(name); n += 1) name = `${wanted}-${n}`;
  return name;
}
