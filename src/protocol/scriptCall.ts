/** Reads how a script was called: which words of its command line gave which of its options. */
import type { ScriptOption } from './scriptOptions';

/** What a command line says of an option: a flag on or off, the words of any other. */
export type OptionValue = boolean | string[];

/** Words that belong together: `--lr 0.1`, `--lr=0.1`, `-l0.1`, `--fast`, `birds.csv`. */
export interface CallPiece {
  words: string[];
  /** Place of the option in the list of options; absent for what belongs to none. */
  option?: number;
  value?: OptionValue;
  /** How many of the script's commands were chosen before it, such as `fit` in `train.py fit`. */
  section: number;
}

export interface ScriptCall {
  /** In their order; joined they are the script's words, letters that stood together (`-vx`) taken apart. */
  pieces: CallPiece[];
  /** By the place of the option; `undefined` where the words say nothing of it, so that its default holds. */
  values: (OptionValue | undefined)[];
}

/** Whether an option goes by its place on the command line. */
export function isPositional(option: ScriptOption): boolean {
  return option.flags.length === 0 && (option.offFlags ?? []).length === 0;
}

/** The section of each option; the word that chooses a command belongs to the section that it ends. */
export function sectionsOf(options: readonly ScriptOption[]): number[] {
  let section = 0;
  return options.map((option) => (option.subcommand === true ? section++ : section));
}

/** Understands a script's words by its options, much as argparse and click do; what they do not name stays as it is. */
export function readCall(words: readonly string[], options: readonly ScriptOption[]): ScriptCall {
  const pieces = new CallReader(words, options).read();
  const values = options.map((option, index) =>
    valueOf(
      option,
      pieces.filter((piece) => piece.option === index),
    ),
  );
  return { pieces, values };
}

function valueOf(option: ScriptOption, pieces: readonly CallPiece[]): OptionValue | undefined {
  const last = pieces.at(-1)?.value;
  if (!Array.isArray(last) || !(option.repeats === true || isPositional(option))) return last;
  return pieces.flatMap(({ value }) => (Array.isArray(value) ? value : []));
}

/** Looks like an option where it is none of the known ones. A negative number does not, nor does a text with spaces. */
export function looksLikeFlag(word: string): boolean {
  return word.length > 1 && word.startsWith('-') && !word.includes(' ') && !/^-(\d+|\d*\.\d+)$/.test(word);
}

interface Match {
  option: number;
  /** The name as it stands there. */
  name: string;
  /** The value that stands in the same word: `0.1` of `--lr=0.1`. */
  attached?: string;
}

class CallReader {
  private readonly pieces: CallPiece[] = [];
  private readonly sections: number[];
  private section = 0;
  private at = 0;
  /** Words of the section that go by their place. */
  private placed: CallPiece[] = [];

  constructor(
    private readonly words: readonly string[],
    private readonly options: readonly ScriptOption[],
  ) {
    this.sections = sectionsOf(options);
  }

  read(): CallPiece[] {
    let onlyPlaced = false;
    while (this.at < this.words.length) {
      const word = this.words[this.at]!;
      if (word === '--' && !onlyPlaced) {
        onlyPlaced = true;
        this.take(1, {});
        continue;
      }
      const match = onlyPlaced ? undefined : this.match(word);
      if (match !== undefined) this.readOption(match);
      else if (!onlyPlaced && !this.readLetters(word)) this.readPlaced(word);
      else if (onlyPlaced) this.readPlaced(word);
    }
    this.assignPlaced();
    return this.pieces;
  }

  private take(count: number, about: Pick<CallPiece, 'option' | 'value'>): CallPiece {
    const piece = { words: this.words.slice(this.at, this.at + count), section: this.section, ...about };
    this.pieces.push(piece);
    this.at += count;
    return piece;
  }

  /** The option of this section that a word names, if it does. */
  private match(word: string): Match | undefined {
    if (!word.startsWith('-')) return undefined;
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const option = this.named(word) ?? this.named(name) ?? (name.startsWith('--') ? this.begunWith(name) : undefined);
    if (option === undefined) return undefined;
    return equals < 0 || this.named(word) !== undefined
      ? { option, name: word }
      : { option, name, attached: word.slice(equals + 1) };
  }

  private named(name: string): number | undefined {
    return this.only((one) => one === name);
  }

  /** argparse takes the beginning of a name when no other begins so. */
  private begunWith(name: string): number | undefined {
    return name.length > 2 ? this.only((one) => one.startsWith(name)) : undefined;
  }

  private only(fits: (name: string) => boolean): number | undefined {
    const found = this.options.flatMap(({ flags, offFlags }, index) =>
      this.sections[index] === this.section && [...flags, ...(offFlags ?? [])].some(fits) ? [index] : [],
    );
    return found.length === 1 ? found[0] : undefined;
  }

  private readOption({ option, name, attached }: Match): void {
    const declared = this.options[option]!;
    if (declared.type === 'flag') return void this.take(1, { option, value: isOn(declared, name) });
    if (attached !== undefined) return void this.take(1, { option, value: [attached] });
    const count = this.countValues(declared);
    const value = this.words.slice(this.at + 1, this.at + 1 + count);
    this.take(1 + count, { option, value });
  }

  /** How many of the next words an option takes. */
  private countValues({ multiple, count }: ScriptOption): number {
    const rest = this.words.slice(this.at + 1);
    if (count !== undefined) return Math.min(count, rest.length);
    if (multiple !== true) return rest[0] === undefined || this.match(rest[0]) !== undefined ? 0 : 1;
    const end = rest.findIndex((word) => word === '--' || looksLikeFlag(word));
    return end < 0 ? rest.length : end;
  }

  /** Reads short options that stand in one word: `-vx`, `-l0.1`. Whether the word was such. */
  private readLetters(word: string): boolean {
    if (!/^-[^-]/.test(word)) return false;
    const found: CallPiece[] = [];
    for (let i = 1; i < word.length; i++) {
      const name = `-${word[i]}`;
      const option = this.named(name);
      if (option === undefined) return false;
      const declared = this.options[option]!;
      if (declared.type !== 'flag') {
        const attached = word.slice(i + 1);
        const next = this.words[this.at + 1];
        if (attached === '' && next === undefined) return false;
        const words = attached === '' ? [name, next!] : [name + attached];
        found.push({ words, option, value: [attached === '' ? next! : attached], section: this.section });
        if (attached === '') this.at += 1;
        break;
      }
      found.push({ words: [name], option, value: isOn(declared, name), section: this.section });
    }
    this.pieces.push(...found);
    this.at += 1;
    return true;
  }

  private readPlaced(word: string): void {
    const places = this.options.filter((one, index) => this.sections[index] === this.section && isPositional(one));
    const before = places.findIndex(({ subcommand }) => subcommand === true);
    if (before >= 0 && this.placed.length >= before) {
      this.assignPlaced();
      this.take(1, { option: this.options.indexOf(places[before]!), value: [word] });
      this.section += 1;
      return;
    }
    const piece = this.take(1, {});
    if (!looksLikeFlag(word) || this.pieces.some(({ words }) => words[0] === '--')) this.placed.push(piece);
  }

  /** Deals the words of a section out to the options that go by their place: the first ones get what others can spare. */
  private assignPlaced(): void {
    const places = this.options.flatMap((one, index) =>
      this.sections[index] === this.section && isPositional(one) && one.subcommand !== true ? [index] : [],
    );
    const leasts = places.map((index) => leastWords(this.options[index]!));
    let left = this.placed;
    places.forEach((option, i) => {
      const spared = leasts.slice(i + 1).reduce((sum, least) => sum + least, 0);
      const { multiple, count } = this.options[option]!;
      const most = count ?? (multiple === true ? Infinity : 1);
      const taken = left.slice(0, Math.max(0, Math.min(most, left.length - spared)));
      for (const piece of taken) Object.assign(piece, { option, value: piece.words });
      left = left.slice(taken.length);
    });
    this.placed = [];
  }
}

function leastWords({ required, count }: ScriptOption): number {
  return required === true ? (count ?? 1) : 0;
}

function isOn({ flags, offFlags }: ScriptOption, name: string): boolean {
  const names = [...flags, ...(offFlags ?? [])];
  // A beginning of a name, which argparse takes for the whole.
  const whole = names.find((one) => one === name) ?? names.find((one) => one.startsWith(name));
  return whole === undefined || !(offFlags ?? []).includes(whole);
}
