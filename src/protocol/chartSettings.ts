/** How a chart draws its lines. Chosen for a whole page, or for one chart of it. */

/** What stands on the x axis: the step, seconds since the run's start, ms since 1970, or the value of another metric. */
export type SeriesX = 'step' | 'relative' | 'time' | { metric: string };

export interface ChartSettings {
  x: SeriesX;
  logX: boolean;
  logY: boolean;
  /** Weight of what came before, as in TensorBoard: 0 for none, below 1. */
  smoothing: number;
  /** Whether the y axis leaves out the outermost values. */
  clip: boolean;
}

export const DEFAULT_SETTINGS: ChartSettings = { x: 'step', logX: false, logY: false, smoothing: 0, clip: false };

/** The largest weight, as in TensorBoard. */
export const MOST_SMOOTHING = 0.999;

/** Longest name of a metric that is taken in. */
const LONGEST_KEY = 10_000;

/** What is understood of settings that somebody wrote: the others are left out. */
export function parseSettings(value: unknown): Partial<ChartSettings> {
  if (typeof value !== 'object' || value === null) return {};
  const { x, logX, logY, smoothing, clip } = value as Record<string, unknown>;
  const parsedX = parseX(x);
  return {
    ...(parsedX === undefined ? {} : { x: parsedX }),
    ...(typeof logX === 'boolean' ? { logX } : {}),
    ...(typeof logY === 'boolean' ? { logY } : {}),
    ...(typeof clip === 'boolean' ? { clip } : {}),
    ...(isWeight(smoothing) ? { smoothing } : {}),
  };
}

function parseX(x: unknown): SeriesX | undefined {
  if (x === 'step' || x === 'relative' || x === 'time') return x;
  const metric = (x as { metric?: unknown } | null | undefined)?.metric;
  return typeof metric === 'string' && metric.length <= LONGEST_KEY ? { metric } : undefined;
}

function isWeight(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MOST_SMOOTHING;
}
