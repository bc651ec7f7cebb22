/** What tests of the Runs view do again and again. */
import type { Session } from './session';
import { exactly } from './locators';
import { eventually } from './recorded';
import type { TreeRow, Workbench } from './workbench';

export function labels(rows: readonly TreeRow[]): string[] {
  return rows.map(({ label }) => label);
}

/** Waits until the rows in sight have these labels, and no others are there. */
export function waitForLabels(workbench: Workbench, ...expected: string[]): Promise<TreeRow[]> {
  return eventually(
    () => workbench.readTree('Runs'),
    (rows) => labels(rows).join('|') === expected.join('|'),
  );
}

/** Runs a command by its name and answers each quick pick by the label of an item. */
export async function chooseFrom(workbench: Workbench, command: string, ...answers: string[]): Promise<void> {
  await workbench.runCommand(command);
  for (const label of answers) await chooseItem(workbench, label);
}

/** Chooses the item of the open quick pick that has exactly this label. */
export async function chooseItem(workbench: Workbench, label: string): Promise<void> {
  const item = workbench.page
    .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row')
    .filter({ has: workbench.page.locator('.label-name', { hasText: exactly(label) }) });
  await item.first().click();
}

/** The text of the card of a run, once it holds a word. */
export async function hoverText(session: Session, label: string, word: string): Promise<string> {
  const { page, workbench } = session;
  return eventually(
    async () => {
      await page.mouse.move(800, 700);
      await page.waitForTimeout(300);
      // At its begin: a long label would be scrolled to its middle.
      await workbench.treeRow('Runs', label).hover({ position: { x: 90, y: 11 } });
      await page.waitForTimeout(2000);
      const texts = await page.locator('.workbench-hover-container:visible').allInnerTexts();
      return texts.join('\n').replaceAll('\u00a0', ' ');
    },
    (text) => text.includes(word),
  );
}

/** Waits for the input box or quick pick of this title. Until then the one before may still be in sight. */
export async function waitForBox(workbench: Workbench, title: string): Promise<void> {
  const shown = workbench.page.locator('.quick-input-widget:visible .quick-input-title');
  await shown.filter({ hasText: exactly(title) }).waitFor();
}

/** Drags a row of the Runs view onto another as a hand does; it rests only as long as no row unfolds below it. */
export async function dragRow(workbench: Workbench, from: string, to: string): Promise<void> {
  const { mouse } = workbench.page;
  const centers = [];
  for (const label of [from, to]) {
    const box = await workbench.treeRow('Runs', label).locator('.label-name').boundingBox();
    if (box === null) throw new Error(`${label} is not in sight.`);
    centers.push({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }
  const [start, end] = centers as [{ x: number; y: number }, { x: number; y: number }];
  await mouse.move(start.x, start.y);
  await mouse.down();
  await mouse.move(end.x, end.y, { steps: 20 });
  await workbench.page.waitForTimeout(200);
  await mouse.move(end.x + 2, end.y);
  await mouse.up();
}
