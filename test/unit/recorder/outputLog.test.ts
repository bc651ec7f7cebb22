import assert from 'node:assert/strict';
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { LogTail } from '../../../src/recorder/logTail';
import { readLeftOutMark } from '../../../src/common/outputSegments';
import { OutputLog } from '../../../src/recorder/outputLog';
import { removeTemporary, temporaryFolder } from './support';

/** Head of 4,000 bytes, four segments of 1,000. */
const MAX = 8_000;

/** Lines of ten bytes that count from `from`. */
function lines(from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => `${String(from + i).padStart(9, '0')}\n`).join('');
}

class Log {
  readonly folder: string;
  readonly lost: string[] = [];
  leftOut = 0;
  private readonly log: OutputLog;

  constructor(folder = temporaryFolder(), max = MAX) {
    this.folder = folder;
    this.log = new OutputLog(folder, max, {
      lost: (bytes) => this.lost.push(String(bytes)),
      recovered: () => undefined,
      leftOut: (bytes) => (this.leftOut = bytes),
    });
  }

  write(text: string): void {
    this.log.write(Buffer.from(text));
  }

  close(): void {
    this.log.close();
  }

  get names(): string[] {
    return readdirSync(this.folder).sort();
  }

  get size(): number {
    return this.names.reduce((sum, name) => sum + statSync(path.join(this.folder, name)).size, 0);
  }

  get text(): string {
    return readFileSync(path.join(this.folder, 'output.log'), 'utf8');
  }
}

/** Place in the output of the first byte of a file. */
function startOf(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0);
}

/** Follows a log as a viewer does. */
/** Some bytes of an endless output of such lines. */
function whole(place: number, length: number): string {
  const skipped = place % 10;
  return lines((place - skipped) / 10, Math.ceil(length / 10) + 1).slice(skipped, skipped + length);
}

function follow(folder: string): { tail: LogTail; text(): string; block(): void; release(): void } {
  let text = '';
  let blocked = false;
  let pending: (() => void) | undefined;
  const out = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      text += String(chunk);
      if (blocked) pending = done;
      else done();
    },
  });
  return {
    tail: new LogTail(folder, async (bytes, place) => {
      const hasMark = bytes.includes('[trialbook');
      if (place !== undefined && !hasMark) assert.equal(bytes.toString(), whole(place, bytes.length), `at ${place}`);
      if (!out.write(bytes)) await once(out, 'drain');
    }),
    text: () => text,
    block: () => (blocked = true),
    release: () => {
      blocked = false;
      pending?.();
    },
  };
}

describe('a log with a limit', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('keeps all that fits, in one file in the end', () => {
    for (const count of [1, 400, 401, 799, 800]) {
      const log = new Log();
      log.write(lines(0, count));
      log.close();
      assert.deepEqual(log.names, ['output.log']);
      assert.equal(log.text, lines(0, count));
      assert.equal(log.leftOut, 0);
    }
  });

  it('keeps head and tail of more, with a mark between them', () => {
    const log = new Log();
    for (let i = 0; i < 1050; i++) {
      log.write(lines(i, 1));
      assert.ok(log.size <= MAX, `${log.size} bytes`);
    }
    assert.deepEqual(log.names, [
      'output.10000.log',
      'output.7000.log',
      'output.8000.log',
      'output.9000.log',
      'output.log',
    ]);
    log.close();
    assert.deepEqual(log.names, ['output.log']);
    assert.equal(log.text, `${lines(0, 400)}\n[trialbook: 3000 bytes left out here]\n${lines(700, 350)}`);
    assert.equal(log.leftOut, 3000);
  });

  it('takes pieces larger than all of it', () => {
    const log = new Log();
    log.write(lines(0, 5000));
    assert.ok(log.size <= MAX);
    log.close();
    assert.equal(log.text, `${lines(0, 400)}\n[trialbook: 42000 bytes left out here]\n${lines(4600, 400)}`);
  });

  it('is whole behind a folder that was removed', () => {
    const log = new Log(path.join(temporaryFolder(), 'gone'));
    log.write('lost');
    mkdirSync(log.folder);
    log.write('kept');
    log.close();
    assert.deepEqual(log.lost, ['lost']);
    assert.match(log.text, /^\n\[trialbook: 4 bytes of output could not be written here\]\nkept$/);
  });
});

describe('the viewer of a log with a limit', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('follows it through its segments, without repeating or losing a byte', async () => {
    const log = new Log();
    const viewer = follow(log.folder);
    for (let i = 0; i < 2000; i += 7) {
      log.write(lines(i, 7));
      await viewer.tail.copy();
    }
    log.close();
    await viewer.tail.finish();
    assert.equal(viewer.text(), lines(0, 2002));
  });

  it('finds its place again when the log was put together meanwhile', async () => {
    // From every stage of the log to its end.
    for (const [seen, count] of [
      [100, 300],
      [100, 700],
      [100, 900],
      [450, 700],
      [750, 790],
      [780, 1050],
      [1000, 1050],
    ] as const) {
      const log = new Log();
      const viewer = follow(log.folder);
      for (let i = 0; i < seen; i += 10) {
        log.write(lines(i, 10));
        await viewer.tail.copy();
      }
      log.write(lines(seen, count - seen));
      log.close();
      await viewer.tail.finish();
      const first = count > 800 ? Math.floor(count / 100 - 0.01) * 100 - 300 : 0;
      const gap = `\n[trialbook: ${(first - Math.max(seen, 400)) * 10} bytes left out here]\n`;
      const expected =
        first > Math.max(seen, 400)
          ? lines(0, Math.max(seen, 400)) + gap + lines(first, count - first)
          : lines(0, count);
      assert.equal(viewer.text(), expected, `${seen} of ${count}`);
    }
  });

  it('is told how much it missed when it was too slow', async () => {
    const log = new Log();
    const viewer = follow(log.folder);
    log.write(lines(0, 450));
    await viewer.tail.copy();
    viewer.block();
    const copying = (log.write(lines(450, 10)), viewer.tail.copy());
    log.write(lines(460, 2000));
    viewer.release();
    await copying;
    await viewer.tail.copy();
    // The segment that it had open is read to its end, though it is gone.
    assert.equal(viewer.text(), `${lines(0, 500)}\n[trialbook: 16000 bytes left out here]\n${lines(2100, 360)}`);
    await viewer.tail.finish();
  });

  it('finds the mark in every language', () => {
    const mark = '\n[trialbook: \uc5ec\uae30\uc5d0\uc11c 123\ubc14\uc774\ud2b8\ub97c \ube90\uc2b5\ub2c8\ub2e4]\n';
    assert.deepEqual(readLeftOutMark(`${mark}9\n`), { bytes: 123, length: Buffer.byteLength(mark) });
    assert.deepEqual(readLeftOutMark('loss=1\n'), { bytes: 0, length: 0 });
  });

  it('shows what is there of a run whose recorder died', async () => {
    const log = new Log();
    log.write(lines(0, 1050));
    const viewer = follow(log.folder);
    await viewer.tail.finish();
    assert.equal(viewer.text(), `${lines(0, 400)}\n[trialbook: 3000 bytes left out here]\n${lines(700, 350)}`);
  });
});

describe('a full disk under a log with a limit', function () {
  this.timeout(60_000);
  const mounted: string[] = [];
  after(() => {
    for (const folder of mounted) execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
    removeTemporary();
  });

  function smallDisk(kib: number): string | undefined {
    const folder = temporaryFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      return undefined;
    }
    mounted.push(folder);
    return folder;
  }

  it('tells what is lost, goes on when there is room, and leaves the segments where merging has none', function () {
    const disk = smallDisk(1024);
    if (disk === undefined) this.skip(); // Only root mounts one.
    const folder = path.join(disk, 'run');
    mkdirSync(folder);
    const filler = path.join(disk, 'filler');
    writeFileSync(filler, Buffer.alloc(200 * 1024));
    // A head of 512 KiB, segments of 128 KiB: the disk takes two of them and a part of the third.
    const log = new Log(folder, 1024 * 1024);
    log.write(lines(0, 100_000));
    assert.ok(log.lost.join('').length > 0);
    const written = 1_000_000 - log.lost.join('').length;
    log.close();
    assert.ok(log.names.length > 1 && log.names.every((name) => name.endsWith('.log')), 'there was no room to merge');
    const kept = log.names
      .sort((a, b) => startOf(a) - startOf(b))
      .map((name) => readFileSync(path.join(folder, name), 'utf8'));
    assert.equal(kept.join(''), lines(0, 100_000).slice(0, written));
  });
});
