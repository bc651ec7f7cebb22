/** The look of terminal output: escape sequences are taken out of a text, and those that colour it are remembered. */
import type { StyledSpan, TextColor, TextStyle } from '../../protocol/outputApi';

const ESC = '\u001b';
/** What ends all styles. */
const RESETS = [`${ESC}[0m`, `${ESC}[m`];
/** More parameters than any sequence needs. */
const MOST_PARAMETERS = 64;

/**
 * Escape sequences: CSI (with its parameters and its final byte as groups), texts for the terminal such as titles and
 * links, and all others. One that does not end is taken out as far as it goes.
 */
const SEQUENCE = new RegExp(
  [
    String.raw`\u001b\[([0-?]*)[ -/]*([@-~])?`,
    String.raw`\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?`,
    String.raw`\u001b[PX^_][^\u001b]*(?:\u001b\\)?`,
    String.raw`\u001b[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);
/** Control characters that show nothing; a tabulator stays. */
const CONTROLS = /(?!\t)\p{Cc}/gu;

export const PLAIN: TextStyle = {};

/** A text without its escape sequences and control characters, its styled parts, and the style that goes on behind it. */
export function readStyled(raw: string, before: TextStyle): { text: string; spans: StyledSpan[]; after: TextStyle } {
  const spans: StyledSpan[] = [];
  let text = '';
  let style = before;
  let at = 0;
  const take = (piece: string): void => {
    const shown = piece.replace(CONTROLS, '');
    if (shown === '') return;
    if (style !== PLAIN) spans.push({ start: text.length, end: text.length + shown.length, style });
    text += shown;
  };
  for (const match of raw.matchAll(SEQUENCE)) {
    take(raw.slice(at, match.index));
    if (match[2] === 'm') style = withSequence(style, match[1] ?? '');
    at = match.index + match[0].length;
  }
  take(raw.slice(at));
  return { text, spans, after: style };
}

/** A text without anything that shows nothing; line ends go too. */
export function plainText(raw: string): string {
  return raw.replace(SEQUENCE, '').replace(CONTROLS, '');
}

/** The style behind these bytes of a text that may be long. */
export function styleAfter(bytes: Buffer, before: TextStyle): TextStyle {
  const last = bytes.lastIndexOf(ESC);
  if (last === -1) return before;
  // Nearly every line that has colours ends them by itself.
  const end = bytes.toString('latin1', last, last + 4);
  if (RESETS.some((reset) => end.startsWith(reset))) return PLAIN;
  return readStyled(bytes.toString('latin1'), before).after;
}

function withSequence(before: TextStyle, parameters: string): TextStyle {
  const codes = parameters.split(/[;:]/, MOST_PARAMETERS).map(Number);
  let style = before;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] as number;
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(codes.slice(at + 1));
      if (color !== undefined) style = withColor(style, code === 38 ? 'color' : 'background', color);
      at += used;
    } else style = withCode(style, code);
  }
  return Object.keys(style).length === 0 ? PLAIN : style;
}

type Attribute = Exclude<keyof TextStyle, 'color' | 'background'>;

const ON: Record<number, Attribute> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
};
const OFF: Record<number, (keyof TextStyle)[]> = {
  21: ['bold'],
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
  39: ['color'],
  49: ['background'],
};

function withCode(style: TextStyle, code: number): TextStyle {
  if (code === 0) return PLAIN;
  const on = ON[code];
  if (on !== undefined) return { ...style, [on]: true };
  const off = OFF[code];
  if (off !== undefined)
    return Object.fromEntries(Object.entries(style).filter(([key]) => !off.includes(key as never)));
  if (code >= 30 && code <= 37) return withColor(style, 'color', code - 30);
  if (code >= 90 && code <= 97) return withColor(style, 'color', code - 82);
  if (code >= 40 && code <= 47) return withColor(style, 'background', code - 40);
  if (code >= 100 && code <= 107) return withColor(style, 'background', code - 92);
  return style;
}

function withColor(style: TextStyle, where: 'color' | 'background', color: TextColor): TextStyle {
  return { ...style, [where]: color };
}

/** The colour that follows 38 or 48: `5;n` of 256, or `2;r;g;b`. */
function extendedColor([kind, ...rest]: number[]): { color?: TextColor; used: number } {
  if (kind === 5) {
    const [index = Number.NaN] = rest;
    return isByte(index) ? { color: paletteColor(index), used: 2 } : { used: 2 };
  }
  if (kind !== 2) return { used: 1 };
  const rgb = rest.slice(0, 3);
  return rgb.length === 3 && rgb.every(isByte) ? { color: hex(rgb), used: 4 } : { used: 4 };
}

/** xterm's 256 colours: those of the palette, a cube of 6 × 6 × 6, and greys. */
function paletteColor(index: number): TextColor {
  if (index < 16) return index;
  if (index >= 232) return hex(Array<number>(3).fill(8 + (index - 232) * 10));
  const cube = index - 16;
  return hex(
    [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((level) => (level === 0 ? 0 : 55 + level * 40)),
  );
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}

function hex(rgb: readonly number[]): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
