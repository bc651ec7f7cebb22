import type { MetricValue } from '../../../src/protocol/insightsApi';
import type { Brush, Brushes } from './brushes';
import type { FieldId } from './fields';

/** How people have set up the charts across runs. What is absent was never chosen. */
export interface InsightsState {
  /** Key of the metric that the runs are judged by. */
  metric?: string;
  value: MetricValue;
  /** Axes of the parallel coordinates, from left to right. */
  axes?: readonly FieldId[];
  /** Axes of any chart that were made logarithmic, or not. */
  log: Readonly<Record<FieldId, boolean>>;
  brushes: Brushes;
  colors?: 'axis' | 'run';
  x?: FieldId;
  y?: FieldId;
  /** What points are coloured by; empty for the runs' own colours. */
  shade: FieldId;
}

export const EMPTY_STATE: InsightsState = { value: 'last', log: {}, brushes: {}, shade: '' };

/** What is understood of a state that was kept: another version of the page may have written it. */
export function parseInsightsState(kept: unknown): InsightsState {
  if (!isRecord(kept)) return EMPTY_STATE;
  const { metric, value, axes, log, brushes, colors, x, y, shade } = kept;
  return {
    value: value === 'best' ? 'best' : 'last',
    log: isRecord(log) ? (Object.fromEntries(Object.entries(log).filter(isSwitch)) as Record<string, boolean>) : {},
    brushes: parseBrushes(brushes),
    shade: typeof shade === 'string' ? shade : '',
    ...(typeof metric === 'string' ? { metric } : {}),
    ...(Array.isArray(axes) ? { axes: [...new Set(axes.filter(isText))] } : {}),
    ...(colors === 'axis' || colors === 'run' ? { colors } : {}),
    ...(typeof x === 'string' ? { x } : {}),
    ...(typeof y === 'string' ? { y } : {}),
  };
}

function parseBrushes(kept: unknown): Brushes {
  if (!isRecord(kept)) return {};
  const parsed = Object.entries(kept).map(([id, own]) => [id, Array.isArray(own) ? own.filter(isBrush) : []] as const);
  return Object.fromEntries(parsed.filter(([, own]) => own.length > 0));
}

function isBrush(kept: unknown): kept is Brush {
  if (!isRecord(kept)) return false;
  const { from, to, levels } = kept;
  return (Number.isFinite(from) && Number.isFinite(to)) || (Array.isArray(levels) && levels.every(isText));
}

function isSwitch(entry: [string, unknown]): boolean {
  return typeof entry[1] === 'boolean';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
