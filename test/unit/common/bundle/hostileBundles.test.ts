import assert from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { importBundle, type ImportOptions } from '../../../../src/common/bundle/importBundle';
import { objectPath, runDir, SNAPSHOT_FILE } from '../../../../src/common/workspaceFolder';
import { runIdOf } from '../../store/helpers';
import {
  assertRefused,
  central,
  digestOf,
  manifest,
  objectEntry,
  patched,
  Place,
  runLines,
  zipOf,
  type ZipEntry,
} from './support';

const [A, B] = [runIdOf(1), runIdOf(2)];
const RUN_A = { id: A, name: 'a', edits: [] };
const EVENTS = 'events-1-1.jsonl';
const events: ZipEntry = { name: `runs/${A}/${EVENTS}`, content: runLines(A, 'a') };
const log = (content: string | Buffer, name = 'output.log'): ZipEntry => ({ name: `runs/${A}/${name}`, content });

/** A bundle of one run with further entries. */
const bundle = (...more: ZipEntry[]): Promise<Buffer> => zipOf([manifest([RUN_A]), events, ...more]);

describe('a bundle that means harm', function () {
  this.timeout(60_000);
  let place: Place;
  beforeEach(() => {
    place = new Place();
    place.writeRun(B, { [EVENTS]: runLines(B, 'b') });
    place.write('workspace/.trialbook/.gitignore', '*\n');
  });
  afterEach(() => place.dispose());

  const refused = (zip: Buffer, why: RegExp, options?: Partial<ImportOptions>): Promise<void> =>
    assertRefused(place, zip, why, options);

  const names: [string, string][] = [
    ['an absolute path', '/etc/x'],
    ['a drive letter', 'C:/etx'],
    ['a backslash', 'sub\\x'],
    ['a way up with backslashes', 'a\\..\\x'],
    ['a way up', '../..x/../../x'],
    ['a NUL', 'out\0put'],
    ['a control character', 'out\u001bput'],
  ];
  for (const [what, name] of names) {
    it(`is refused for ${what} in a name`, async () => {
      const inside = `runs/${A}/${name}`;
      const placeholder = `runs/${A}/${'z'.repeat(name.length)}`;
      const zip = patched(await bundle({ name: placeholder, content: 'x' }), placeholder, inside);
      // Inside a run folder a drive is a name like any other, but for Windows.
      await refused(zip, /damaged/, { platform: 'win32' });
      const outside = 'z'.repeat(name.length);
      await refused(patched(await bundle({ name: outside, content: 'x' }), outside, name), /damaged/);
    });
  }

  it('is refused for a file outside runs and objects', async () => {
    for (const name of ['trialbook.db', 'queue/x', `runs/${A}/control.jsonl`, `runs/${A}/edits.json`]) {
      await refused(await bundle({ name, content: 'x' }), /must not hold/);
    }
  });

  it('is refused for names that differ in their case alone', async () => {
    await refused(await bundle(log('x', 'a.log'), log('y', 'A.log')), /must not hold ".*A\.log"/);
  });

  it('is refused for a name that Windows reserves, on Windows', async () => {
    await refused(await bundle(log('x', 'aux.txt')), /must not hold ".*aux\.txt"/, { platform: 'win32' });
  });

  it('is refused for links, devices and folders in disguise', async () => {
    for (const mode of [0o120777, 0o020666, 0o010644, 0o140755, 0o040755]) {
      await refused(await bundle({ ...log('/etc/passwd'), options: { mode } }), /links or devices/);
    }
    const folder = await bundle({ name: `runs/${A}/x/`, content: '' });
    await refused(
      central(folder, `runs/${A}/x/`, (record) => void record.writeUInt32LE(0o120777 * 2 ** 16, 38)),
      /links or devices/,
    );
    const full = central(folder, `runs/${A}/x/`, (record) => {
      record.writeUInt32LE(1, 20);
      record.writeUInt32LE(1, 24);
    });
    await refused(full, /folder with content/);
  });

  it('is refused for a run that its list lacks, and for one that it lists without files', async () => {
    await refused(await bundle({ name: `runs/${B}/x`, content: 'x' }), /must not hold/);
    await refused(await zipOf([manifest([RUN_A, { id: B, name: 'b', edits: [] }]), events]), /has no files/);
  });

  it('is refused when it holds more than is allowed', async () => {
    const zip = await bundle(log('x'.repeat(1000)));
    await refused(zip, /more than/, { limits: { entries: 2 } });
    await refused(zip, /more than/, { limits: { fileBytes: 999 } });
    await refused(zip, /more than/, { limits: { totalBytes: 1200 } });
    await refused(zip, /more than/, { limits: { manifestBytes: 10 } });
  });

  it('is refused when the disk has no room for what it says it holds', async () => {
    const zip = await bundle({ ...log('x'.repeat(1000)), options: { forceZip64Format: true } });
    const huge = central(zip, `runs/${A}/output.log`, (record) => {
      const extra = record.indexOf(Buffer.from([1, 0, 24, 0]));
      record.writeBigUInt64LE(2n ** 45n, extra + 4);
    });
    await refused(huge, /disk is full/, { limits: { fileBytes: 2 ** 46, totalBytes: 2 ** 46 } });
    await refused(huge, /more than/);
  });

  it('is refused when a file is longer or shorter than it says, packed or not', async () => {
    for (const size of [10, 1001]) {
      const zip = central(await bundle(log('x'.repeat(1000))), `runs/${A}/output.log`, (record) => {
        record.writeUInt32LE(size, 24);
      });
      await refused(zip, /damaged/);
    }
    const stored = await bundle({ ...log('x'.repeat(1000)), options: { compress: false } });
    await refused(
      central(stored, `runs/${A}/output.log`, (record) => void record.writeUInt32LE(10, 24)),
      /damaged/,
    );
  });

  it('is refused when entries share their bytes', async () => {
    const zip = await bundle(
      { ...log('x'.repeat(4000)), options: { compress: false } },
      log('y'.repeat(4000), 'b.log'),
    );
    const offset = central(zip, `runs/${A}/output.log`, () => undefined);
    const overlapping = central(offset, `runs/${A}/b.log`, (record) => {
      const first = offset.lastIndexOf(`runs/${A}/output.log`) - 46;
      offset.copy(record, 10, first + 10, first + 28);
      offset.copy(record, 42, first + 42, first + 46);
    });
    await refused(overlapping, /overlap/);
  });

  it('is refused for a wrong checksum, a broken stream, encryption and unknown packing', async () => {
    const content = 'x'.repeat(1000);
    const zip = await bundle({ ...log(content), options: { compress: false } });
    await refused(patched(zip, content, `y${content.slice(1)}`), /checksum/);
    const name = `runs/${A}/output.log`;
    const packed = await bundle(log('some text that is packed'.repeat(10)));
    const broken = Buffer.from(packed);
    broken.fill(0xff, packed.indexOf(name) + name.length, packed.indexOf(name) + name.length + 8);
    await refused(broken, /damaged/);
    await refused(
      central(packed, name, (record) => void record.writeUInt16LE(1, 8)),
      /encrypted/,
    );
    await refused(
      central(packed, name, (record) => void record.writeUInt16LE(12, 10)),
      /not known/,
    );
  });

  it('is refused when it is cut short anywhere', async () => {
    const zip = await bundle(log('some text '.repeat(100)));
    for (let length = 0; length < zip.length; length += 37) await refused(zip.subarray(0, length), /damaged|no bundle/);
  });

  it('is refused for an object that is not what its name says', async () => {
    const digest = digestOf('code');
    await refused(await bundle(objectEntry('other', digest)), /snapshot/);
    await refused(await bundle({ ...objectEntry('code'), content: 'not deflated' }), /snapshot/);
    const bomb = Buffer.alloc(65 * 1024 * 1024);
    const entry = { ...objectEntry('', digestOf(bomb.toString('latin1'))), content: deflateSync(bomb) };
    await refused(await bundle(entry), /snapshot/);
  });

  it('is refused when it is not there, or a folder', async () => {
    const missing = path.join(place.outer, 'missing.zip');
    const options = { workspaceDir: place.workspace, file: missing };
    await assert.rejects(importBundle(options), { name: 'UserError', message: /missing\.zip does not exist/ });
    await assert.rejects(importBundle({ ...options, file: place.outer }), { name: 'UserError' });
  });

  it('does no harm whichever of its bytes are wrong', async () => {
    const zip = await bundle(log('some text '.repeat(100)), objectEntry('code'));
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const allowed = new Set([`runs/${A}`, 'objects']);
    for (let round = 0; round < 300; round += 1) {
      const broken = Buffer.from(zip);
      // The directory and the headers are where the dangerous bytes are.
      const from = round % 2 === 0 ? zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) : 0;
      for (let n = 0; n <= round % 3; n += 1) broken[from + random(zip.length - from)] = random(256);
      const target = new Place();
      try {
        const file = target.write('x.zip', broken);
        await importBundle({ workspaceDir: target.workspace, file }).catch((error: Error) =>
          assert.equal(error.name, 'UserError', `round ${round}: ${error.stack}`),
        );
        for (const name of Object.keys(target.tree(path.join(target.workspace)))) {
          const inside = name.replace(/^\.trialbook\/?/, '');
          const known =
            ['', 'runs', '.gitignore'].includes(inside) || [...allowed].some((one) => inside.startsWith(one));
          assert.ok(known, `round ${round}: ${name}`);
        }
        assert.deepEqual(
          Object.keys(target.tree()).filter((name) => !name.startsWith('workspace')),
          ['precious', 'x.zip'],
        );
        const whole = path.join(runDir(target.workspace, A), EVENTS);
        // A name may have become another one.
        if (existsSync(whole)) assert.equal(readFileSync(whole, 'utf8'), events.content);
      } finally {
        target.dispose();
      }
    }
  });

  it('never follows a link that lies in the way, and never writes over a run', async () => {
    symlinkSync(place.outer, runDir(place.workspace, A));
    const file = place.write('x.zip', await bundle({ name: `runs/${A}/precious`, content: 'changed' }));
    const before = place.tree(place.outer);
    const outcome = await importBundle({ workspaceDir: place.workspace, file });
    assert.deepEqual(
      outcome.refused.map(({ id }) => id),
      [A],
    );
    assert.deepEqual(place.tree(place.outer), before);
  });

  it('is taken in when it is sound, whatever else the zip says', async () => {
    const code = objectEntry('code');
    const unnamed = objectEntry('nobody names this');
    const snapshot = { files: [{ path: 'train.py', object: digestOf('code') }, { object: '../x' }, null, 3] };
    const zip = await bundle(
      { name: 'runs/', content: '' },
      log(gzipSync(JSON.stringify(snapshot)), SNAPSHOT_FILE),
      log('', 'empty.log'),
      { ...log('weights', 'artifacts/deep/model.pt'), options: { mode: 0o100755, mtime: new Date(0) } },
      code,
      unnamed,
    );
    const file = place.write('x.trialbook.zip', zip);
    const progress: number[] = [];
    const outcome = await importBundle({
      workspaceDir: place.workspace,
      file,
      onProgress: (done, total) => progress.push(done / total),
    });
    assert.deepEqual(outcome, { imported: [A], present: [], refused: [] });
    assert.deepEqual(Object.keys(place.tree(runDir(place.workspace, A))), [
      'artifacts',
      'artifacts/deep',
      'artifacts/deep/model.pt',
      'empty.log',
      EVENTS,
      SNAPSHOT_FILE,
    ]);
    assert.ok(existsSync(objectPath(place.workspace, digestOf('code'))));
    assert.ok(!existsSync(objectPath(place.workspace, digestOf('nobody names this'))));
    assert.equal(progress.at(-1), 1);
  });
});
