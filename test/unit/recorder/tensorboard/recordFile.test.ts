import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { maskedCrc32c } from '../../../../src/recorder/tensorboard/crc32c';
import { RecordFile } from '../../../../src/recorder/tensorboard/recordFile';
import { removeTemporary, temporaryFolder } from '../support';
import { record } from './records';

class Followed {
  readonly file = path.join(temporaryFolder(), 'a.tfevents.1');
  readonly found: string[] = [];
  damaged = 0;
  private readonly records = new RecordFile(this.file, { damaged: () => (this.damaged += 1) });

  async read(): Promise<string[]> {
    await this.records.read((data) => this.found.push(Buffer.from(data).toString()));
    return this.found;
  }
}

function text(content: string): Buffer {
  return record(Buffer.from(content));
}

describe('a file of TensorFlow records', () => {
  after(removeTemporary);

  it('has the checksums of CRC-32C', () => {
    // The check value of RFC 3720 is e3069283; masked as TensorFlow does.
    const crc = 0xe3069283;
    const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
    assert.equal(maskedCrc32c(Buffer.from('123456789')), masked);
  });

  it('gives each record once it is whole, however it is cut', async () => {
    const bytes = Buffer.concat(['one', '', 'three'].map(text));
    const followed = new Followed();
    writeFileSync(followed.file, '');
    const after: number[] = [];
    for (const byte of bytes) {
      appendFileSync(followed.file, Buffer.of(byte));
      after.push((await followed.read()).length);
    }
    assert.deepEqual(followed.found, ['one', '', 'three']);
    const expected = Array.from(bytes, (_, i) => (i + 1 >= 19 ? 1 : 0) + (i + 1 >= 35 ? 1 : 0) + (i + 1 >= 56 ? 1 : 0));
    assert.deepEqual([after, followed.damaged], [expected, 0]);
  });

  it('is read whole where it is larger than what is read at once, but for records that hold no scalar', async () => {
    const followed = new Followed();
    const large = [record(Buffer.alloc(3 * 1024 * 1024)), record(Buffer.alloc(17 * 1024 * 1024))];
    const many = Array.from({ length: 50_000 }, (_, i) => text(`record ${i}`));
    writeFileSync(followed.file, Buffer.concat([...large, ...many]));
    const found = await followed.read();
    assert.deepEqual([found.length, found[1], found.at(-1)], [50_001, 'record 0', 'record 49999']);
  });

  it('goes on behind a record whose content is damaged', async () => {
    const followed = new Followed();
    const bad = text('bad');
    bad.writeUInt8(0, 13);
    writeFileSync(followed.file, Buffer.concat([text('a'), bad, text('b')]));
    assert.deepEqual([await followed.read(), followed.damaged], [['a', 'b'], 1]);
  });

  it('is read no further than a length that is damaged', async () => {
    const followed = new Followed();
    const bad = text('bad');
    bad.writeUInt8(77, 0);
    writeFileSync(followed.file, Buffer.concat([text('a'), bad, text('b')]));
    await followed.read();
    assert.deepEqual([await followed.read(), followed.damaged], [['a'], 1]);
  });
});
