import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { recordByCommandLine } from './recordByCommandLine';

export const SCRIPT = 'tune.py';
/** What the script reads; a suite writes it. */
export const DATA = 'numbers.csv';

/** A training of so many seconds whose accuracy stands in its code. */
export function tune(accuracy: number, seconds = 0): string {
  return [
    'import time',
    `rows = open('${DATA}').read().split()`,
    `print('::metric accuracy=${accuracy} step=1', flush=True)`,
    `time.sleep(${seconds})`,
    `print('trained on', len(rows))`,
    '',
  ].join('\n');
}

/** Gives the script this content and records a run of it under a name. */
export async function recordTune(folder: string, name: string, content: string): Promise<void> {
  await writeFile(path.join(folder, SCRIPT), content);
  await recordByCommandLine(folder, name, [SCRIPT]);
}

/** Two good runs, then two bad ones: the third's change is the one that moved the accuracy. */
export async function recordDecline(folder: string): Promise<void> {
  await writeFile(path.join(folder, DATA), '1 2 3');
  await recordTune(folder, 'first', tune(0.93));
  await recordTune(folder, 'second', `${tune(0.93)}# the same\n`);
  await recordTune(folder, 'third', `${tune(0.7)}# worse\n`);
  await recordTune(folder, 'fourth', `${tune(0.7)}# as bad\n`);
}
