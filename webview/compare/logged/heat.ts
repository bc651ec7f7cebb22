/** Colours of cells by how much is in them, and texts that can be read on them. */
import { hexOf, mixed, rgbOf, type Rgb } from '../../charts/colors';
import type { ChartTheme } from '../../charts/theme';

/** Steps of the scale: more cannot be told apart. */
const STEPS = 32;
const READABLE = 4.5;

export interface HeatColor {
  fill: string;
  /** Of a text on it, with a contrast of 4.5:1 or more. */
  text: string;
}

/** From the page's background to `full`, for shares from 0 to 1. Both are `#rrggbb`. */
export function heatScale({ background, foreground }: ChartTheme, full: string): (share: number) => HeatColor {
  const [from, to] = [rgbOf(background), rgbOf(full)];
  const known = new Map<number, HeatColor>();
  return (share) => {
    const step = Math.round(Math.min(1, Math.max(0, share)) * STEPS);
    const color = known.get(step) ?? heatColor(mixed(from, to, step / STEPS), foreground);
    known.set(step, color);
    return color;
  };
}

function heatColor(fill: Rgb, foreground: string): HeatColor {
  // Of black and white one always has the contrast.
  const text = [foreground, '#000000', '#ffffff'].find((one) => contrast(fill, rgbOf(one)) >= READABLE);
  return { fill: hexOf(fill), text: text ?? '#000000' };
}

function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((one, other) => one - other) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** As WCAG 2 defines it. */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
