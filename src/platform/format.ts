import * as vscode from 'vscode';
import type { WireNumber } from '../protocol/numbers';
import * as units from '../protocol/units';

/** The words of time in the user's language, for pages too. */
export function timeWords(): units.TimeWords {
  return {
    now: vscode.l10n.t('now'),
    ago: vscode.l10n.t('{0} ago'),
    seconds: vscode.l10n.t('{0} s'),
    minutes: vscode.l10n.t('{0} m'),
    hours: vscode.l10n.t('{0} h'),
    days: vscode.l10n.t('{0} d'),
    minutesSeconds: vscode.l10n.t('{0} m {1} s'),
    hoursMinutes: vscode.l10n.t('{0} h {1} m'),
    daysHours: vscode.l10n.t('{0} d {1} h'),
  };
}

/** How long ago, in the shortest form: `now`, `3 m`. Both in ms since 1970. */
export function formatAge(at: number, now: number): string {
  return units.formatAge(at, now, timeWords());
}

/** The same where nothing around it says that it is an age: `3 m ago`. */
export function formatAgo(at: number, now: number): string {
  return units.formatAgo(at, now, timeWords());
}

/** A span of ms as `2 m 14 s`. */
export function formatDuration(ms: number): string {
  return units.formatDuration(ms, timeWords());
}

/** A metric for a narrow place: four significant digits, NaN and infinities as such. */
export function formatMetric(value: WireNumber): string {
  if (typeof value === 'string') return value === 'NaN' ? 'NaN' : value.replace('Infinity', '∞');
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(2);
}
