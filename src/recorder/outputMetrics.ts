/** Finds metrics in printed lines: by the user's patterns, and in lines that begin with `::metric`. */
import * as l10n from '@vscode/l10n';
import { errorMessage } from '../common/errors';
import { toWire, type WireNumber } from '../protocol/numbers';
import { MAX_KEY_LENGTH } from '../protocol/trainingEvents';
import type { OutputLine } from './lineSplitter';

export interface MetricPoint {
  key: string;
  value: WireNumber;
  step?: WireNumber;
}

export interface Problem {
  code: string;
  message: string;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const NAN = /^[+-]?nan$/i;
const INFINITY = /^([+-]?)inf(inity)?$/i;
const MAX_MATCHES = 100;
/** A pattern that took this long on one line (4 KiB at most) backtracks without end and would hold the training up. */
const SLOW_MS = 200;

/** Reads a number as people print it; a percent sign behind it is dropped and nothing is converted. */
export function parseNumber(text: string): number | undefined {
  const bare = text.trim().replace(/%$/, '');
  if (NAN.test(bare)) return Number.NaN;
  const infinity = INFINITY.exec(bare);
  if (infinity !== null) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = NUMBER.test(bare) ? Number(bare) : Number.NaN;
  // 1e999 is no measurement.
  return Number.isFinite(value) ? value : undefined;
}

/** The metrics of a line such as `::metric loss=0.3 acc=0.9 step=5`; none when it is not one or was cut. */
export function explicitMetrics(line: OutputLine): MetricPoint[] {
  const body = /^\s*::metric\s+(.*)$/.exec(line.text)?.[1];
  if (body === undefined || line.cut) return [];
  const pairs = body.split(/\s+/).flatMap((word) => {
    const at = word.indexOf('=');
    return at > 0 ? [{ key: word.slice(0, at), text: word.slice(at + 1) }] : [];
  });
  const step = pairs.find((pair) => pair.key === 'step');
  return pairs.flatMap((pair) => (pair.key === 'step' ? [] : point(pair.key, pair.text, step?.text)));
}

/** Regular expressions with named groups; what is no regular expression is reported and left out. */
export class MetricPatterns {
  private patterns: RegExp[] = [];

  constructor(
    sources: readonly string[],
    private readonly onProblem: (problem: Problem) => void,
  ) {
    for (const source of sources) this.add(source);
  }

  /** The metrics of a line. A group `step` is their step; `key` and `value` name a metric by what was printed. */
  match(line: OutputLine): MetricPoint[] {
    return this.patterns.flatMap((pattern) => {
      const started = performance.now();
      const points = matchPattern(pattern, line);
      if (performance.now() - started > SLOW_MS) this.drop(pattern);
      return points;
    });
  }

  private add(source: string): void {
    try {
      this.patterns.push(new RegExp(source, 'gu'));
      return;
    } catch {
      // Patterns with needless escapes are fine without the `u` flag.
    }
    try {
      this.patterns.push(new RegExp(source, 'g'));
    } catch (error) {
      const message = l10n.t('The metric pattern {0} cannot be used: {1}', source, errorMessage(error));
      this.onProblem({ code: 'bad-pattern', message });
    }
  }

  private drop(pattern: RegExp): void {
    this.patterns = this.patterns.filter((one) => one !== pattern);
    const message = l10n.t('The metric pattern {0} is too slow and was switched off. Make it simpler.', pattern.source);
    this.onProblem({ code: 'bad-pattern', message });
  }
}

function matchPattern(pattern: RegExp, line: OutputLine): MetricPoint[] {
  const points: MetricPoint[] = [];
  let step: string | undefined;
  let matches = 0;
  for (const match of line.text.matchAll(pattern)) {
    // The rest of a number may lie behind the cut.
    if (line.cut && match.index + match[0].length === line.text.length) break;
    const groups = match.groups ?? {};
    step = groups['step'] ?? step;
    points.push(...groupPoints(groups, step));
    matches += 1;
    if (matches >= MAX_MATCHES || !('key' in groups && 'value' in groups)) break;
  }
  return points;
}

function groupPoints(groups: Record<string, string | undefined>, step: string | undefined): MetricPoint[] {
  const dynamic = 'key' in groups && 'value' in groups;
  const named = dynamic ? point(groups['key'] ?? '', groups['value'], step) : [];
  const others = Object.entries(groups).flatMap(([name, text]) => {
    const special = name === 'step' || (dynamic && (name === 'key' || name === 'value'));
    return special ? [] : point(name, text, step);
  });
  return [...named, ...others];
}

function point(key: string, text: string | undefined, stepText: string | undefined): MetricPoint[] {
  const value = text === undefined ? undefined : parseNumber(text);
  if (value === undefined || key === '' || key.length > MAX_KEY_LENGTH) return [];
  const step = stepText === undefined ? undefined : parseNumber(stepText);
  const known = step !== undefined && Number.isFinite(step);
  return [{ key, value: toWire(value), ...(known ? { step } : {}) }];
}
