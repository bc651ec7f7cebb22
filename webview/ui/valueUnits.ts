/** Numbers with the unit that they are in. Without a unit they are numbers alone. */
import { formatNumber, formatTick } from './numbers';

export type ValueUnit = 'bytes' | 'bytesPerSecond' | 'percent' | 'watts' | 'celsius';

/** Powers of 1000, as the SI has them. */
const BYTES: readonly [size: number, name: string][] = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'KB'],
  [1, 'B'],
];
const OTHERS = { percent: '%', watts: 'W', celsius: '°C' };

/** One value alone: `16.1 MB`, `12.5 %`, `1.2 MB/s`. */
export function formatInUnit(value: number, unit: ValueUnit | undefined): string {
  const scale = scaleOf(value, unit);
  if (scale === undefined) return formatNumber(value);
  return `${formatNumber(Number((value / scale.size).toFixed(1)))} ${scale.name}`;
}

/** The label of an axis' tick; `gap` is the distance between ticks, in the same unit as the value. */
export function formatTickInUnit(value: number, gap: number, unit: ValueUnit | undefined): string {
  const scale = scaleOf(value, unit);
  if (scale === undefined) return formatTick(value, gap);
  return `${formatTick(value / scale.size, gap / scale.size)} ${scale.name}`;
}

function scaleOf(value: number, unit: ValueUnit | undefined): { size: number; name: string } | undefined {
  if (unit === undefined || !Number.isFinite(value)) return undefined;
  if (unit !== 'bytes' && unit !== 'bytesPerSecond') return { size: 1, name: OTHERS[unit] };
  const [size, name] = BYTES.find(([least]) => Math.abs(value) >= least) ?? [1, 'B'];
  return { size, name: unit === 'bytes' ? name : `${name}/s` };
}
