import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { putFile, replaceFile } from './atomicFile';
import { errorCode } from './errors';
import { hashBytes } from './hashing';
import { objectPath } from './workspaceFolder';

/** Code shrinks to a third at any level; the higher ones take several times as long. */
const LEVEL = 1;
/** Contents are handled in memory; a snapshot's have 1 MiB at most. What claims to be longer is none of ours. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;

/**
 * Stores a content in `.trialbook/objects`, zlib-deflated, under the SHA-256 of the raw bytes, and gives that digest.
 * The file appears complete or not at all. Rejects as `fs` does. Meant for contents of 1 MiB at most: one is compressed
 * in place, which takes a small file a tenth of the time that handing it to another thread does.
 */
export async function storeObject(workspaceDir: string, content: Uint8Array): Promise<string> {
  const digest = hashBytes(content);
  if (hasObject(workspaceDir, digest)) return digest;
  const file = objectPath(workspaceDir, digest);
  const compressed = compress(content);
  try {
    await putFile(file, compressed);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await mkdir(path.dirname(file), { recursive: true });
    await putFile(file, compressed);
  }
  return digest;
}

/**
 * Stores a content of which there is no other copy: synced, and whatever lies in its place, which may be damaged or not
 * be on the disk yet. Gives its digest. Rejects as `fs` does. One caller at a time.
 */
export async function keepObject(workspaceDir: string, content: Uint8Array): Promise<string> {
  const digest = hashBytes(content);
  const file = objectPath(workspaceDir, digest);
  await mkdir(path.dirname(file), { recursive: true });
  await replaceFile(file, compress(content));
  return digest;
}

/** Whether a content is stored. */
export function hasObject(workspaceDir: string, digest: string): boolean {
  return existsSync(objectPath(workspaceDir, digest));
}

/** A stored content, checked against its digest, or what is wrong with it. Never rejects. */
export async function readObject(workspaceDir: string, digest: string): Promise<Buffer | 'missing' | 'damaged'> {
  let compressed: Buffer;
  try {
    compressed = await readFile(objectPath(workspaceDir, digest));
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'missing' : 'damaged';
  }
  try {
    const content = inflateSync(compressed, { maxOutputLength: MAX_OBJECT_BYTES });
    return hashBytes(content) === digest ? content : 'damaged';
  } catch {
    return 'damaged';
  }
}

function compress(content: Uint8Array): Buffer {
  return deflateSync(content, { level: LEVEL });
}
