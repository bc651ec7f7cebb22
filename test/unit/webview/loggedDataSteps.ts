/** What the suites of logged data do on the comparison page again and again. */
import type { Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { strings } from './comparePageFixture';
import { makeRun, type RunData } from './runData';

export const SPECIES = ['Adelie', 'Chinstrap', 'Gentoo'];

export function runsOf(count: number): RunData[] {
  return Array.from({ length: count }, (_, i) => makeRun(i, { metrics: { accuracy: [0.5 + i / 10] } }));
}

/** Brings the card of a name into sight and waits for what it shows. */
export async function card(page: Page, key: string, shown: string): Promise<Locator> {
  const found = page.locator('#logged article', { has: page.locator('h3', { hasText: new RegExp(`^${key}$`) }) });
  await found.waitFor({ state: 'attached' });
  await found.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await found.locator(shown).first().waitFor();
  return found;
}

/** Moves a slider of steps to its place. */
export async function stepTo(of: Locator, place: number): Promise<void> {
  const slider = of.getByRole('slider', { name: strings.logged.step });
  await slider.focus();
  await slider.press('Home');
  for (let press = 0; press < place; press += 1) await slider.press('ArrowRight');
}

/** A square of one colour, as a PNG file. */
export function picture(red: number, size = 80): Uint8Array {
  const png = new PNG({ width: size, height: size });
  for (let at = 0; at < png.data.length; at += 4) png.data.set([red, 0, 0, 255], at);
  return new Uint8Array(PNG.sync.write(png));
}
