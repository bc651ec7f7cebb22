/** Colours as numbers. */

/** From 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A colour that VS Code writes: `#rrggbb`, or `rgba(…)` where it lets through what lies below. */
function parse(color: string): { rgb: Rgb; alpha: number } | undefined {
  const [, digits, last] = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(color) ?? [];
  if (digits !== undefined)
    return { rgb: rgbOf(color), alpha: last === undefined ? 1 : Number.parseInt(last, 16) / 255 };
  const parts = /^rgba?\(([\d.,\s]+)\)$/.exec(color)?.[1]?.split(',').map(Number) ?? [];
  const [red, green, blue, alpha = 1] = parts;
  return red === undefined || green === undefined || blue === undefined
    ? undefined
    : { rgb: [red, green, blue], alpha };
}

/**
 * A colour of the theme as it looks on a background, `#rrggbb`: what draws adds an opacity of its own, and files are read by
 * programs that know no other. What is written otherwise stays as it is.
 */
export function opaque(color: string, background: string): string {
  const parsed = parse(color);
  return parsed === undefined ? color : hexOf(mixed(rgbOf(background), parsed.rgb, parsed.alpha));
}

/** Of a colour written `#rrggbb`. */
export function rgbOf(color: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb;
}

export function hexOf(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** From one colour to another, for shares from 0 to 1. */
export function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((part, i) => Math.round(part + (to[i]! - part) * share)) as unknown as Rgb;
}
