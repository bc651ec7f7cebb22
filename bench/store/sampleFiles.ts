import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { metricKeys, Training, type TrainingShape } from './training';

/** Points that the peers take in: enough to know their rate, which is all that is compared. */
export const SAMPLE_POINTS = 200_000;
const STEP_MS = 50;

/**
 * Writes the first points of trainings as the peers read them: a CSV file per run with a row per step, columns `step`,
 * `timestamp` (ISO 8601) and one for each metric. The runs share {@link SAMPLE_POINTS} equally.
 */
export function writeSample(dir: string, shape: TrainingShape): void {
  const keys = metricKeys(shape.keys);
  const steps = SAMPLE_POINTS / (shape.runs * shape.keys);
  for (let run = 0; run < shape.runs; run += 1) {
    const training = new Training(run, shape);
    // The events of a run begin with its params, for which numbers are drawn too.
    training.params();
    const rows = Array.from({ length: steps }, (_, step) => {
      const time = new Date(Date.UTC(2026, 0, 1) + step * STEP_MS).toISOString();
      return [step, time, ...training.values(step)].join(',');
    });
    writeFileSync(
      path.join(dir, `run-${run}.csv`),
      `${['step', 'timestamp', ...keys].join(',')}\n${rows.join('\n')}\n`,
    );
  }
}
