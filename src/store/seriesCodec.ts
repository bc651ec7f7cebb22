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
  const bytes = inflateSync(data, { maxOutputLength: Math.max(1, bytesOf(n)) });
  if (bytes.length !== bytesOf(n)) throw new Error(`A chunk of ${n} points has ${bytes.length} bytes`);
  const [steps, values, times] = [0, 1, 2].map((index) =>
    unshuffle(bytes.subarray(index * n * NUMBER_BYTES, (index + 1) * n * NUMBER_BYTES), n),
  );
  return { steps: steps!, values: values!, times: times! };
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

function unshuffle(shuffled: Uint8Array, n: number): Float64Array {
  const column = new Float64Array(n);
  const bytes = new Uint8Array(column.buffer);
  for (let byte = 0; byte < NUMBER_BYTES; byte += 1) {
    const to = LITTLE_ENDIAN ? byte : NUMBER_BYTES - 1 - byte;
    for (let i = 0, at = byte * n; i < n; i += 1, at += 1) bytes[i * NUMBER_BYTES + to] = shuffled[at]!;
  }
  return column;
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
