/** What may follow at the end of a filter that is being written. */
import { UserError } from '../../common/errors';
import type { TextSpan } from '../../protocol/rpc';
import type { Field } from './ast';
import { tokenize, type Token } from './lexer';
import { parseField } from './parser';

/** Where in the grammar the end of a filter is. */
export type Place = 'condition' | 'comparison' | 'null' | 'list' | 'opening' | 'value' | 'member' | 'more' | 'joint';

export interface Expected {
  place: Place;
  /** The field of the condition that is begun, and whether it is compared by size. */
  field?: Field;
  isOrdered: boolean;
  /** Parentheses that are open, those of lists left out. */
  open: number;
  /** The begun word, which what follows takes the place of; empty behind a blank. */
  begun: TextSpan & { text: string };
}

/** `undefined` where what stands before the begun word cannot be understood. */
export function expectedAtEnd(filter: string): Expected | undefined {
  try {
    return new Reader(filter).read();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** What follows on a word or symbol, by place; what is missing here is a mistake. */
const NEXT: Readonly<Partial<Record<Place, Readonly<Record<string, Place>>>>> = {
  condition: { not: 'condition', '(': 'condition' },
  comparison: {
    ...Object.fromEntries(['=', '!=', '<', '<=', '>', '>=', 'like', 'ilike'].map((one) => [one, 'value' as const])),
    is: 'null',
    not: 'list',
    in: 'opening',
  },
  null: { not: 'null', null: 'joint' },
  list: { in: 'opening' },
  opening: { '(': 'member' },
  more: { ',': 'member', ')': 'joint' },
  joint: { and: 'condition', or: 'condition', ')': 'joint' },
};

class Reader {
  private readonly tokens: Token[];
  private readonly begun: Expected['begun'];
  private at = 0;
  private place: Place = 'condition';
  private field: Field | undefined;
  private open = 0;
  private isOrdered = false;

  constructor(private readonly filter: string) {
    const start = beginOfWord(filter);
    this.tokens = tokenize(filter.slice(0, start)).slice(0, -1);
    this.begun = { text: filter.slice(start), start, end: filter.length };
  }

  read(): Expected | undefined {
    while (this.at < this.tokens.length) if (!this.take()) return undefined;
    const { place, field, isOrdered, open, begun } = this;
    return { place, isOrdered, open, begun, ...(field === undefined ? {} : { field }) };
  }

  /** Takes one token, or the tokens of a field; false where it has no place. */
  private take(): boolean {
    const token = this.tokens[this.at]!;
    const isPlain = token.kind === 'word' || token.kind === 'symbol';
    const next = isPlain ? NEXT[this.place]?.[token.text.toLowerCase()] : undefined;
    if (next !== undefined) {
      if (this.place === 'comparison') this.isOrdered = /^[<>]/.test(token.text);
      if (this.place === 'condition' && token.text === '(') this.open += 1;
      if (this.place === 'joint' && token.text === ')') this.open -= 1;
      this.place = next;
      this.at += 1;
      return this.open >= 0;
    }
    if (this.place === 'condition') return this.takeField();
    if ((this.place !== 'value' && this.place !== 'member') || token.kind === 'symbol') return false;
    this.place = this.place === 'value' ? 'joint' : 'more';
    this.at += 1;
    return true;
  }

  private takeField(): boolean {
    const first = this.tokens[this.at]!;
    const isName = ({ kind, quote }: Token): boolean => kind === 'word' || (quote !== undefined && quote !== "'");
    if (!isName(first)) return false;
    let end = this.at + 1;
    const follows = (): Token | undefined => this.tokens[end];
    if (follows()?.text === '.' && follows()?.kind === 'symbol') end += 2;
    else if (first.text.endsWith('.') && follows()?.quote !== undefined) end += 1;
    const last = this.tokens[end - 1];
    if (last === undefined || !isName(last)) return false;
    this.field = parseField(this.filter.slice(first.start, last.end));
    this.place = 'comparison';
    this.at = end;
    return true;
  }
}

/** Where the word begins that the filter ends with: an open quote and the prefix before it belong to it. */
function beginOfWord(filter: string): number {
  const open = openQuote(filter);
  const before = open ?? filter.length;
  const word = /[\p{L}\p{N}_+-][\p{L}\p{M}\p{N}_./:+-]*$/u.exec(filter.slice(0, before));
  if (open === undefined) return word?.index ?? filter.length;
  return word !== null && word[0].endsWith('.') ? word.index : open;
}

/** The place of a quote that is not closed. */
function openQuote(filter: string): number | undefined {
  let open: number | undefined;
  for (let at = 0; at < filter.length; at += 1) {
    const char = filter[at]!;
    if (open === undefined ? `'"\``.includes(char) : char === filter[open]) open = open === undefined ? at : undefined;
  }
  return open;
}
