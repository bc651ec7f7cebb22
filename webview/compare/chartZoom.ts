/** Which part of its x axis a chart shows, as the page keeps it. */
import type { SeriesX } from '../../src/protocol/chartSettings';
import type { Range } from '../charts/chartRange';

/** A part of one axis: it says nothing of another. */
export interface ChartZoom extends Range {
  /** See {@link axisName}. */
  axis: string;
}

/** Names an x axis. */
export function axisName(x: SeriesX): string {
  return typeof x === 'string' ? x : `metric ${x.metric}`;
}

/** What is understood of zooms that were kept, by metric. */
export function parseZooms(kept: unknown): Record<string, ChartZoom> {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, ChartZoom] => isZoom(entry[1])));
}

function isZoom(kept: unknown): kept is ChartZoom {
  if (typeof kept !== 'object' || kept === null) return false;
  const { axis, min, max } = kept as Partial<Record<keyof ChartZoom, unknown>>;
  return typeof axis === 'string' && Number.isFinite(min) && Number.isFinite(max) && Number(min) < Number(max);
}
