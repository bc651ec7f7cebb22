/**
 * The filter language: MLflow's search syntax (its `search_runs`), with OR, NOT and parentheses besides.
 *
 *     filter     = [ or ]
 *     or         = and { OR and }
 *     and        = not { AND not }
 *     not        = { NOT } ( "(" or ")" | condition )
 *     condition  = field comparator value | field [ NOT ] IN "(" value { "," value } ")" | field IS [ NOT ] NULL
 *     field      = [ kind "." ] name
 *
 * docs/search.md explains it to people.
 */
import * as l10n from '@vscode/l10n';
import { attributeOf, ATTRIBUTES, DATASET_FIELDS, kindOf, type Comparator, type Field, type Filter } from './ast';
import { checked, type Written } from './checks';
import { fail } from './filterError';
import { tokenize, type Token } from './lexer';

const MAX_CONDITIONS = 100;
const MAX_VALUES = 1000;
const MAX_DEPTH = 50;

const COMPARATORS: readonly string[] = ['=', '!=', '<', '<=', '>', '>=', 'like', 'ilike'];
const WORDS: Readonly<Record<string, number | boolean>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  '+infinity': Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
  true: true,
  false: false,
};

/** Understands a filter; a blank one lets all runs pass. Throws a `UserError` with the place of what is wrong. */
export function parseFilter(text: string): Filter {
  return new Parser(tokenize(text)).parse();
}

/**
 * Understands the name of a field as an order or a group gives it, `metrics.val/loss`: as in a filter, but what follows
 * the first dot needs no quotes, whatever is in it.
 */
export function parseField(text: string): Field {
  const span = { start: 0, end: text.length };
  const dot = text.indexOf('.');
  const prefix = dot < 0 ? undefined : { text: text.slice(0, dot), start: 0, end: dot };
  const rest = text.slice(dot + 1);
  const quote = rest[0];
  const isQuoted = rest.length > 2 && (quote === '"' || quote === '`') && rest.endsWith(quote);
  const name = isQuoted ? rest.slice(1, -1).replaceAll(quote + quote, quote) : rest;
  return field(prefix, { text: name, start: dot + 1, end: span.end });
}

type Name = Pick<Token, 'text' | 'start' | 'end'>;

function field(prefix: Name | undefined, name: Name): Field {
  const of = prefix === undefined ? 'attribute' : kindOf(prefix.text);
  if (of === undefined) {
    return fail(
      l10n.t('{0} is no kind of field. Write metrics, params, tags, attributes or datasets.', prefix!.text),
      prefix!,
    );
  }
  if (name.text === '') fail(l10n.t('A name is missing behind the dot.'), name);
  if (of === 'attribute') return { of, key: attribute(name) };
  if (of === 'dataset' && !DATASET_FIELDS.includes(name.text.toLowerCase())) {
    fail(l10n.t('{0} is nothing that a dataset has. Write datasets.name or datasets.digest.', name.text), name);
  }
  return { of, key: of === 'dataset' ? name.text.toLowerCase() : name.text };
}

function attribute(name: Name): string {
  const known = Object.keys(ATTRIBUTES).join(', ');
  return (
    attributeOf(name.text) ??
    fail(
      l10n.t('{0} is no attribute of a run. Write metrics.{0} or params.{0}, or one of these: {1}.', name.text, known),
      name,
    )
  );
}

class Parser {
  private at = 0;
  private conditions = 0;
  private values = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Filter {
    if (this.tokens.length === 1) return { kind: 'and', of: [] };
    const filter = this.or();
    if (this.token.kind !== 'end') {
      if (this.isSymbol(')')) fail(l10n.t('This parenthesis was never opened.'), this.token);
      fail(l10n.t('AND or OR is missing before {0}.', this.found()), this.token);
    }
    return filter;
  }

  private get token(): Token {
    return this.tokens[this.at]!;
  }

  private or(): Filter {
    return this.chain('or', () => this.chain('and', () => this.not()));
  }

  private chain(kind: 'and' | 'or', member: () => Filter): Filter {
    const of = [member()];
    while (this.takeWord(kind)) of.push(member());
    return of.length === 1 ? of[0]! : { kind, of };
  }

  private not(): Filter {
    const { token } = this;
    if (this.takeWord('not')) return this.deeper(token, () => ({ kind: 'not', of: this.not() }));
    if (!this.takeSymbol('(')) return this.condition();
    return this.deeper(token, () => {
      const inner = this.or();
      if (!this.takeSymbol(')')) {
        if (this.token.kind === 'end') fail(l10n.t('This parenthesis is not closed.'), token);
        fail(l10n.t('AND, OR or a closing parenthesis is missing before {0}.', this.found()), this.token);
      }
      return inner;
    });
  }

  private deeper(token: Token, work: () => Filter): Filter {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) fail(l10n.t('The filter is nested too deeply: {0} levels at most.', MAX_DEPTH), token);
    const inner = work();
    this.depth -= 1;
    return inner;
  }

  private condition(): Filter {
    const first = this.token;
    this.conditions += 1;
    if (this.conditions > MAX_CONDITIONS) {
      fail(l10n.t('The filter has too many conditions: {0} at most.', MAX_CONDITIONS), first);
    }
    const subject = this.field();
    const name = { start: first.start, end: this.tokens[this.at - 1]!.end };
    const comparator = this.comparator();
    const values = this.valuesOf(comparator.text);
    return checked(subject, name, comparator, values);
  }

  /** `metrics.loss`, ``metrics.`a b` ``, `` `metrics`."a b" ``, `status`, `"run name"`. */
  private field(): Field {
    const first = this.takeName();
    if (first.kind === 'word') {
      const dot = first.text.indexOf('.');
      const prefix = { text: first.text.slice(0, dot), start: first.start, end: first.start + dot };
      if (dot < 0) return this.takeSymbol('.') ? field(first, this.takeName()) : field(undefined, first);
      const rest = { text: first.text.slice(dot + 1), start: prefix.end + 1, end: first.end };
      return field(prefix, rest.text === '' && this.isQuoted() ? this.takeName() : rest);
    }
    return this.takeSymbol('.') ? field(first, this.takeName()) : field(undefined, first);
  }

  private takeName(): Token {
    const { token } = this;
    if (token.kind === 'word' || this.isQuoted()) {
      this.at += 1;
      return token;
    }
    return fail(l10n.t('A field such as metrics.loss or status was expected, not {0}.', this.found()), token);
  }

  /** Double quotes and backticks quote names, single ones only texts. */
  private isQuoted(): boolean {
    return this.token.quote !== undefined && this.token.quote !== "'";
  }

  private comparator(): Written<Comparator> {
    const { token } = this;
    const { start } = token;
    const taken = (text: Comparator) => ({ text, start, end: this.tokens[this.at - 1]!.end });
    const word = token.text.toLowerCase();
    if ((token.kind === 'symbol' || token.kind === 'word') && COMPARATORS.includes(word)) {
      this.at += 1;
      return taken(word as Comparator);
    }
    if (this.takeWord('is')) {
      const not = this.takeWord('not');
      if (!this.takeWord('null')) fail(l10n.t('NULL was expected, not {0}.', this.found()), this.token);
      return taken(not ? 'not null' : 'null');
    }
    const not = this.takeWord('not');
    if (this.takeWord('in')) return taken(not ? 'not in' : 'in');
    const expected = '=, !=, <, <=, >, >=, LIKE, ILIKE, IN, NOT IN, IS NULL, IS NOT NULL';
    return fail(l10n.t('A comparison was expected, not {0}: {1}.', this.found(), expected), this.token);
  }

  private valuesOf(comparator: Comparator): Written<string | number | boolean>[] {
    if (comparator === 'null' || comparator === 'not null') return [];
    if (comparator !== 'in' && comparator !== 'not in') return [this.value()];
    const open = this.token;
    if (!this.takeSymbol('(')) {
      fail(l10n.t("IN wants a list in parentheses, such as ('a', 'b'), not {0}.", this.found()), open);
    }
    const values = [this.value()];
    while (this.takeSymbol(',')) values.push(this.value());
    if (!this.takeSymbol(')')) {
      fail(l10n.t('A comma or a closing parenthesis is missing before {0}.', this.found()), this.token);
    }
    return values;
  }

  private value(): Written<string | number | boolean> {
    const { token } = this;
    const { text, start, end } = token;
    this.values += 1;
    if (this.values > MAX_VALUES) fail(l10n.t('The filter has too many values: {0} at most.', MAX_VALUES), token);
    const value = literal(token);
    if (value === undefined) {
      if (token.kind === 'word') fail(l10n.t("Text goes in quotes: '{0}'.", text), token);
      return fail(l10n.t("A number or a text such as 'x' was expected, not {0}.", this.found()), token);
    }
    this.at += 1;
    return { text: value, start, end };
  }

  private takeWord(word: string): boolean {
    if (this.token.kind !== 'word' || this.token.text.toLowerCase() !== word) return false;
    this.at += 1;
    return true;
  }

  private isSymbol(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol;
  }

  private takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.at += 1;
    return true;
  }

  /** The present token as a message names it. */
  private found(): string {
    const { kind, text, quote } = this.token;
    if (kind === 'end') return l10n.t('the end');
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    return quote === undefined ? shown : quote + shown + quote;
  }
}

function literal({ kind, text }: Token): string | number | boolean | undefined {
  if (kind === 'text') return text;
  if (kind === 'number') return Number(text);
  const word = text.toLowerCase();
  return kind === 'word' && Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}
