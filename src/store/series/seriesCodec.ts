/**
 * The bytes of a chunk: three columns of `n` float64 (steps, values, times in ms since 1970), byte-shuffled as HDF5 and
 * Blosc do it (first the lowest byte of every number of a column, then the next byte of every number, up to the highest),
 * and wrapped as zlib data. Neighbouring numbers share their high bytes, so those compress to almost nothing. In Python:
 *
 *     columns = np.frombuffer(zlib.decompress(data), 'u1').reshape(3, 8, n).transpose(0, 2, 1).copy().view('<f8')[..., 0]
 *
 * `chunkEncoder.ts` leaves out the compressing where it would only cost time: in small chunks, which are written again with
 * the next points, and of the low bytes of values when these are noise.
 */
import { inflateSync } from 'node:zlib';

const COLUMNS = 3;
export const NUMBER_BYTES = 8;
// Not asked of Node: a report reads its chunks in a browser.
export const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Three columns of equal length. Times are ms since 1970. */
export interface Columns {
  steps: Float64Array;
  values: Float64Array;
  times: Float64Array;
}

/** Unpacks a chunk of `n` points. Throws when it is broken. */
export function decodeChunk(data: Uint8Array, n: number): Columns {
  const columns = newColumns(n);
  decodeInto(columns, 0, data, n);
  return columns;
}

/** Unpacks a chunk of `n` points into columns, from the index `at` on. Throws when it is broken. */
export function decodeInto(columns: Columns, at: number, data: Uint8Array, n: number): void {
  // One piece of output: the default size makes two, and a third to join them.
  const size = Math.max(64, bytesOf(n));
  const bytes = inflateSync(data, { maxOutputLength: size, chunkSize: size });
  if (bytes.length !== bytesOf(n)) throw new Error(`A chunk of ${n} points has ${bytes.length} bytes`);
  for (const [index, column] of [columns.steps, columns.values, columns.times].entries()) {
    unshuffle(bytes.subarray(index * n * NUMBER_BYTES, (index + 1) * n * NUMBER_BYTES), column.subarray(at, at + n));
  }
}

/** Three columns of zeros. */
export function newColumns(n: number): Columns {
  return { steps: new Float64Array(n), values: new Float64Array(n), times: new Float64Array(n) };
}

/** Of a chunk of `n` points before it is compressed. */
export function bytesOf(n: number): number {
  return COLUMNS * n * NUMBER_BYTES;
}

/** Puts the bytes of each number together, four at a time: this is what reading a chart's points takes longest for. */
function unshuffle(shuffled: Uint8Array, column: Float64Array): void {
  const n = column.length;
  const halves = new Uint32Array(column.buffer, column.byteOffset, 2 * n);
  const [low, high] = LITTLE_ENDIAN ? [0, 1] : [1, 0];
  for (let i = 0; i < n; i += 1) {
    halves[2 * i + low] =
      shuffled[i]! | (shuffled[i + n]! << 8) | (shuffled[i + 2 * n]! << 16) | (shuffled[i + 3 * n]! << 24);
    halves[2 * i + high] =
      shuffled[i + 4 * n]! | (shuffled[i + 5 * n]! << 8) | (shuffled[i + 6 * n]! << 16) | (shuffled[i + 7 * n]! << 24);
  }
}
