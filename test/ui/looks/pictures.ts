/**
 * Holds pages to pictures that somebody looked at. Text is drawn differently by other browsers and with other fonts, so
 * the pictures count only where both are as when they were taken; `TRIALBOOK_NEW_PICTURES=1` takes them anew.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Frame, Locator } from 'playwright-core';
import { PNG } from 'pngjs';
import { UI_OUTPUT } from '../uiOutput';

const FOLDER = path.join(import.meta.dirname, 'pictures');
const MADE_WITH = path.join(FOLDER, 'made-with.txt');
const IS_TAKING = process.env['TRIALBOOK_NEW_PICTURES'] === '1';
/** Part of the pixels that may differ: the edges of letters are not drawn alike twice. */
const TOLERANCE = 0.002;

/** Whether pictures of this browser can be compared; one that takes new ones says what it is first. */
export async function canCompare(frame: Frame): Promise<boolean> {
  const own = await fingerprint(frame);
  if (IS_TAKING) {
    await mkdir(FOLDER, { recursive: true });
    await writeFile(MADE_WITH, own);
  }
  return (await readFile(MADE_WITH, 'utf8').catch(() => '')) === own;
}

/** Throws when the page does not look as in the picture of this name, and leaves what it saw. `hidden`: what changes by itself. */
export async function requireLook(frame: Frame, name: string, hidden: readonly Locator[] = []): Promise<void> {
  const element = await frame.frameElement();
  const seen = await element.screenshot({ mask: [...hidden], maskColor: '#808080', animations: 'disabled' });
  const file = path.join(FOLDER, `${name}.png`);
  if (IS_TAKING) return writeFile(file, seen);
  const expected = PNG.sync.read(await readFile(file));
  const actual = PNG.sync.read(seen);
  const { width, height } = expected;
  const difference = new PNG({ width, height });
  const differing =
    actual.width === width && actual.height === height
      ? pixelmatch(expected.data, actual.data, difference.data, width, height)
      : width * height;
  if (differing <= TOLERANCE * width * height) return;
  const left = path.join(UI_OUTPUT, 'looks');
  await mkdir(left, { recursive: true });
  await writeFile(path.join(left, `${name}.png`), seen);
  await writeFile(path.join(left, `${name}-difference.png`), PNG.sync.write(difference));
  throw new Error(`${name} looks different: ${differing} of ${width * height} pixels; see ${left}`);
}

/** The browser, how wide it draws the fonts of the page, and how it writes a time. */
async function fingerprint(frame: Frame): Promise<string> {
  const drawn = await frame.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d')!;
    const styles = getComputedStyle(document.documentElement);
    const widths = ['--vscode-font-family', '--vscode-editor-font-family'].map((name) => {
      context.font = `100px ${styles.getPropertyValue(name)}`;
      return String(context.measureText('The quick brown fox: 0.934 ± 0.004 ▲').width);
    });
    return [...widths, new Date(0).toLocaleString()];
  });
  const version = frame.page().context().browser()!.version();
  return createHash('sha256')
    .update(JSON.stringify([version, drawn]))
    .digest('hex');
}
