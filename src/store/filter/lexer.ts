/** Cuts the text of a filter into tokens. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { TextSpan } from '../../protocol/rpc';
import { fail } from './filterError';

export type TokenKind = 'word' | 'number' | 'text' | 'quotedName' | 'symbol' | 'end';

export interface Token extends TextSpan {
  kind: TokenKind;
  /** Without its quotes; of a word, a number and a symbol as written. */
  text: string;
  /** `"` may quote a name as well as a text. */
  quote?: string;
}

/** Longest filter, in UTF-16 units. */
const MAX_FILTER_LENGTH = 32_768;

const BLANK = /\s+/y;
// A number ends where a word would go on: `3px` is no number.
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.])/uy;
/** Keys such as `val/loss` and `mlflow.runName` need no quotes. */
const WORD = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_./:-]*/uy;
/** Infinity may have a sign. */
const SIGNED_WORD = /[+-](?:inf|infinity)(?![\p{L}\p{N}_])/iuy;
const SYMBOL = /!=|<=|>=|[=<>().,]/y;

/** The tokens of a text, the last of them an `end`. Throws a {@link UserError} with the place of what is none. */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_FILTER_LENGTH) {
    throw new UserError(l10n.t('The filter is too long: {0} characters at most.', MAX_FILTER_LENGTH));
  }
  const tokens: Token[] = [];
  let at = 0;
  while ((at += lengthOf(BLANK, text, at)) < text.length) {
    const token = quoted(text, at) ?? plain(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function quoted(text: string, start: number): Token | undefined {
  const quote = text[start]!;
  if (!`'"\``.includes(quote)) return undefined;
  // A quote inside is written twice.
  let end = start + 1;
  for (;;) {
    end = text.indexOf(quote, end);
    if (end < 0) {
      fail(l10n.t('This quote is not closed: another {0} is missing.', quote), { start, end: text.length });
    }
    if (text[end + 1] !== quote) break;
    end += 2;
  }
  const inner = text.slice(start + 1, end).replaceAll(quote + quote, quote);
  return { kind: quote === '`' ? 'quotedName' : 'text', text: inner, quote, start, end: end + 1 };
}

function plain(text: string, start: number): Token {
  const kinds: [TokenKind, RegExp][] = [
    ['number', NUMBER],
    ['word', SIGNED_WORD],
    ['word', WORD],
    ['symbol', SYMBOL],
  ];
  for (const [kind, pattern] of kinds) {
    const length = lengthOf(pattern, text, start);
    if (length > 0) return { kind, text: text.slice(start, start + length), start, end: start + length };
  }
  const end = start + String.fromCodePoint(text.codePointAt(start)!).length;
  const found = text.slice(start, end);
  return fail(l10n.t('{0} has no meaning here. Put names and texts with such characters in quotes.', found), {
    start,
    end,
  });
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
