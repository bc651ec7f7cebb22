import { interpolateViridis } from 'd3-scale-chromatic';
import type { ThemeKind } from '../../../src/protocol/palette';

/** Steps of the ramp: more cannot be told apart, and what shares a colour is drawn at once. */
const STEPS = 24;

/**
 * The part of the colour map viridis (S. van der Walt and N. Smith, 2015) that has a contrast of 3:1 or more on the
 * workbench's backgrounds. It is told apart by its lightness alone, so by people of any colour vision.
 */
const PARTS: Readonly<Record<ThemeKind, readonly [from: number, to: number]>> = {
  dark: [0.42, 1],
  light: [0, 0.58],
  highContrast: [0.42, 1],
  highContrastLight: [0, 0.58],
};

/** A colour for a place from 0 to 1. */
export function rampColor(kind: ThemeKind, place: number): string {
  const [from, to] = PARTS[kind];
  const step = Math.min(STEPS - 1, Math.floor(place * STEPS)) / (STEPS - 1);
  return interpolateViridis(from + step * (to - from));
}
