/** Looks for programs on the path. */
import path from 'node:path';
import { exists } from '../platform/files';

/** Absolute path of a program that the path holds under exactly this name. */
export async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (folder !== '' && (await exists(path.join(folder, name)))) return path.join(folder, name);
  }
  return undefined;
}
