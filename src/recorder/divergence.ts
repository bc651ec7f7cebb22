/** Notices when a training diverges: a watched metric becomes NaN or infinite. */
import * as l10n from '@vscode/l10n';
import { errorMessage } from '../common/errors';
import type { WireNumber } from '../protocol/numbers';

/** Keys that are watched unless the user says otherwise; also the default of `trialbook.watchedMetrics`. */
export const WATCHED_METRICS = [
  'loss|error|perplexity|grad_?norm|(^|[^a-z])(mse|rmse|mae|nll|ppl|elbo|cost|objective)([^a-z]|$)',
];

export interface DivergenceEvents {
  /** A key had its first value that is no number; `message` is one sentence for people. */
  diverged(message: string): void;
  /** A pattern that is no regular expression: it is left out. */
  problem(message: string): void;
}

export class DivergenceWatch {
  private readonly patterns: readonly RegExp[];
  private readonly reported = new Set<string>();

  /** `patterns`: regular expressions, of which one must match a key for it to be watched; case does not count. */
  constructor(
    patterns: readonly string[],
    private readonly events: DivergenceEvents,
  ) {
    this.patterns = patterns.flatMap((source) => this.compile(source));
  }

  /** Takes a point of a series. */
  point(key: string, value: WireNumber, step?: WireNumber | null): void {
    if (typeof value === 'number' || this.reported.has(key)) return;
    if (!this.patterns.some((pattern) => pattern.test(key))) return;
    this.reported.add(key);
    const known = step !== undefined && step !== null;
    this.events.diverged(
      known ? l10n.t('{0} became {1} at step {2}', key, value, step) : l10n.t('{0} became {1}', key, value),
    );
  }

  private compile(source: string): RegExp[] {
    try {
      return [new RegExp(source, 'i')];
    } catch (error) {
      this.events.problem(l10n.t('The metric pattern {0} cannot be used: {1}', source, errorMessage(error)));
      return [];
    }
  }
}
