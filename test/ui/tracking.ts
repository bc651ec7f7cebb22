import { eventually } from './recorded';
import type { TreeRow, Workbench } from './workbench';

/** Clicks "Track this run" above a script. */
export async function track(workbench: Workbench, script = 'train.py'): Promise<void> {
  await workbench.showLens(script);
  await workbench.codeLens('Track this run').click();
}

/** Clicks "Track with arguments…" above a script and answers. */
export async function trackWith(workbench: Workbench, args: string, script = 'train.py'): Promise<void> {
  await workbench.showLens(script);
  await workbench.codeLens('Track with arguments…').click();
  await workbench.answer(args);
}

/** Tracks the example over this many epochs; gives its row once it trains. */
export async function startExample(workbench: Workbench, epochs: number): Promise<TreeRow> {
  const [before] = await workbench.readTree('Runs');
  await trackWith(workbench, `--epochs ${epochs}`);
  await workbench.waitForTerminal(new RegExp(`epoch \\d+/${epochs} `));
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
