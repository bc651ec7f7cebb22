import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { hashFile } from '../hashing';
import type { EntryContent } from './zipReader';

/** Whether a file has the content of an entry of so many bytes. Rejects when the entry is damaged. */
export async function hasSameContent(file: string, size: number, content: EntryContent): Promise<boolean> {
  const found = await lstat(file).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== size) return false;
  const hash = createHash('sha256');
  await content.pour(hash);
  return hash.digest('hex') === (await hashFile(file));
}
