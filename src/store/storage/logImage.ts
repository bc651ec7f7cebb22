/**
 * The image of a database with what its write-ahead log holds: the file alone may be in the middle of a checkpoint, and
 * then it is no state that ever was. The format: https://sqlite.org/fileformat2.html#the_write_ahead_log
 */
const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The lowest bit tells that checksums are over big-endian words. */
const MAGIC = 0x377f0682;

type Sums = readonly [number, number];

interface Frame {
  /** Counted from 1. */
  page: number;
  /** Of a transaction's last frame, the pages that the database then has; else 0. */
  pages: number;
  content: Uint8Array;
}

/** Gives the image as of the last commit of the log. A log that is not whole counts up to where it is. */
export function withLogApplied(image: Uint8Array, log: Uint8Array): Uint8Array {
  const committed = new Map<number, Uint8Array>();
  let pending: Frame[] = [];
  let pages = 0;
  for (const frame of readFrames(log)) {
    pending.push(frame);
    if (frame.pages === 0) continue;
    for (const { page, content } of pending) committed.set(page, content);
    pending = [];
    ({ pages } = frame);
  }
  const pageBytes = [...committed.values()][0]?.length;
  if (pageBytes === undefined) return image;
  const whole = new Uint8Array(pages * pageBytes);
  whole.set(image.subarray(0, whole.length));
  for (const [page, content] of committed) if (page <= pages) whole.set(content, (page - 1) * pageBytes);
  return whole;
}

/** The frames from the beginning whose salt and checksums are right: behind them lies what is left of an older log. */
function* readFrames(log: Uint8Array): Generator<Frame> {
  if (log.length < LOG_HEADER_BYTES) return;
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const magic = view.getUint32(0);
  if ((magic & ~1) >>> 0 !== MAGIC) return;
  const littleEndian = (magic & 1) === 0;
  const pageBytes = view.getUint32(8);
  let sums = addWords(view, 0, 24, littleEndian, [0, 0]);
  if (sums[0] !== view.getUint32(24) || sums[1] !== view.getUint32(28)) return;
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  for (let at = LOG_HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    if (view.getUint32(at + 8) !== view.getUint32(16) || view.getUint32(at + 12) !== view.getUint32(20)) return;
    sums = addWords(view, at, at + 8, littleEndian, sums);
    sums = addWords(view, at + FRAME_HEADER_BYTES, at + frameBytes, littleEndian, sums);
    if (sums[0] !== view.getUint32(at + 16) || sums[1] !== view.getUint32(at + 20)) return;
    const content = log.subarray(at + FRAME_HEADER_BYTES, at + frameBytes);
    yield { page: view.getUint32(at), pages: view.getUint32(at + 4), content };
  }
}

/** The checksum of section 4.2 of the format, continued over pairs of words. */
function addWords(view: DataView, from: number, to: number, littleEndian: boolean, before: Sums): Sums {
  let [first, second] = before;
  for (let at = from; at < to; at += 8) {
    first = (first + view.getUint32(at, littleEndian) + second) >>> 0;
    second = (second + view.getUint32(at + 4, littleEndian) + first) >>> 0;
  }
  return [first, second];
}
