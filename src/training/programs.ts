/** Looks for programs on the path. */
import { access } from 'node:fs/promises';
import path from 'node:path';

/** Absolute path of a program that the path holds under exactly this name. */
export async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (folder !== '' && (await exists(path.join(folder, name)))) return path.join(folder, name);
  }
  return undefined;
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
