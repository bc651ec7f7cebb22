/** Which comparisons and values make sense for which field. */
import * as l10n from '@vscode/l10n';
import type { TextSpan } from '../../protocol/rpc';
import { ATTRIBUTES, STATUS_WORDS, statusOf, type Comparator, type Condition, type Field, type Literal } from './ast';
import { fail } from './filterError';

/** Something with its place in the filter. */
export interface Written<T> extends TextSpan {
  text: T;
}

/** SQLite refuses longer ones. */
const MAX_PATTERN_LENGTH = 1000;

const PATTERNS: readonly Comparator[] = ['like', 'ilike'];
const ORDERS: readonly Comparator[] = ['<', '<=', '>', '>='];

/** Makes a condition of its parts: values as the field holds them. Fails on what could never match. */
export function checked(
  field: Field,
  name: TextSpan,
  comparator: Written<Comparator>,
  written: readonly Written<Literal>[],
): Condition {
  const kind = kindOfValue(field);
  if (PATTERNS.includes(comparator.text) && (kind === 'number' || kind === 'time')) {
    fail(l10n.t('{0} is for texts: compare a number by =, !=, <, <=, > or >=.', shown(comparator.text)), comparator);
  }
  if (ORDERS.includes(comparator.text) && (kind === 'status' || field.of === 'dataset')) {
    fail(l10n.t('This field has no order: compare it by =, !=, LIKE, ILIKE, IN or NOT IN.'), comparator);
  }
  const values = written.map((one) => {
    if (PATTERNS.includes(comparator.text)) return pattern(one);
    const value = valueFor(kind, one);
    if (Number.isNaN(value)) checkNaN(field, comparator.text, one);
    return value;
  });
  if (kind === 'status' && comparator.text.endsWith('null')) {
    fail(l10n.t('Every run has a status.'), { start: name.start, end: comparator.end });
  }
  return { kind: 'condition', field, comparator: comparator.text, values };
}

type ValueKind = 'number' | 'text' | 'time' | 'status' | 'any';

function kindOfValue(field: Field): ValueKind {
  if (field.of === 'metric') return 'number';
  if (field.of === 'param') return 'any';
  return field.of === 'attribute' ? ATTRIBUTES[field.key]! : 'text';
}

function valueFor(kind: ValueKind, written: Written<Literal>): Literal {
  const { text: value } = written;
  switch (kind) {
    case 'any':
      return value;
    case 'number':
      if (typeof value === 'number') return value;
      return fail(l10n.t('A number was expected here, without quotes.'), written);
    case 'time':
      return time(written);
    case 'status':
      return status(written);
    case 'text':
      if (typeof value === 'string') return value;
      return fail(l10n.t("A text was expected here: write it in quotes, '{0}'.", value), written);
  }
}

function checkNaN(field: Field, comparator: Comparator, span: TextSpan): void {
  if (field.of === 'attribute') fail(l10n.t('No attribute of a run is ever NaN.'), span);
  if (ORDERS.includes(comparator)) fail(l10n.t('Nothing is less or greater than NaN: use = or !=.'), span);
}

function pattern(written: Written<Literal>): string {
  const { text } = written;
  if (typeof text !== 'string') return fail(l10n.t("A pattern is a text, such as 'a%'."), written);
  if (text.length > MAX_PATTERN_LENGTH) {
    fail(l10n.t('The pattern is too long: {0} characters at most.', MAX_PATTERN_LENGTH), written);
  }
  return text;
}

function status(written: Written<Literal>): string {
  const known = typeof written.text === 'string' ? statusOf(written.text) : undefined;
  return known ?? fail(l10n.t('This is no status. There are: {0}.', STATUS_WORDS.join(', ')), written);
}

/** ISO 8601; without a zone it is local time, also for a date alone. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds since 1970. */
function time(written: Written<Literal>): number {
  const { text } = written;
  if (typeof text === 'number') return text;
  const wellFormed = typeof text === 'string' && DATE.test(text);
  const ms = wellFormed
    ? new Date(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')).getTime()
    : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  return fail(l10n.t("A time is a number of milliseconds since 1970 or a date such as '2026-01-31 09:30'."), written);
}

function shown(comparator: Comparator): string {
  return comparator.toUpperCase();
}
