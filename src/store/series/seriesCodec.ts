/**
 * The bytes of a chunk: three columns of `n` float64 (steps, values, times in ms since 1970), byte-shuffled as HDF5 and
 * Blosc do it (first the lowest byte of every number of a column, then the next byte of every number, up to the highest),
 * and wrapped as zlib data. Neighbouring numbers share their high bytes, so those compress to almost nothing. In Python:
 *
 *     columns = np.frombuffer(zlib.decompress(data), 'u1').reshape(3, 8, n).transpose(0, 2, 1).copy().view('<f8')[..., 0]
 *
 * Small chunks, which are written again with the next points, are stored in the zlib format without compression (RFC 1950
 * and RFC 1951, 3.2.4): setting a compressor up takes longer than all the rest of appending a point.
 */
import { endianness } from 'node:os';
import { deflateSync, inflateSync } from 'node:zlib';

/** Chunks of fewer points are stored without compression. */
export const COMPRESSED_POINTS = 128;
const COLUMNS = 3;
const NUMBER_BYTES = 8;
const STORED_HEADER_BYTES = 7;
const CHECKSUM_BYTES = 4;
const LITTLE_ENDIAN = endianness() === 'LE';

/** Three columns of equal length. Times are ms since 1970. */
export interface Columns {
  steps: Float64Array;
  values: Float64Array;
  times: Float64Array;
}

/** Packs columns. Level 1: higher ones take three times as long for the same size here. */
export function encodeChunk({ steps, values, times }: Columns): Uint8Array {
  const n = steps.length;
  const compressed = n >= COMPRESSED_POINTS;
  const header = compressed ? 0 : STORED_HEADER_BYTES;
  const packed = new Uint8Array(header + bytesOf(n) + (compressed ? 0 : CHECKSUM_BYTES));
  const body = packed.subarray(header, header + bytesOf(n));
  for (const [index, column] of [steps, values, times].entries()) {
    shuffle(column, body.subarray(index * n * NUMBER_BYTES, (index + 1) * n * NUMBER_BYTES));
  }
  return compressed ? deflateSync(body, { level: 1 }) : frameStored(packed, body);
}

/** Unpacks a chunk of `n` points. Throws when it is broken. */
export function decodeChunk(data: Uint8Array, n: number): Columns {
  const columns = newColumns(n);
  decodeInto(columns, 0, data, n);
  return columns;
}

/** Unpacks a chunk of `n` points into columns, from the index `at` on. Throws when it is broken. */
export function decodeInto(columns: Columns, at: number, data: Uint8Array, n: number): void {
  const bytes = inflateSync(data, { maxOutputLength: Math.max(1, bytesOf(n)) });
  if (bytes.length !== bytesOf(n)) throw new Error(`A chunk of ${n} points has ${bytes.length} bytes`);
  for (const [index, column] of [columns.steps, columns.values, columns.times].entries()) {
    unshuffle(bytes.subarray(index * n * NUMBER_BYTES, (index + 1) * n * NUMBER_BYTES), column.subarray(at, at + n));
  }
}

/** Three columns of zeros. */
export function newColumns(n: number): Columns {
  return { steps: new Float64Array(n), values: new Float64Array(n), times: new Float64Array(n) };
}

function bytesOf(n: number): number {
  return COLUMNS * n * NUMBER_BYTES;
}

function shuffle(column: Float64Array, into: Uint8Array): void {
  const n = column.length;
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let byte = 0; byte < NUMBER_BYTES; byte += 1) {
    const from = LITTLE_ENDIAN ? byte : NUMBER_BYTES - 1 - byte;
    for (let i = 0, at = byte * n; i < n; i += 1, at += 1) into[at] = bytes[i * NUMBER_BYTES + from]!;
  }
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

/** Writes the frame of a stored block around its body, which lies in `packed` already. */
function frameStored(packed: Uint8Array, body: Uint8Array): Uint8Array {
  const view = new DataView(packed.buffer);
  view.setUint16(0, 0x7801); // deflate, window of 32 kB, no dictionary
  view.setUint8(2, 1); // the last block, stored
  view.setUint16(3, body.length, true);
  view.setUint16(5, ~body.length & 0xffff, true);
  view.setUint32(packed.length - CHECKSUM_BYTES, adler32(body));
  return packed;
}

/** RFC 1950, 8.2. At most 3 kB come here, so the sums cannot overflow before the remainder is taken. */
function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low += byte;
    high += low;
  }
  return (high % 65521) * 65536 + (low % 65521);
}
