/** Calls a script with other values, and leaves the rest of its command line as it is. */
import type { ScriptOption } from './scriptOptions';
import {
  type CallPiece,
  isPositional,
  looksLikeFlag,
  type OptionValue,
  type ScriptCall,
  sectionsOf,
} from './scriptCall';

/** New values by the place of their options; `undefined` takes the option off the command line. */
export type ValueChanges = ReadonlyMap<number, OptionValue | undefined>;

/**
 * The script's words with other values. An option that was there is changed where it stands, in the way in which it was
 * written; a new one comes at the end of the words that its parser reads.
 */
export function changeCall(call: ScriptCall, options: readonly ScriptOption[], changes: ValueChanges): string[] {
  let pieces = call.pieces;
  for (const [index, value] of changes) pieces = changeOption(pieces, options, index, value);
  return moveGreedy(pieces, options).flatMap(({ words }) => words);
}

/** Puts options that take all words behind them to the end of their section where such words would now follow. */
function moveGreedy(pieces: readonly CallPiece[], options: readonly ScriptOption[]): readonly CallPiece[] {
  const at = pieces.findIndex((piece, i) => {
    const next = pieces[i + 1];
    return (
      next !== undefined && isGreedy(piece, options) && !looksLikeFlag(next.words[0] ?? '-') && next.words[0] !== '--'
    );
  });
  if (at < 0) return pieces;
  const piece = pieces[at]!;
  const others = pieces.toSpliced(at, 1);
  const end = placeFor(others, options, piece.option!, piece.section);
  // Before the word of a command there is no better place.
  return end <= at ? pieces : moveGreedy(others.toSpliced(end, 0, piece), options);
}

function isGreedy({ option }: CallPiece, options: readonly ScriptOption[]): boolean {
  const declared = option === undefined ? undefined : options[option];
  return declared?.multiple === true && declared.count === undefined && !isPositional(declared);
}

function changeOption(
  pieces: readonly CallPiece[],
  options: readonly ScriptOption[],
  index: number,
  value: OptionValue | undefined,
): CallPiece[] {
  const option = options[index]!;
  const section = sectionsOf(options)[index]!;
  const present = pieces.filter((piece) => piece.option === index);
  const shape = isPositional(option) ? present[0] : present.at(-1);
  const made = writeOption(option, value, shape?.words[0]).map((words) => ({ words, option: index, section }));
  const at = shape === undefined ? placeFor(pieces, options, index, section) : pieces.indexOf(shape);
  const others = (some: readonly CallPiece[]): CallPiece[] => some.filter((piece) => piece.option !== index);
  return [...others(pieces.slice(0, at)), ...made, ...others(pieces.slice(at))];
}

/** The words of each piece that gives an option a value; `was` is the first word that gave it one before. */
function writeOption(option: ScriptOption, value: OptionValue | undefined, was: string | undefined): string[][] {
  if (value === undefined) return [];
  const name = nameOf(option, was);
  if (typeof value === 'boolean') {
    const flag = value ? keep(option.flags, was) : keep(option.offFlags ?? [], was);
    return flag === undefined ? [] : [[flag]];
  }
  if (isPositional(option)) return value.length === 0 ? [] : [value];
  if (option.multiple === true || value.length === 0) return [[name, ...value]];
  return value.map((word) => writeValue(name, word, was));
}

function writeValue(name: string, word: string, was: string | undefined): string[] {
  const isShort = /^-[^-]$/.test(name);
  if (was !== undefined && was !== name) {
    if (was.startsWith(`${name}=`)) return [`${name}=${word}`];
    if (isShort && was.startsWith(name)) return [name + word];
  }
  // Behind a space it would be taken for an option.
  if (word.startsWith('-') && word.length > 1) return [isShort ? name + word : `${name}=${word}`];
  return [name, word];
}

/** The name that an option was given by, or its long one. */
function nameOf(option: ScriptOption, was: string | undefined): string {
  const written = was?.startsWith('--') === true ? was.replace(/=.*$/s, '') : was;
  const names = option.flags;
  const same = names.find((name) => name === written) ?? names.find((name) => isShortOf(name, written));
  // The beginning of a name stays the beginning.
  const begun = written?.startsWith('--') === true && names.some((name) => name.startsWith(written));
  return same ?? (begun ? written : (names[0] ?? ''));
}

function isShortOf(name: string, written: string | undefined): boolean {
  return /^-[^-]$/.test(name) && written?.startsWith('--') === false && written.startsWith(name);
}

function keep(names: readonly string[], was: string | undefined): string | undefined {
  return names.find((name) => name === was) ?? names[0];
}

/**
 * Where an option that was not there goes: behind all of its section. One that goes by its place stands behind those
 * before it, for argparse wants them together, or before all flags.
 */
function placeFor(
  pieces: readonly CallPiece[],
  options: readonly ScriptOption[],
  index: number,
  section: number,
): number {
  /** Options of the section cannot stand behind such a piece: a later section, `--`, the word that chooses a command. */
  const endsSection = ({ section: other, words, option }: CallPiece): boolean =>
    other > section || (other === section && (words[0] === '--' || isCommandWord(options, option)));
  const found = pieces.findIndex(endsSection);
  const end = found < 0 ? pieces.length : found;
  if (!isPositional(options[index]!)) return end;
  const isBefore = ({ section: other, option }: CallPiece): boolean =>
    other === section && option !== undefined && option < index && isPositional(options[option]!);
  const before = pieces.findLastIndex(isBefore);
  if (before >= 0) return before + 1;
  const isFlag = (piece: CallPiece): boolean => piece.section === section && looksLikeFlag(piece.words[0] ?? '');
  const flag = pieces.findIndex((piece, at) => at < end && isFlag(piece));
  return flag < 0 ? end : flag;
}

function isCommandWord(options: readonly ScriptOption[], option: number | undefined): boolean {
  return option !== undefined && options[option]?.subcommand === true;
}
