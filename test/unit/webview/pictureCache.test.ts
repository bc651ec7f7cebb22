import assert from 'node:assert/strict';
import { resolveObjectURL } from 'node:buffer';
import { PictureCache } from '../../../webview/compare/logged/pictureCache';

const BYTES = Uint8Array.of(1, 2, 3);

/** Gets pictures by a number, and tells whether their addresses still lead to them. */
function makeCache(read = async (): Promise<{ bytes: Uint8Array; size: number }> => ({ bytes: BYTES, size: 3 })) {
  const cache = new PictureCache(read);
  const urlOf = async (n: number): Promise<string> => {
    const picture = await cache.get('run', `${n}.png`, 0);
    return picture.kind === 'shown' ? picture.url : '';
  };
  return { cache, urlOf, isThere: (url: string) => resolveObjectURL(url) !== undefined };
}

describe('the cache of pictures', () => {
  it('keeps those that are shown, however many, and lets go of the oldest of the others', async () => {
    const { cache, urlOf, isThere } = makeCache();
    const numbers = Array.from({ length: 80 }, (_, n) => n);
    const releases = numbers.map((n) => cache.hold('run', `${n}.png`, 0));
    const urls = await Promise.all(numbers.map(urlOf));
    assert.ok(urls.every(isThere));
    for (const release of releases) release();
    assert.deepEqual(
      urls.map(isThere),
      numbers.map((n) => n >= 20),
    );
  });

  it('reads a picture again that could not be read, and leaves no failure unheard', async () => {
    let broken = true;
    const { cache, urlOf } = makeCache(() =>
      broken ? Promise.reject(new Error('away')) : Promise.resolve({ bytes: BYTES, size: 3 }),
    );
    const unheard: unknown[] = [];
    const listen = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', listen);
    try {
      const all = Array.from({ length: 70 }, (_, n) => urlOf(n));
      const results = await Promise.allSettled(all);
      assert.ok(results.every(({ status }) => status === 'rejected'));
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert.deepEqual(unheard, []);
    } finally {
      process.off('unhandledRejection', listen);
    }
    broken = false;
    cache.hold('run', '0.png', 0);
    assert.notEqual(await urlOf(0), '');
  });
});
