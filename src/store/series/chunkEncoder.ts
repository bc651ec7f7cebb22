/** Writes the bytes of a chunk, which `seriesCodec.ts` describes and reads. */
import { bytesOf, LITTLE_ENDIAN, NUMBER_BYTES, type Columns } from './seriesCodec';
import { deflatePart, isNoise, storePart, wrapZlib } from './zlibParts';

/** Chunks of fewer points are stored without compression. */
export const COMPRESSED_POINTS = 128;
/** Of the eight bytes of a noisy value the lowest six are noise: the sign, the exponent and four bits are left. */
const NOISE_BYTES = 6;

/** Packs columns. */
export function encodeChunk({ steps, values, times }: Columns): Uint8Array {
  const n = steps.length;
  const body = new Uint8Array(bytesOf(n));
  for (const [index, column] of [steps, values, times].entries()) {
    shuffle(column, body.subarray(index * n * NUMBER_BYTES, (index + 1) * n * NUMBER_BYTES));
  }
  return wrapZlib(body, n < COMPRESSED_POINTS ? [storePart(body, true)] : compress(body, n));
}

function compress(body: Uint8Array, n: number): Uint8Array[] {
  const values = n * NUMBER_BYTES;
  if (!isNoise(body.subarray(values, values + n))) return [deflatePart(body, true)];
  const restOfValues = values + n * NOISE_BYTES;
  return [
    deflatePart(body.subarray(0, values), false),
    storePart(body.subarray(values, restOfValues), false),
    deflatePart(body.subarray(restOfValues), true),
  ];
}

function shuffle(column: Float64Array, into: Uint8Array): void {
  const n = column.length;
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let byte = 0; byte < NUMBER_BYTES; byte += 1) {
    const from = LITTLE_ENDIAN ? byte : NUMBER_BYTES - 1 - byte;
    for (let i = 0, at = byte * n; i < n; i += 1, at += 1) into[at] = bytes[i * NUMBER_BYTES + from]!;
  }
}
