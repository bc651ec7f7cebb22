/** Finds the literal of a Python file that the cursor is on, and what it is the value of. */
import { type Lines, type NamedValue, parseLiteral, shortLines } from './namedValue';

/** Strings, comments, names and numbers, in this order, so that a number inside of a string is none. */
const TOKEN = /(["'])(?:\\.|(?!\1)[^\\])*\1|#.*|[A-Za-z_]\w*|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?/g;
const LITERAL = /^(["'\d.]|True$|False$|None$)/;

/** `lr = `, `lr: float = `, `lr=` in a call, `cfg.optimizer.lr = `. */
const ASSIGNED = /([A-Za-z_][\w.]*)\s*(?::[^=()]+)?=\s*$/;
/** `{"lr": `, `config["lr"] = `. */
const KEYED = /(["'])([\w./-]+)\1\s*(?::|\]\s*=)\s*$/;
/** `lr: float = typer.Option(`, `lr: float = field(default=`. */
const DECLARED = /([A-Za-z_]\w*)\s*(?::[^=()]+)?=\s*[\w.]*(?:[Oo]ption|[Aa]rgument|[Ff]ield)\(\s*(?:default\s*=\s*)?$/;
/** The beginning of the call that declares an option. */
const OPTION_CALL = /(?:add_argument|[Oo]ption|[Aa]rgument)\(\s*((?:(["'])[\w-]+\2\s*,?\s*)+)/g;

/** Lines above that may belong to the same call. */
const MOST_LINES = 10;

/** `undefined` where there is no literal, or one that nothing names. */
export function pythonValueAt(all: Lines, line: number, column: number): NamedValue | undefined {
  const lines = shortLines(all);
  const text = lines(line);
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const end = index + token.length;
    if (column > end || !LITERAL.test(token)) continue;
    const sign = /(?:^|[=(,:[\s])([-+])$/.exec(text.slice(0, index)) === null ? 0 : 1;
    const start = /^[\d.]/.test(token) ? index - sign : index;
    if (column < start) return undefined;
    const path = nameOf(text.slice(0, start), () => textAbove(lines, line));
    return path && { path, value: parseLiteral(text.slice(start, end)), start, end };
  }
  return undefined;
}

function nameOf(before: string, above: () => string): string[] | undefined {
  const declared = DECLARED.exec(before);
  if (declared !== null) return [declared[1]!];
  const keyed = KEYED.exec(before);
  if (keyed !== null) return [keyed[2]!];
  const assigned = ASSIGNED.exec(before);
  if (assigned === null) return undefined;
  if (assigned[1] === 'default') return optionOf(above() + before);
  // The first of several names is a variable: `self`, `args`, `cfg`.
  const names = assigned[1]!.split('.');
  return names.length > 1 ? names.slice(1) : names;
}

/** The option whose declaration a text ends in: `"--lr"` of `add_argument("-l", "--lr", default=`. */
function optionOf(text: string): string[] | undefined {
  const [, names] = [...text.matchAll(OPTION_CALL)].at(-1) ?? [];
  const words = [...(names ?? '').matchAll(/["']([\w-]+)["']/g)].map(([, word]) => word!);
  // A word without dashes is the name itself, as click has it.
  const name = words.find((word) => !word.startsWith('-')) ?? words.find((word) => word.startsWith('--')) ?? words[0];
  return name === undefined ? undefined : [name.replace(/^-+/, '')];
}

function textAbove(lines: Lines, line: number): string {
  const from = Math.max(0, line - MOST_LINES);
  return Array.from({ length: line - from }, (_, i) => `${lines(from + i)}\n`).join('');
}
