import type { ParamValue } from '../protocol/numbers';

/** A literal in a file that has a name, and may be a hyper-parameter's. */
export interface NamedValue {
  /** The names that lead to it: `['optimizer', 'lr']`. */
  path: string[];
  value: ParamValue;
  /** Columns of the literal in its line. */
  start: number;
  end: number;
}

/** The lines of a file, counted from 0. */
export type Lines = (line: number) => string;

/** A line longer than this is data, in characters: patterns would hold the editor's own thread for it. */
const LONGEST_LINE = 2000;

/** The lines of a file, of which those that are data count as empty. */
export function shortLines(lines: Lines): Lines {
  return (line) => {
    const text = lines(line);
    return text.length > LONGEST_LINE ? '' : text;
  };
}

const NUMBER = /^[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[-+]?\d+)?$/i;
const WORDS = new Map<string, ParamValue>([
  ['true', true],
  ['false', false],
  ['none', null],
  ['null', null],
  ['~', null],
]);

/** The value of a literal as Python, YAML, JSON and TOML write it; of anything else its text. */
export function parseLiteral(text: string): ParamValue {
  const quoted = /^(["'])([^]*)\1$/.exec(text);
  if (quoted !== null) return quoted[2]!.replace(/\\(["'\\])/g, '$1');
  if (NUMBER.test(text)) return Number(text.replaceAll('_', ''));
  const word = WORDS.get(text.toLowerCase());
  return word === undefined ? text : word;
}
