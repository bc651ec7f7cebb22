/**
 * How runs look: a colour, a dash and a marker for every `colorIndex`, the same in trees, tables, charts and legends.
 *
 * The colours were searched for in OKLCH: under normal sight and simulated protanopia, deuteranopia and tritanopia
 * (Machado et al. 2009) any two differ, and each has a contrast of 3:1 or more on the workbench's backgrounds;
 * `palette.test.ts` holds them to it.
 */

export type ThemeKind = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

export type RunMarker = 'circle' | 'square' | 'triangle' | 'diamond' | 'plus' | 'cross';

export interface RunLook {
  /** `#rrggbb`. */
  color: string;
  /** Lengths of stroke and gap in pixels of a line 2 px wide, as for `setLineDash`; empty for a solid line. */
  dash: readonly number[];
  marker: RunMarker;
}

const DARK = ['#4386fe', '#fb9518', '#30cd90', '#c067b1', '#82e9fd', '#f93544', '#e7dd2c', '#aea9f7'] as const;
const LIGHT = ['#1f5fe0', '#e05a00', '#229a6f', '#9e7ac3', '#1b586e', '#84142f', '#7a5a00', '#4200a3'] as const;

export const PALETTE: Readonly<Record<ThemeKind, readonly string[]>> = {
  dark: DARK,
  light: LIGHT,
  highContrast: DARK,
  highContrastLight: LIGHT,
};

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [9, 3, 2, 3], [12, 4], [4, 2, 1, 2]];
const MARKERS: readonly RunMarker[] = ['circle', 'square', 'triangle', 'diamond', 'plus', 'cross'];

/** Outlines of the markers in a box of 16 × 16, for SVG paths and `Path2D`. All are filled, none is stroked. */
export const MARKER_PATHS: Readonly<Record<RunMarker, string>> = {
  circle: 'M8 3a5 5 0 1 1 0 10a5 5 0 1 1 0-10Z',
  square: 'M3.5 3.5h9v9h-9Z',
  triangle: 'M8 2.5 14 13H2Z',
  diamond: 'M8 1.5 14.5 8 8 14.5 1.5 8Z',
  plus: 'M6.5 2h3v4.5H14v3H9.5V14h-3V9.5H2v-3h4.5Z',
  cross: 'M4.5 2.4 8 5.9l3.5-3.5 2.1 2.1L10.1 8l3.5 3.5-2.1 2.1L8 10.1l-3.5 3.5-2.1-2.1L5.9 8 2.4 4.5Z',
};

/**
 * The look of the run with this `colorIndex`. Colours repeat after eight, then with the next dash and marker; in high
 * contrast each run has another dash and marker at once, since colours tell less there.
 */
export function runLook(kind: ThemeKind, colorIndex: number): RunLook {
  const colors = PALETTE[kind];
  const shape = isHighContrast(kind) ? colorIndex : Math.floor(colorIndex / colors.length);
  return {
    color: at(colors, colorIndex),
    dash: at(DASHES, shape),
    marker: at(MARKERS, shape),
  };
}

export function isHighContrast(kind: ThemeKind): boolean {
  return kind === 'highContrast' || kind === 'highContrastLight';
}

function at<T>(items: readonly T[], index: number): T {
  // The arrays above are not empty, so an item is always there.
  return items[index % items.length] as T;
}
