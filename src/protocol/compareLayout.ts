/** How the charts of the comparison page are laid out: the section `compareLayout` of `.vscode/trialbook.json`. */
import { parseSettings, type ChartSettings } from './chartSettings';

/** Where a chart departs from the others. */
export interface ChartLayout {
  hidden?: true;
  /** Columns of the grid that it spans. */
  columns?: number;
  /** CSS pixels. */
  height?: number;
  /** Instead of those of the page. */
  settings?: Partial<ChartSettings>;
}

export interface CompareLayout {
  /** Keys of metrics whose charts stand before the others of their group, in this order. */
  order: string[];
  /** By key of the metric. Made without a prototype, so that any key may be looked up. */
  charts: Record<string, ChartLayout>;
}

export const MOST_COLUMNS = 4;
export const HEIGHTS = { least: 140, usual: 224, most: 800 } as const;

/** Charts that are remembered, and the longest key. */
const MOST_CHARTS = 5000;
const LONGEST_KEY = 10_000;

/** What is understood of a layout that somebody wrote: the rest is left out. */
export function parseCompareLayout(value: unknown): CompareLayout {
  const { order, charts } = (isObject(value) ? value : {}) as { order?: unknown; charts?: unknown };
  const parsed: CompareLayout = { order: parseOrder(order), charts: Object.create(null) as CompareLayout['charts'] };
  for (const [key, chart] of Object.entries(isObject(charts) ? charts : {}).slice(0, MOST_CHARTS)) {
    const layout = parseChart(chart);
    if (key.length <= LONGEST_KEY && Object.keys(layout).length > 0) parsed.charts[key] = layout;
  }
  return parsed;
}

function parseOrder(order: unknown): string[] {
  if (!Array.isArray(order)) return [];
  const keys = order.filter((key): key is string => typeof key === 'string' && key.length <= LONGEST_KEY);
  return [...new Set(keys)].slice(0, MOST_CHARTS);
}

function parseChart(value: unknown): ChartLayout {
  if (!isObject(value)) return {};
  const { hidden, columns, height, settings } = value as Record<string, unknown>;
  const own = parseSettings(settings);
  return {
    ...(hidden === true ? { hidden } : {}),
    ...(isWhole(columns, 2, MOST_COLUMNS) ? { columns } : {}),
    ...(isWhole(height, HEIGHTS.least, HEIGHTS.most) && height !== HEIGHTS.usual ? { height } : {}),
    ...(Object.keys(own).length > 0 ? { settings: own } : {}),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
