import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { hashBytes } from '../common/hashing';
import { objectPath } from '../common/workspaceFolder';

const compress = promisify(deflate);

/**
 * Stores a content in `.trialbook/objects`, zlib-deflated, under the SHA-256 of the raw bytes, and gives that digest.
 * The file appears complete or not at all. Rejects as `fs` does.
 */
export async function storeObject(workspaceDir: string, content: Uint8Array): Promise<string> {
  const digest = hashBytes(content);
  const file = objectPath(workspaceDir, digest);
  if (existsSync(file)) return digest;
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.tmp-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(temporary, await compress(content));
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return digest;
}
