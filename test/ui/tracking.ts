import type { Locator } from 'playwright-core';
import { appears } from './locators';
import { eventually } from './recorded';
import type { TreeRow, Workbench } from './workbench';

/**
 * Clicks a lens until its effect is in sight. VS Code draws lenses anew whenever their provider or the layout changes,
 * and a click whose two halves fall on different drawings is lost.
 */
export async function clickLens(workbench: Workbench, text: string, effect: Locator): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt++) {
    await workbench.codeLens(text).click();
    if (await appears(effect, 15_000)) return;
  }
  throw new Error(`Four clicks on "${text}" had no effect.`);
}

/** Clicks "Track this run" above a script. The panel is closed when the lens is in sight; the task opens it. */
export async function track(workbench: Workbench, script = 'train.py'): Promise<void> {
  await workbench.showLens(script);
  await clickLens(workbench, 'Track this run', workbench.panel());
}

/** The box that asks for the arguments of a run, in whichever language. */
export function argumentsInput(workbench: Workbench): Locator {
  return workbench.page.locator('.quick-input-widget:visible input[placeholder^="--lr"]');
}

/** Clicks "with arguments…" above a script; gives the box that asks for them. */
export async function askArguments(workbench: Workbench, script = 'train.py'): Promise<Locator> {
  await workbench.showLens(script);
  await clickLens(workbench, 'with arguments…', argumentsInput(workbench));
  return argumentsInput(workbench);
}

/** Clicks "with arguments…" above a script and answers. */
export async function trackWith(workbench: Workbench, args: string, script = 'train.py'): Promise<void> {
  await askArguments(workbench, script);
  await workbench.answer(args);
}

/** Tracks the example over this many epochs; gives its row once it trains. */
export async function startExample(workbench: Workbench, epochs: number): Promise<TreeRow> {
  const [before] = await workbench.readTree('Runs');
  await trackWith(workbench, `--epochs ${epochs}`);
  await workbench.terminal.waitFor(new RegExp(`epoch \\d+/${epochs} `));
  const [row] = await eventually(
    () => workbench.readTree('Runs'),
    ([first]) => first !== undefined && first.label !== before?.label,
  );
  return row!;
}

/** Rows without what depends on the clock: the age, and the numbers before it. */
export function withoutAges(rows: readonly TreeRow[]): TreeRow[] {
  return rows.map((row) => ({ ...row, description: row.description.replace(/(^| · )(now|\d+ m)$/, '$1age') }));
}
