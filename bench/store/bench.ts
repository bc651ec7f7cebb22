/** What the benchmarks of the store share. */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { trialbookDir } from '../../src/common/workspaceFolder';
import { DIST, Measuring } from './measuring';
import type { Engine, Place } from './place';
import { WorkFolder } from './workFolder';

export type Figures = Record<string, number>;

/** Both engines, by what prefixes their figures. */
export const ENGINES: readonly (readonly [prefix: 'sqljs' | 'native', engine: Engine])[] = [
  ['sqljs', 'sql.js'],
  ['native', 'native'],
];

export interface Bench {
  measuring: Measuring;
  folder: WorkFolder;
  report: (progress: string) => void;
}

/** Free space that the largest of the folders needs. */
const DISK_BYTES = 4e9;

/** Prepares what measuring needs, and removes its folders in any case. */
export async function withBench(
  report: (progress: string) => void,
  measure: (bench: Bench) => Promise<Figures>,
): Promise<Figures> {
  const folder = new WorkFolder(DISK_BYTES);
  try {
    return await measure({ measuring: await Measuring.prepare(), folder, report });
  } finally {
    folder.dispose();
  }
}

export function placeOf(workspaceDir: string, engine: Engine): Place {
  return { workspaceDir, engine, dist: DIST };
}

/** Removes all but the run folders, so that the next store takes everything in again. */
export function removeDatabase(workspaceDir: string): void {
  const dir = trialbookDir(workspaceDir);
  for (const name of readdirSync(dir)) if (name !== 'runs') rmSync(path.join(dir, name), { recursive: true });
}

/** Rounds to so many significant digits: a measurement has no more. */
export function digits(value: number, significant = 3): number {
  return Number(value.toPrecision(significant));
}

/** The value below which so many of a hundred lie (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil((sorted.length * percent) / 100) - 1];
  if (value === undefined) throw new Error('There is nothing to take a percentile of.');
  return value;
}
