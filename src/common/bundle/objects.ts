import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import { errorCode } from '../errors';
import { MAX_OBJECT_BYTES } from '../objectStore';

/** Whether a file of `objects/` inflates to the content whose SHA-256 it is named by. Rejects as `fs` does. */
export async function verifyObject(file: string, digest: string): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), createInflate(), capped(), hash);
  } catch (error) {
    if (/^(Z_|ERR_)/.test(errorCode(error) ?? '')) return false;
    throw error;
  }
  return hash.digest('hex') === digest;
}

/** Ends a stream that is longer than any object. */
function capped(): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      size += chunk.length;
      if (size <= MAX_OBJECT_BYTES) return done(null, chunk);
      done(Object.assign(new Error('An object is too large'), { code: 'ERR_OBJECT_TOO_LARGE' }));
    },
  });
}
