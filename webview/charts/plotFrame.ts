import type { ValueUnit } from '../ui/valueUnits';
import { xRange, type ChartLine } from './chartLine';
import type { Range } from './chartRange';
import { valueAxis, type ValueAxis } from './valueAxis';
import type { XKind } from './xAxis';

export interface PlotOptions {
  logX: boolean;
  logY: boolean;
  /** Whether the outermost values are left out of sight. */
  clip: boolean;
  /** What x means. */
  xKind: XKind;
  /** The part of x that is zoomed to. */
  zoom: Range | undefined;
}

/** The part of the plane that a chart shows. */
export interface PlotFrame extends PlotOptions {
  /** What the values are in, where that is known. */
  unit?: ValueUnit | undefined;
  x: Range;
  /** All that there is of x. */
  whole: Range;
  y: ValueAxis;
}

export const PLAIN: PlotOptions = { logX: false, logY: false, clip: false, xKind: 'number', zoom: undefined };

/** The frame that these lines fill. Lines are such that a logarithmic axis can show, see `logLines`. */
export function plotFrame(lines: readonly ChartLine[], options: PlotOptions = PLAIN): PlotFrame {
  const whole = xRange(lines) ?? { min: options.logX ? 1 : 0, max: options.logX ? 10 : 1 };
  const x = onAxis(options.zoom, whole, options.logX) ?? spaced(whole, options.logX);
  return { ...options, x, whole, y: valueAxis(lines, x, { log: options.logY, clip: options.clip }) };
}

/** Of what was zoomed to, on a linear axis perhaps, the part that a logarithmic axis can show; `undefined` without one. */
function onAxis(zoom: Range | undefined, whole: Range, log: boolean): Range | undefined {
  if (zoom === undefined || !log || zoom.min > 0) return zoom;
  return zoom.max > whole.min ? { min: whole.min, max: zoom.max } : undefined;
}

/** A lone point stands in the middle. */
function spaced({ min, max }: Range, log: boolean): Range {
  if (min < max) return { min, max };
  return log ? { min: min / 2, max: max * 2 } : { min: min - 0.5, max: max + 0.5 };
}
