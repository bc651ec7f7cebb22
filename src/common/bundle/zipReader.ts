/** Reads a zip file that anybody may have made: every size, name and sum in it is checked before it is believed. */
import { createWriteStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Transform, Writable, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { fromFdPromise, type Entry, type ZipFile } from 'yauzl';
import { UserError } from '../errors';

export interface ZipLimits {
  /** Files and folders in the zip. */
  entries: number;
  /** Bytes of one file, unpacked. */
  fileBytes: number;
  /** Bytes of all files, unpacked. */
  totalBytes: number;
}

export type { Entry } from 'yauzl';

/** Bits of `externalFileAttributes` that hold the type of a Unix file (inode(7)); the zip may leave them out. */
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const STORED = 0;
const DEFLATED = 8;

/** An open zip file. */
export class ZipReader {
  private constructor(
    private readonly handle: FileHandle,
    private readonly limits: ZipLimits,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Rejects as `fs` does. */
  static async open(file: string, limits: ZipLimits, signal?: AbortSignal): Promise<ZipReader> {
    return new ZipReader(await open(file, 'r'), limits, signal);
  }

  /** Hands over each entry in turn, checked as far as the directory at the end of the zip tells. Rejects on the first bad one. */
  async forEach(visit: (entry: Entry, content: EntryContent) => void | Promise<void>): Promise<void> {
    // Names with a backslash are refused, not understood.
    const zip = await fromFdPromise(this.handle.fd, { strictFileNames: true });
    if (zip.entryCount > this.limits.entries) throw tooLarge();
    const { size } = await this.handle.stat();
    const sums = { packed: 0, unpacked: 0 };
    for await (const entry of zip.eachEntry()) {
      this.signal?.throwIfAborted();
      checkEntry(entry);
      sums.packed += entry.compressedSize;
      sums.unpacked += entry.uncompressedSize;
      // Entries that share their bytes are how a small zip unpacks to a huge one.
      if (sums.packed > size) throw damaged(l10n.t('its parts overlap'));
      if (entry.uncompressedSize > this.limits.fileBytes || sums.unpacked > this.limits.totalBytes) throw tooLarge();
      await visit(entry, new EntryContent(zip, entry, this.signal));
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** The bytes of an entry. Reading rejects unless they are as many, and have the sum, that the zip says. */
export class EntryContent {
  constructor(
    private readonly zip: ZipFile,
    private readonly entry: Entry,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Pours the content into a stream. */
  async pour(into: NodeJS.WritableStream): Promise<void> {
    const stream = await this.zip.openReadStreamPromise(this.entry);
    const options = this.signal === undefined ? {} : { signal: this.signal };
    await pipeline(stream, new Check(this.entry), into, options);
  }

  /** Writes the content into a new file, and to the disk. */
  async unpack(file: string): Promise<void> {
    await this.pour(createWriteStream(file, { flags: 'wx', flush: true }));
  }

  /** The content as UTF-8, when it has `most` bytes or less. */
  async text(most: number): Promise<string> {
    if (this.entry.uncompressedSize > most) throw tooLarge();
    const chunks: Buffer[] = [];
    await this.pour(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          chunks.push(chunk);
          done();
        },
      }),
    );
    return Buffer.concat(chunks).toString('utf8');
  }
}

/** Counts bytes and sums them up as they pass. */
class Check extends Transform {
  private size = 0;
  private sum = 0;

  constructor(private readonly entry: Entry) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length;
    this.sum = crc32(chunk, this.sum);
    if (this.size > this.entry.uncompressedSize) done(damaged(l10n.t('a file is longer than it says')));
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const { crc32: sum, uncompressedSize: size } = this.entry;
    done(this.size === size && this.sum === sum ? null : damaged(l10n.t('a checksum is wrong')));
  }
}

function checkEntry(entry: Entry): void {
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  const isFolder = entry.fileName.endsWith('/');
  if (type !== 0 && type !== (isFolder ? FOLDER : REGULAR)) throw damaged(l10n.t('it holds links or devices'));
  if (isFolder && entry.uncompressedSize > 0) throw damaged(l10n.t('it holds a folder with content'));
  if (entry.isEncrypted()) throw damaged(l10n.t('it is encrypted'));
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw damaged(l10n.t('it is packed in a way that is not known'));
  }
}

/** What is said of a file that Trialbook has not written so. */
export function damaged(how: string): UserError {
  return new UserError(l10n.t('The file is damaged, or was changed after its export: {0}.', how));
}

function tooLarge(): UserError {
  return new UserError(l10n.t('It holds more than Trialbook takes in at once.'));
}
