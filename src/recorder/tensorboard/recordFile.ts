import { open } from 'node:fs/promises';
import { maskedCrc32c } from './crc32c';

/** Length and its CRC in front of the data, the data's CRC behind it. */
const HEADER_BYTES = 12;
const FOOTER_BYTES = 4;
/** Records beyond hold images or graphs: they are passed over. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

export interface RecordFileEvents {
  /** A record whose checksum is wrong was left out; the rest of the file too where its length cannot be trusted. */
  damaged(): void;
}

/**
 * Follows a growing file of TFRecords: u64 length, masked CRC-32C of it, data, masked CRC-32C of the data, all
 * little-endian (TensorFlow's `lib/io/record_writer.h`). What is not whole yet is left for the next call.
 */
export class RecordFile {
  private offset = 0;
  private broken = false;

  constructor(
    readonly file: string,
    private readonly events: RecordFileEvents,
  ) {}

  /** Hands over the data of each whole record since the last call. Rejects as `fs` does. */
  async read(onRecord: (data: Uint8Array) => void): Promise<void> {
    if (this.broken) return;
    const handle = await open(this.file, 'r');
    try {
      const { size } = await handle.stat();
      let room = CHUNK_BYTES;
      while (!this.broken) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(room), 0, room, this.offset);
        const need = this.take(buffer.subarray(0, bytesRead), size, onRecord);
        if (need === undefined) return;
        room = Math.max(CHUNK_BYTES, need);
      }
    } finally {
      await handle.close();
    }
  }

  /** Takes the whole records of a chunk; gives the bytes that the next one needs, nothing when it is not written yet. */
  private take(chunk: Buffer, size: number, onRecord: (data: Uint8Array) => void): number | undefined {
    let at = 0;
    const begin = this.offset;
    for (;;) {
      this.offset = begin + at;
      if (this.offset + HEADER_BYTES > size) return undefined;
      if (at + HEADER_BYTES > chunk.length) return HEADER_BYTES;
      if (chunk.readUInt32LE(at + 8) !== maskedCrc32c(chunk.subarray(at, at + 8))) {
        this.broken = true;
        this.events.damaged();
        return undefined;
      }
      const length = Number(chunk.readBigUInt64LE(at));
      const whole = HEADER_BYTES + length + FOOTER_BYTES;
      if (this.offset + whole > size) return undefined;
      if (length <= MAX_RECORD_BYTES) {
        if (at + whole > chunk.length) return whole;
        const data = chunk.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length);
        if (chunk.readUInt32LE(at + HEADER_BYTES + length) === maskedCrc32c(data)) onRecord(data);
        else this.events.damaged();
      }
      at += whole;
    }
  }
}
