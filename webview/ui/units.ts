/** Spans of time and sizes as people read them. */
import { fillTemplate } from './fillTemplate';

/** Translated units: `{0}` and `{1}` are numbers. */
export interface DurationStrings {
  seconds: string;
  minutes: string;
  hours: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of ms as `2 m 14 s`. */
export function formatDuration(ms: number, strings: DurationStrings): string {
  if (ms < MINUTE) return fillTemplate(strings.seconds, Math.max(0, Math.round(ms / 1000)));
  if (ms < HOUR) return fillTemplate(strings.minutes, Math.floor(ms / MINUTE), Math.floor((ms % MINUTE) / 1000));
  return fillTemplate(strings.hours, Math.floor(ms / HOUR), Math.floor((ms % HOUR) / MINUTE));
}

const AGES: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
];

/** How long ago, in the page's language: `3 min. ago`. Both in ms since 1970. */
export function formatAge(at: number, now: number, locale: string): string {
  const age = Math.max(0, now - at);
  const [unit, ms] = AGES.find(([, size]) => age >= size) ?? ['second', 1000];
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  return format.format(unit === 'second' ? 0 : -Math.floor(age / ms), unit);
}

/** Bytes as `344 B`, `15.2 KB`, `1.4 GB` (powers of 1000, as the SI has them). */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
