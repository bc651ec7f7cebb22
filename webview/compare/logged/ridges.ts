/** Histograms over steps, one behind the other: the newest in front, all on one axis of values. */
import { scaleLinear } from 'd3-scale';
import type { Histogram } from '../../../src/protocol/plots';
import type { ChartTheme } from '../../charts/theme';
import { formatTick } from '../../ui/numbers';
import { rectangle, round, segment, type Shape } from '../insights/drawing';
import { formatStep } from './plotParts';
import { walk } from '../insights/walk';

export const RIDGES_HEIGHT = 220;
const TOP = 8;
const AXIS = 24;
const LEFT = 8;
/** For the numbers of steps. */
const RIGHT = 52;
/** Of a single histogram, and of each of several. */
const TALLEST = 160;
const RIDGE = 80;
/** A ridge may be so many times as high as they mostly are; of values that are all equal it would dwarf the others. */
const MOST_OF_USUAL = 5;

/** What a run logged at a step. */
export interface Ridge {
  step: number;
  histogram: Histogram;
}

/** What all histograms of a card share. */
export interface RidgeScale {
  least: number;
  largest: number;
  /** Share of the values that a bin of full height holds. */
  full: number;
}

export function ridgeScale(histograms: readonly Histogram[]): RidgeScale {
  let [least, largest] = [Infinity, -Infinity];
  for (const { edges } of histograms) {
    least = Math.min(least, edges[0]!);
    largest = Math.max(largest, edges.at(-1)!);
  }
  const peaks = histograms.map((one) => Math.max(...sharesOf(one))).sort((a, b) => a - b);
  const usual = peaks[Math.floor(peaks.length / 2)] ?? 1;
  return { least, largest, full: Math.min(peaks.at(-1) ?? 1, usual * MOST_OF_USUAL) || 1 };
}

/** Counts as shares of all of them. */
function sharesOf({ counts }: Histogram): number[] {
  const most = Math.max(...counts);
  const total = counts.reduce((sum, count) => sum + count / most, 0);
  return counts.map((count) => (most > 0 ? count / most / total : 0));
}

export interface RidgePlot {
  width: number;
  scale: RidgeScale;
  ridges: readonly Ridge[];
  /** Pixels of a value. */
  x: (value: number) => number;
  /** Pixels of the foot of a ridge, and its height. */
  foot: (place: number) => number;
  tallest: number;
}

export function ridgePlot(ridges: readonly Ridge[], scale: RidgeScale, width: number): RidgePlot {
  const bottom = RIDGES_HEIGHT - AXIS;
  const tallest = ridges.length > 1 ? RIDGE : TALLEST;
  const gap = ridges.length > 1 ? (bottom - TOP - tallest) / (ridges.length - 1) : 0;
  // Halves: their difference may pass what a number holds.
  const span = scale.largest / 2 - scale.least / 2;
  return {
    width,
    scale,
    ridges,
    tallest,
    x: (value) => LEFT + ((value / 2 - scale.least / 2) / span) * (width - LEFT - RIGHT),
    foot: (place) => bottom - (ridges.length - 1 - place) * gap,
  };
}

/** Where a ridge and one of its bins lie under a place in pixels. */
export function binAt(plot: RidgePlot, left: number, top: number): { ridge: Ridge; bin: number } | undefined {
  const below = plot.ridges.findIndex((_, place) => plot.foot(place) >= top);
  const ridge = plot.ridges[below];
  if (ridge === undefined) return undefined;
  const { edges } = ridge.histogram;
  const bin = edges.findIndex((edge, i) => i > 0 && plot.x(edge) >= left) - 1;
  return bin < 0 || plot.x(edges[0]!) > left ? undefined : { ridge, bin };
}

/** The room of a bin from the foot of its ridge upwards, in pixels. */
export function binBox(plot: RidgePlot, { ridge, bin }: { ridge: Ridge; bin: number }) {
  const { edges } = ridge.histogram;
  const left = plot.x(edges[bin]!);
  const foot = plot.foot(plot.ridges.findIndex(({ step }) => step === ridge.step));
  return { left, top: foot - plot.tallest, width: Math.max(1, plot.x(edges[bin + 1]!) - left), height: plot.tallest };
}

/** The bin that a key leads to, of a ridge or of the next; `undefined` for a key that leads nowhere. */
export function binForKey(
  key: string,
  { ridges }: RidgePlot,
  at: { ridge: Ridge; bin: number } | undefined,
): { ridge: Ridge; bin: number } | undefined {
  const row = ridges.findIndex(({ step }) => step === at?.ridge.step);
  const from = at === undefined || row === -1 ? undefined : { row, point: at.bin };
  const to = walk(
    key,
    from,
    ridges.map(({ histogram }) => histogram.counts.length),
  );
  return to && { ridge: ridges[to.row]!, bin: to.point };
}

/** `color`: `#rrggbb`; `lifted`: the step that is chosen. `left` moves all of it. */
export function ridgeShapes(
  plot: RidgePlot,
  color: string,
  lifted: number | undefined,
  theme: ChartTheme,
  left = 0,
): Shape[] {
  const { secondary, fontSize: size, background } = theme;
  const single = plot.ridges.length === 1;
  const label = { kind: 'text', color: secondary, size } as const;
  return [
    ...axisShapes(plot, theme, left),
    ...plot.ridges.flatMap(({ step, histogram }, place): Shape[] => {
      const d = outline(plot, histogram, place, single, left);
      const strong = lifted === undefined || step === lifted;
      const age = single ? 1 : 0.25 + (0.75 * place) / (plot.ridges.length - 1);
      const shade = Math.round((strong ? age : 0.15) * 160)
        .toString(16)
        .padStart(2, '0');
      return [
        { kind: 'path', d: `${d}Z`, fill: background },
        { kind: 'path', d: `${d}Z`, fill: color + shade },
        { kind: 'path', d, stroke: color + (strong ? 'ff' : '66'), width: step === lifted ? 2 : 1 },
      ];
    }),
    ...(single ? [] : labelled(plot.ridges.length)).map((place): Shape => {
      const text = formatStep(plot.ridges[place]!.step);
      return { ...label, x: left + plot.width - RIGHT + 6, y: plot.foot(place) - 4, text, anchor: 'start' };
    }),
  ];
}

function axisShapes(
  { x, width, scale }: RidgePlot,
  { grid, secondary, fontSize: size }: ChartTheme,
  left: number,
): Shape[] {
  const bottom = RIDGES_HEIGHT - AXIS;
  const ticks = scaleLinear([scale.least, scale.largest], [0, 1])
    .ticks(Math.max(2, Math.min(6, Math.floor(width / 72))))
    .filter(Number.isFinite);
  const gap = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return [
    ...ticks.flatMap((value): Shape[] => [
      { kind: 'path', d: segment(left + x(value), TOP, left + x(value), bottom), stroke: grid },
      {
        kind: 'text',
        x: left + x(value),
        y: bottom + 12,
        text: formatTick(value, gap),
        color: secondary,
        size,
        anchor: 'middle',
      },
    ]),
    { kind: 'path', d: rectangle(left + LEFT, bottom, width - LEFT - RIGHT, 1), fill: grid },
  ];
}

/** Single: each bin as it is. Of several: lines from bin to bin, which are easier to tell apart. */
function outline(plot: RidgePlot, histogram: Histogram, place: number, single: boolean, left: number): string {
  const { edges } = histogram;
  const foot = plot.foot(place);
  const heights = sharesOf(histogram).map((share) => Math.min(1, share / plot.scale.full) * plot.tallest);
  const at = (value: number): number => round(left + plot.x(value));
  const parts = heights.map((height, bin) => {
    const [from, to] = [edges[bin]!, edges[bin + 1]!];
    return single ? `V${round(foot - height)}H${at(to)}` : `L${at(from / 2 + to / 2)} ${round(foot - height)}`;
  });
  return `M${at(edges[0]!)} ${round(foot)}${parts.join('')}${single ? `V${round(foot)}` : `L${at(edges.at(-1)!)} ${round(foot)}`}`;
}

/** Places of the ridges whose steps are written: the first, the last and some between. */
function labelled(count: number): number[] {
  const most = Math.min(count, 6);
  return [...new Set(Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1))))];
}
