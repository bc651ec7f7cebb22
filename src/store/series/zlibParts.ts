/**
 * Data in the zlib format (RFC 1950) whose parts are compressed, or stored as they are (RFC 1951, 3.2.4), as it pays:
 * noise does not become smaller, but to compress it and to read it back takes most of the time.
 */
import { constants, deflateRawSync } from 'node:zlib';

/** Deflate, a window of 32 kB, no dictionary, fastest. */
const HEADER = Uint8Array.of(0x78, 0x01);
/** One byte for the kind of the block, two for its length, two for the complement of that. */
const STORED_HEADER_BYTES = 5;
const MOST_STORED_BYTES = 0xffff;
/** Bytes after which the sums of Adler-32 would outgrow 32 bits, as zlib counts them. */
const CHECKSUM_RUN = 5552;
const CHECKSUM_MODULUS = 65521;
/** What becomes hardly smaller is noise. */
const NOISE_SHARE = 0.97;

/** Joins parts, of which the last was made with `isLast`, around which `body` is what they hold together. */
export function wrapZlib(body: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const checksum = new Uint8Array(4);
  new DataView(checksum.buffer).setUint32(0, adler32(body));
  return Buffer.concat([HEADER, ...parts, checksum]);
}

/** Level 1: higher ones take three times as long for the same size here. */
export function deflatePart(bytes: Uint8Array, isLast: boolean): Uint8Array {
  return deflateRawSync(bytes, { level: 1, finishFlush: isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH });
}

/** At most {@link MOST_STORED_BYTES} bytes. */
export function storePart(bytes: Uint8Array, isLast: boolean): Uint8Array {
  if (bytes.length > MOST_STORED_BYTES) throw new RangeError(`${bytes.length} bytes do not fit into a stored block`);
  const part = new Uint8Array(STORED_HEADER_BYTES + bytes.length);
  const view = new DataView(part.buffer);
  view.setUint8(0, isLast ? 1 : 0);
  view.setUint16(1, bytes.length, true);
  view.setUint16(3, ~bytes.length & 0xffff, true);
  part.set(bytes, STORED_HEADER_BYTES);
  return part;
}

/** Whether compressing is in vain. */
export function isNoise(bytes: Uint8Array): boolean {
  return deflateRawSync(bytes, { level: 1 }).length > NOISE_SHARE * bytes.length;
}

/** RFC 1950, 8.2. */
function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (let start = 0; start < bytes.length; start += CHECKSUM_RUN) {
    const end = Math.min(bytes.length, start + CHECKSUM_RUN);
    for (let i = start; i < end; i += 1) {
      low += bytes[i]!;
      high += low;
    }
    low %= CHECKSUM_MODULUS;
    high %= CHECKSUM_MODULUS;
  }
  return high * 65536 + low;
}
