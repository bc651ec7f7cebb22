import { type Stats, statSync } from 'node:fs';

/**
 * What a file is, or `undefined` where there is none or it cannot be told. Never throws: a word of a command line, looked
 * at as a path, may be too long for one.
 */
export function statFile(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}
