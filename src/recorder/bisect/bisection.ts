/** Finds the first version of a script whose metric is not that of a good run any more, beyond chance. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { BisectionReport, BisectionStep, Difference } from '../../protocol/reproduction';
import { findDifferences } from '../differences/differences';
import { readRunFacts } from '../differences/runFacts';
import { deviationOf, meanOf, noiseOf } from '../reproduce/noise';
import { valuesOf, type Version } from './versionLine';
import type { VersionRunner } from './versionRunner';

/** Of the move from the good to the bad run: a smaller one is not looked for. */
const SMALLEST_SHARE = 0.05;

export interface BisectionOptions {
  workspace: string;
  metric: string;
  /** Values of the good version from which chance is told. */
  repeats: number;
  /** Whether the values of runs that were recorded before do not count. */
  fresh: boolean;
  /** Called after each step. */
  onStep(report: BisectionReport, step: BisectionStep): Promise<void>;
}

type Verdict = BisectionStep['verdict'];

/** One bisection over versions, the good one first and the bad one last. */
export class Bisection {
  private readonly steps = new Map<Version, BisectionStep>();

  constructor(
    private readonly versions: readonly Version[],
    private readonly runner: VersionRunner,
    private readonly report: BisectionReport,
    private readonly options: BisectionOptions,
  ) {}

  /** Fills the report. Throws a {@link UserError} where the two runs do not differ, or cannot be compared. */
  async search(): Promise<void> {
    const [good, bad] = [this.versions[0]!, this.versions.at(-1)!];
    await this.measureNoise(good);
    await this.judge(good);
    const verdict = await this.judge(bad);
    if (verdict === 'skipped') throw new UserError(this.cannotRun(bad));
    if (verdict === 'good') throw new UserError(this.withinNoise(bad));
    const [low, high] = await this.narrow();
    const [previous, first] = [this.versions[low]!, this.versions[high]!];
    this.report.suspects = this.versions.slice(low + 1, high + 1).map((one) => one.name);
    if (this.report.suspects.length === 1) this.report.suspects = [];
    this.report.first = {
      run: first.id,
      name: first.name,
      previous: previous.id,
      previousName: previous.name,
      before: meanOf(this.values(previous)),
      after: meanOf(this.values(first)),
      differences: await this.differences(previous, first),
      confirmed: await this.confirm(previous, first),
    };
    this.noteContradictions(low, high);
  }

  private async differences(previous: Version, first: Version): Promise<Difference[]> {
    const { workspace } = this.options;
    return findDifferences(
      workspace,
      await readRunFacts(workspace, previous.id),
      await readRunFacts(workspace, first.id),
    );
  }

  private values(version: Version): number[] {
    const runs = this.options.fresh ? this.runner.ownRuns(version) : version.runs;
    return valuesOf(runs, this.options.metric);
  }

  private async measureNoise(good: Version): Promise<void> {
    while (this.values(good).length < this.options.repeats) {
      const reason = await this.runner.run(good);
      if (reason !== undefined) {
        throw new UserError(l10n.t('The good run {0} cannot be run again: {1}', good.name, reason));
      }
    }
    this.report.goodValues = this.values(good);
  }

  /** Whether a version is still good; it is run when no value of it is known. */
  private async judge(version: Version): Promise<Verdict> {
    const reason = this.values(version).length === 0 ? await this.tryOnce(version) : undefined;
    const verdict = reason === undefined ? this.verdictOf(this.values(version)) : 'skipped';
    const { id, name } = version;
    const step = { run: id, name, values: this.values(version), verdict, reason: reason ?? null };
    this.steps.set(version, step);
    this.report.steps = this.versions.flatMap((one) => this.steps.get(one) ?? []);
    await this.options.onStep(this.report, step);
    return verdict;
  }

  /** What failed in this bisection fails again: it is not tried a second time when a killed bisection goes on. */
  private async tryOnce(version: Version): Promise<string | undefined> {
    const failed = this.runner
      .ownRuns(version)
      .find(({ details }) => ['finished', 'failed', 'killed'].includes(details.status));
    if (failed !== undefined) return l10n.t('it failed: {0}', failed.details.message ?? '?');
    return this.runner.run(version);
  }

  private verdictOf(values: readonly number[]): Verdict {
    const { goodValues } = this.report;
    const bad = meanOf(this.values(this.versions.at(-1)!));
    const good = meanOf(goodValues);
    const chance = goodValues.length > 1 ? noiseOf(goodValues, values.length) : 0;
    this.report.noise = goodValues.length > 1 ? noiseOf(goodValues) : null;
    const move = meanOf(values) - good;
    const isTowardsBad = Math.sign(move) === Math.sign(bad - good);
    return isTowardsBad && Math.abs(move) > Math.max(chance, SMALLEST_SHARE * Math.abs(bad - good)) ? 'moved' : 'good';
  }

  /** Binary search; where versions cannot be run, two that are not neighbours are left. */
  private async narrow(): Promise<[low: number, high: number]> {
    let [low, high] = [0, this.versions.length - 1];
    for (let middle = this.choose(low, high); middle !== undefined; middle = this.choose(low, high)) {
      const verdict = await this.judge(this.versions[middle]!);
      if (verdict === 'good') low = middle;
      if (verdict === 'moved') high = middle;
    }
    return [low, high];
  }

  /** The version nearest to the middle that was not skipped. */
  private choose(low: number, high: number): number | undefined {
    const middle = (low + high) / 2;
    const left = this.versions.map((_, index) => index).filter((index) => index > low && index < high);
    const open = left.filter((index) => this.steps.get(this.versions[index]!)?.verdict !== 'skipped');
    return open.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b)[0];
  }

  /** Runs both sides of the change once more here, unless this bisection did so already. */
  private async confirm(previous: Version, first: Version): Promise<boolean | null> {
    for (const version of [previous, first]) {
      const isRun = valuesOf(this.runner.ownRuns(version), this.options.metric).length > 0;
      if (!isRun && (await this.tryOnce(version)) !== undefined) return null;
    }
    const verdicts = [previous, first].map((version) =>
      this.verdictOf(valuesOf(this.runner.ownRuns(version), this.options.metric)),
    );
    return verdicts.join() === 'good,moved';
  }

  /** A binary search believes that nothing changes back: what is known of other versions may say otherwise. */
  private noteContradictions(low: number, high: number): void {
    const odd = this.versions.filter((version, index) => {
      const values = this.values(version);
      if (values.length === 0 || (index >= low && index <= high)) return false;
      return this.verdictOf(values) !== (index < low ? 'good' : 'moved');
    });
    if (odd.length === 0) return;
    const names = odd.map((version) => version.name).join(', ');
    this.report.notes.push(l10n.t('It moved more than once: {0} do not fit. This is one of the changes.', names));
  }

  private cannotRun(bad: Version): string {
    const reason = this.steps.get(bad)?.reason ?? '?';
    return l10n.t('The bad run {0} cannot be run again: {1}', bad.name, reason);
  }

  private withinNoise(bad: Version): string {
    const { metric } = this.options;
    const { goodValues } = this.report;
    const [good, other] = [meanOf(goodValues), meanOf(this.values(bad))].map((value) =>
      String(Number(value.toPrecision(6))),
    );
    const spread = Number(deviationOf(goodValues).toPrecision(2));
    return l10n.t(
      '{0} is {1} and {2}: the difference is within noise (standard deviation {3}).',
      metric,
      good!,
      other!,
      spread,
    );
  }
}
