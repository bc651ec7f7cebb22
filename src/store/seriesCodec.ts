import { endianness } from 'node:os';
import { deflateSync, inflateSync } from 'node:zlib';

/** Points of a chunk; the last chunk of a series has fewer. */
export const CHUNK_POINTS = 1024;

/** Three columns of equal length. Times are ms since 1970. */
export interface Columns {
  steps: Float64Array;
  values: Float64Array;
  times: Float64Array;
}

/** Packs columns as `schema.ts` describes. Level 1: higher ones take three times as long for the same size here. */
export function encodeChunk({ steps, values, times }: Columns): Uint8Array {
  const n = steps.length;
  const columns = new Float64Array(3 * n);
  columns.set(steps, 0);
  columns.set(values, n);
  columns.set(times, 2 * n);
  return deflateSync(littleEndian(Buffer.from(columns.buffer)), { level: 1 });
}

/** Unpacks a chunk of `n` points. Throws when it is broken. */
export function decodeChunk(data: Uint8Array, n: number): Columns {
  const bytes = inflateSync(data, { maxOutputLength: Math.max(1, 24 * n) });
  if (bytes.length !== 24 * n) throw new Error(`A chunk of ${n} points has ${bytes.length} bytes`);
  const columns = new Float64Array(3 * n);
  Buffer.from(columns.buffer).set(littleEndian(bytes));
  return { steps: columns.subarray(0, n), values: columns.subarray(n, 2 * n), times: columns.subarray(2 * n) };
}

function littleEndian(bytes: Buffer): Buffer {
  return endianness() === 'LE' ? bytes : bytes.swap64();
}
