import type { ChartSettings, SeriesX } from '../../src/protocol/chartSettings';
import type { CompareStrings } from '../../src/protocol/pagesApi';
import type { XKind } from '../charts/xAxis';

/** The metric that counts epochs, as loggers name it. */
export function epochKey(keys: readonly string[]): string | undefined {
  return keys.find((key) => /(^|\/)epoch$/i.test(key));
}

export function isEqualX(a: SeriesX, b: SeriesX): boolean {
  return typeof a === 'string' || typeof b === 'string' ? a === b : a.metric === b.metric;
}

export function xKindOf(x: SeriesX): XKind {
  if (x === 'relative') return 'duration';
  return x === 'time' ? 'time' : 'number';
}

/** What stands on the axis, in words. */
export function xLabel(x: SeriesX, strings: CompareStrings): string {
  if (typeof x !== 'string') return x.metric;
  return { step: strings.step, relative: strings.relativeTime, time: strings.wallTime }[x];
}

/** Whether x is drawn on a logarithmic axis: of points in time there is no logarithm. */
export function hasLogX({ logX, x }: ChartSettings): boolean {
  return logX && x !== 'time';
}
