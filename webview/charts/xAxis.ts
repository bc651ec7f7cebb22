/** How the x axis of a chart is labelled: plain numbers, durations in seconds, or times in ms since 1970. */
import { formatNumber, formatTick } from '../ui/numbers';
import type { Range } from './chartRange';

export type XKind = 'number' | 'duration' | 'time';

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
/** Distances of ticks that people read without reckoning, in seconds. */
const SECONDS = [1, 2, 5, 10, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE];
const LONGER = [HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 28 * DAY, 91 * DAY, 364 * DAY];
const STEPS = [...SECONDS, ...LONGER];

/** Where ticks of durations and times stand; `undefined` where round numbers do. At most `most` of them. */
export function timeTicks({ min, max }: Range, kind: XKind, most: number): number[] | undefined {
  if (kind === 'number') return undefined;
  const unit = kind === 'time' ? 1000 : 1;
  const least = (max - min) / unit / most;
  const step = (STEPS.find((one) => one >= least) ?? 0) * unit;
  // Parts of a second, and many years, are as round as numbers are.
  if (least < 0.2 || step === 0) return undefined;
  // Times are round where one lives.
  const offset = kind === 'time' ? new Date(min).getTimezoneOffset() * 60_000 : 0;
  const first = Math.ceil((min - offset) / step) * step + offset;
  const ticks: number[] = [];
  for (let tick = first; tick <= max; tick += step) ticks.push(tick);
  return ticks;
}

/** The label of a tick; `gap` is the distance between two. */
export function formatXTick(value: number, gap: number, kind: XKind): string {
  if (kind === 'duration') return formatDuration(value, gap);
  if (kind === 'time') return formatClock(value, gap / 1000);
  return formatTick(value, gap);
}

/** An x alone: `1280`, `2 m 14.5 s`, `2026-01-31 09:30:05`. */
export function formatX(value: number, kind: XKind): string {
  if (kind === 'duration') return formatDuration(value, 0);
  return kind === 'time' ? `${formatDate(value)} ${formatClock(value, 1)}` : formatNumber(value);
}

/** Seconds as people say them, the largest two units: `0.4 s`, `2 m 14 s`, `3 h 5 m`, `2 d`. */
export function formatDuration(seconds: number, gap: number): string {
  if (!Number.isFinite(seconds)) return String(seconds);
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? '−' : '';
  if (size < MINUTE) {
    const alone = formatNumber(Number(size.toFixed(size < 10 ? 2 : 1)));
    return `${sign}${gap > 0 ? formatTick(size, gap) : alone} s`;
  }
  const units = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'm'],
    [1, 's'],
  ] as const;
  const first = units.findIndex(([length]) => size >= length);
  const [[length, name], [below, next]] = [units[first]!, units[first + 1]!];
  const rest = Math.floor((size % length) / below);
  return `${sign}${Math.floor(size / length)} ${name}${rest === 0 ? '' : ` ${rest} ${next}`}`;
}

function formatClock(time: number, gapSeconds: number): string {
  const date = new Date(time);
  if (gapSeconds >= DAY) return formatDate(time).slice(5);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return gapSeconds < MINUTE ? `${clock}:${two(date.getSeconds())}` : clock;
}

/** In the local time zone, as ISO 8601 writes it. */
function formatDate(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
