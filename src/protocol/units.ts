/** Ages, durations and sizes as people read them: one way of writing each, in trees, on pages and in terminals. */

/** Translated words of spans of time; `{0}` and `{1}` are numbers. */
export interface DurationWords {
  seconds: string;
  minutesSeconds: string;
  hoursMinutes: string;
  daysHours: string;
}

/** Those of ages too; `{0}` of `ago` is an age. */
export interface TimeWords extends DurationWords {
  now: string;
  ago: string;
  minutes: string;
  hours: string;
  days: string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the shortest form: `now`, `3 m`, `2 h`, `5 d`. Both in ms since 1970; the future counts as now. */
export function formatAge(at: number, now: number, words: TimeWords): string {
  const age = (now - at) / 1000;
  if (age < MINUTE) return words.now;
  if (age < HOUR) return fill(words.minutes, Math.floor(age / MINUTE));
  if (age < DAY) return fill(words.hours, Math.floor(age / HOUR));
  return fill(words.days, Math.floor(age / DAY));
}

/** The same where nothing around it says that it is an age: `now`, `3 m ago`. */
export function formatAgo(at: number, now: number, words: TimeWords): string {
  const age = formatAge(at, now, words);
  return age === words.now ? age : fill(words.ago, age);
}

/** A span of ms in its largest two units: `14 s`, `2 m 14 s`, `3 h 5 m`, `2 d 4 h`. */
export function formatDuration(ms: number, words: DurationWords): string {
  // Rounded before it is cut into units: there is no `60 s`.
  const span = Math.max(0, Math.round(ms / 1000));
  if (span < MINUTE) return fill(words.seconds, span);
  if (span < HOUR) return fill(words.minutesSeconds, Math.floor(span / MINUTE), span % MINUTE);
  if (span < DAY) return fill(words.hoursMinutes, Math.floor(span / HOUR), Math.floor((span % HOUR) / MINUTE));
  return fill(words.daysHours, Math.floor(span / DAY), Math.floor((span % DAY) / HOUR));
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

function fill(template: string, ...values: (string | number)[]): string {
  return values.reduce<string>((text, value, index) => text.replace(`{${index}}`, String(value)), template);
}
