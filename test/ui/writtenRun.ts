import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatEvent } from '../../src/common/eventWriter';
import { runDir } from '../../src/common/workspaceFolder';
import type { NewEvent, RunEvent, StatusEvent } from '../../src/protocol/trainingEvents';

export type Ending = Omit<StatusEvent, 'q' | 't' | 'e'>;

/** The end of a run that finished. */
export const FINISHED: Ending = { status: 'finished', code: 0 };

/** µs since 1970 of a day long ago. */
const LONG_AGO = 1_750_000_000_000_000;

/** An id that sorts by `n`. */
export function idOf(n: number): string {
  return `01JXSTRE0000000000${String(n).padStart(8, '0')}`;
}

/** Writes a run into its folder as a recorder does that has ended; `at` is the time of its first event, µs since 1970. */
export async function writeRun(
  folder: string,
  id: string,
  run: Pick<RunEvent, 'name'> & Partial<RunEvent>,
  end: Ending = FINISHED,
  inner: readonly NewEvent[] = [],
  at = LONG_AGO,
): Promise<void> {
  const events: NewEvent[] = [
    { e: 'hello', v: 1, role: 'recorder', pid: 1, host: 'elsewhere', argv: ['trialbook'] },
    { e: 'run', id, experiment: 'penguins', command: ['python', 'train.py'], cwd: '.', script: 'train.py', ...run },
    ...inner,
    { e: 'st', ...end },
  ];
  await mkdir(runDir(folder, id), { recursive: true });
  const lines = events.map((event, q) => formatEvent(event, q, at + q * 1e6));
  await writeFile(path.join(runDir(folder, id), 'events-1-1.jsonl'), lines.join(''));
}

/** Points of a metric, one a step. */
export function pointsOf(key: string, values: readonly (number | 'NaN' | 'Infinity')[]): NewEvent[] {
  return values.map((v, s) => ({ e: 'm', k: key, v, s }));
}

/** Params of a run. */
export function paramsOf(params: Readonly<Record<string, string | number | boolean>>): NewEvent[] {
  return Object.entries(params).map(([k, v]) => ({ e: 'p', k, v }));
}

/** Tags of a run. */
export function tagsOf(tags: Readonly<Record<string, string>>): NewEvent[] {
  return Object.entries(tags).map(([k, v]) => ({ e: 'tag', k, v }));
}
