import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImageSaver, pause } from '../../../src/store/storage/imageSaver';

describe('saving images', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(path.join(tmpdir(), 'trialbook-saver-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('leaves 98 of 100 parts of the time alone', () => {
    for (const duration of [25, 1000, 30_000]) assert.ok(duration / (duration + pause(duration)) <= 0.02 + 1e-9);
    assert.equal(pause(0), 1000);
  });

  it('covers what was committed while another image was being written', async () => {
    let content = 'one';
    const images: string[] = [];
    const saver = new ImageSaver(path.join(dir, 'file'), {
      image: () => {
        images.push(content);
        return Buffer.from(content);
      },
      mayWrite: () => undefined,
      written: () => undefined,
      failed: (error) => assert.fail(String(error)),
    });
    const first = saver.now();
    content = 'two';
    await Promise.all([first, saver.now(), saver.now()]);
    assert.deepEqual([images, readFileSync(path.join(dir, 'file'), 'utf8')], [['one', 'two'], 'two']);
    content = 'three';
    saver.soon();
    await saver.close();
    assert.equal(readFileSync(path.join(dir, 'file'), 'utf8'), 'three');
  });
});

describe('the extension host’s end of the store', () => {
  it('takes neither SQLite nor the service along', async () => {
    const { metafile } = await build({
      entryPoints: ['src/store/registry.ts'],
      bundle: true,
      platform: 'node',
      write: false,
      metafile: true,
    });
    const inputs = Object.keys(metafile.inputs).filter((file) => /sql|service|ingest|storage/.test(file));
    assert.deepEqual(inputs, []);
  });
});
