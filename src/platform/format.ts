import * as vscode from 'vscode';
import type { WireNumber } from '../protocol/numbers';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the shortest form: `now`, `3 m`, `2 h`, `5 d`. Both in ms since 1970; the future counts as now. */
export function formatAge(at: number, now: number): string {
  const age = now - at;
  if (age < MINUTE) return vscode.l10n.t('now');
  if (age < HOUR) return vscode.l10n.t('{0} m', Math.floor(age / MINUTE));
  if (age < DAY) return vscode.l10n.t('{0} h', Math.floor(age / HOUR));
  return vscode.l10n.t('{0} d', Math.floor(age / DAY));
}

/** A span of ms as `2 m 14 s`. */
export function formatDuration(ms: number): string {
  if (ms < MINUTE) return vscode.l10n.t('{0} s', Math.max(0, Math.round(ms / SECOND)));
  if (ms < HOUR) return vscode.l10n.t('{0} m {1} s', Math.floor(ms / MINUTE), Math.floor((ms % MINUTE) / SECOND));
  return vscode.l10n.t('{0} h {1} m', Math.floor(ms / HOUR), Math.floor((ms % HOUR) / MINUTE));
}

/** A metric for a narrow place: four significant digits, NaN and infinities as such. */
export function formatMetric(value: WireNumber): string {
  if (typeof value === 'string') return value === 'NaN' ? 'NaN' : value.replace('Infinity', '∞');
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(2);
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
