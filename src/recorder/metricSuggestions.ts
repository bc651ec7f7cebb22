/**
 * Proposes patterns for the metrics in a run's output. Lines that print the same names before their numbers, such as
 * `epoch 3/10  loss 0.3  acc=0.9`, make one candidate. Nothing is applied here: the user sees what a pattern finds first.
 */
import type { FoundMetric, MetricSuggestion } from '../protocol/commandLine';
import type { OutputLine } from './lineSplitter';
import { MetricPatterns, parseNumber } from './outputMetrics';

const MAX_SUGGESTIONS = 10;
const MAX_SHAPES = 500;
const MAX_PAIRS = 20;
const EXAMPLE_LENGTH = 200;
const SHOWN_VALUES = 5;
/** Lines of one shape that are kept to choose its step and to try the pattern. */
const KEPT_LINES = 200_000;

const QUALIFIER = '(?:train|training|val|valid|validation|test|eval|dev|best|avg|average|mean|total|running|learning)';
const NAME = `(?:${QUALIFIER}\\s)?[A-Za-z_][\\w/@.-]*`;
const NUMBER = '[-+]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?|nan|inf(?:inity)?)';
/** A name, what stands between, a number, and `/10` when it counts something. Not half a version, date or `3.2s`. */
const PAIR = new RegExp(
  `(?<![\\w/@.-])(?<name>${NAME})(?<sep>['"]?\\s*[:=]\\s*|\\s+)(?<number>${NUMBER})(?<of>\\s*/\\s*\\d+)?(?!\\w|[.:-]\\d)`,
  'gi',
);
/** Counters without a name: `[3/10]`, `[100]`. */
const COUNTER = /\[\s*(?<number>\d+)(?<of>\s*\/\s*\d+)?(?=[\s\]])/;
const STEP_NAME =
  /^(?:train(?:ing)?\s)?(global_?step|steps?|iter(?:ation)?s?|it|batch(?:es)?|epochs?|rounds?|episodes?)$/i;
/** Names that are worth proposing even when they are printed once, at the end. */
const KNOWN = /(loss|acc|error|auc|f1|r2|mse|mae|rmse|precision|recall|score|perplexity|bleu|iou|map\b)/i;
const RESERVED = new Set(['step', 'key', 'value']);

interface Pair {
  name: string;
  separator: string;
  /** Whether `/10` follows. */
  counted: boolean;
  value: number;
}

interface Shape {
  pairs: Pair[];
  lines: OutputLine[];
  /** Of each pair: whether it never falls, and whether it ever rises. */
  falls: boolean[];
  rises: boolean[];
}

/** Collects lines, and proposes patterns for them at the end. */
export class MetricSuggester {
  private readonly shapes = new Map<string, Shape>();
  private kept = 0;

  line(line: OutputLine): void {
    if (line.cut || this.kept >= KEPT_LINES || /^\s*::metric\s/.test(line.text)) return;
    const pairs = findPairs(line.text);
    if (!pairs.some(isMetric)) return;
    const key = pairs.map((pair) => `${pair.name}\u0000${pair.separator.trim()}\u0000${pair.counted}`).join('\u0001');
    const shape = this.shapes.get(key);
    if (shape !== undefined) this.extend(shape, pairs, line);
    else if (this.shapes.size < MAX_SHAPES) {
      const none = pairs.map(() => false);
      this.shapes.set(key, { pairs, lines: [line], falls: none, rises: [...none] });
      this.kept += 1;
    }
  }

  /** Candidates, best first: names known for metrics, repeated lines and those with a step before the others. */
  suggest(): MetricSuggestion[] {
    const shapes = [...this.shapes.values()].filter(
      (shape) => shape.lines.length > 1 || shape.pairs.some((pair) => isMetric(pair) && KNOWN.test(pair.name)),
    );
    const all = shapes.flatMap((shape) => describe(buildPattern(shape), shape) ?? []);
    const sorted = all.sort((a, b) => rank(b) - rank(a) || b.keys.length - a.keys.length || b.lines - a.lines);
    return sorted
      .filter((one, i) => sorted.findIndex((other) => other.pattern === one.pattern) === i)
      .slice(0, MAX_SUGGESTIONS);
  }

  private extend(shape: Shape, pairs: Pair[], line: OutputLine): void {
    pairs.forEach((pair, i) => {
      const before = shape.pairs[i]?.value ?? Number.NaN;
      if (pair.value < before) shape.falls[i] = true;
      if (pair.value > before) shape.rises[i] = true;
    });
    shape.pairs = pairs;
    shape.lines.push(line);
    this.kept += 1;
  }
}

function findPairs(text: string): Pair[] {
  const pairs: Pair[] = [];
  const counter = COUNTER.exec(text)?.groups;
  if (counter !== undefined) {
    const value = Number(counter['number']);
    pairs.push({ name: '', separator: '', counted: counter['of'] !== undefined, value });
  }
  for (const match of text.matchAll(PAIR)) {
    const { name = '', sep = '', number = '', of } = match.groups ?? {};
    if (pairs.length >= MAX_PAIRS) break;
    pairs.push({ name, separator: sep, counted: of !== undefined, value: parseNumber(number) ?? Number.NaN });
  }
  return pairs;
}

/** A fraction such as `accuracy 9850/10000` is no value of its own, so it is left alone. */
function isMetric(pair: Pair): boolean {
  return pair.name !== '' && !pair.counted && !STEP_NAME.test(pair.name);
}

/** The counter that orders the lines: one that never falls, a named one rather than a bracket, the finest of them. */
function chooseStep(shape: Shape): Pair | undefined {
  const candidates = shape.pairs.filter((pair) => pair.name === '' || STEP_NAME.test(pair.name));
  const steady = candidates.filter((pair) => {
    const at = shape.pairs.indexOf(pair);
    return shape.lines.length === 1 ? pair.name !== '' : shape.falls[at] === false && shape.rises[at] === true;
  });
  const finest = (pair: Pair): number => (/step|it/i.test(pair.name) ? 2 : pair.name === '' ? 0 : 1);
  return steady.sort((a, b) => finest(b) - finest(a))[0];
}

function buildPattern(shape: Shape): string {
  const step = chooseStep(shape);
  const used = new Set<string>();
  return shape.pairs
    .filter((pair) => pair === step || isMetric(pair))
    .map((pair) => {
      if (pair !== step) return `${namePattern(pair)}(?<${groupName(pair.name, used)}>[-+.\\w]+)`;
      const of = pair.counted ? '\\s*/\\s*\\d+' : '';
      return `${pair.name === '' ? '\\[\\s*' : namePattern(pair)}(?<step>[\\d.]+)${of}`;
    })
    .join('.*?');
}

function namePattern(pair: Pair): string {
  const name = pair.name.split(/\s+/).map(escapeForPattern).join('\\s+');
  const symbol = /[:=]/.exec(pair.separator)?.[0];
  const quote = /['"]/.exec(pair.separator)?.[0] ?? '';
  return `\\b${name}${quote}${symbol === undefined ? '\\s+' : `\\s*${symbol}\\s*`}`;
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** A group's name takes letters, digits and underscores alone, and names one group of a pattern. */
function groupName(name: string, used: Set<string>): string {
  const plain = name.replace(/\W+/g, '_').replace(/_+$/, '');
  const base = RESERVED.has(plain) || plain === '' ? `${plain}_` : plain;
  let unique = base;
  for (let i = 2; used.has(unique); i++) unique = `${base}_${i}`;
  used.add(unique);
  return unique;
}

/** Tries the pattern on the lines that it was made of: what is shown is what it finds. */
function describe(pattern: string, shape: Shape): MetricSuggestion | undefined {
  const found = new MetricCollector();
  const patterns = new MetricPatterns([pattern], () => undefined);
  let lines = 0;
  for (const line of shape.lines) {
    const points = patterns.match(line);
    if (points.length > 0) lines += 1;
    for (const point of points) found.add(point.key, point.value);
  }
  const example = shape.lines[0]?.text.trim().slice(0, EXAMPLE_LENGTH) ?? '';
  const keys = found.metrics.map((metric) => metric.key);
  if (lines === 0) return undefined;
  return { pattern, keys, hasStep: pattern.includes('(?<step>'), lines, example, metrics: found.metrics };
}

function rank(suggestion: MetricSuggestion): number {
  const known = suggestion.keys.some((key) => KNOWN.test(key));
  return (suggestion.lines > 1 ? 2 : 0) + (known ? 4 : 0) + (suggestion.hasStep ? 1 : 0);
}

/** Counts points by key and keeps the first few of each. */
export class MetricCollector {
  private readonly byKey = new Map<string, FoundMetric>();

  add(key: string, value: FoundMetric['values'][number]): void {
    const metric = this.byKey.get(key) ?? { key, count: 0, values: [] };
    this.byKey.set(key, metric);
    metric.count += 1;
    if (metric.values.length < SHOWN_VALUES) metric.values.push(value);
  }

  get metrics(): FoundMetric[] {
    return [...this.byKey.values()];
  }
}
