/** Writes what TensorBoard's libraries write, byte by byte. */
import { PbfWriter } from 'pbf';
import { maskedCrc32c } from '../../../../src/recorder/tensorboard/crc32c';

/** A TFRecord with its lengths and checksums. */
export function record(data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(16 + data.length);
  bytes.writeBigUInt64LE(BigInt(data.length), 0);
  bytes.writeUInt32LE(maskedCrc32c(bytes.subarray(0, 8)), 8);
  bytes.set(data, 12);
  bytes.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return bytes;
}

/** A record of an event with one scalar; `wallTime` in seconds. */
export function scalar(tag: string, value: number, step: number, wallTime = 1767225600): Buffer {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(1, wallTime);
  pbf.writeVarintField(2, step);
  pbf.writeMessage(5, writeSummary, { tag, value });
  return record(pbf.finish());
}

function writeSummary(one: { tag: string; value: number }, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeValue, one);
}

function writeValue({ tag, value }: { tag: string; value: number }, pbf: PbfWriter): void {
  pbf.writeStringField(1, tag);
  pbf.writeFloatField(2, value);
}
