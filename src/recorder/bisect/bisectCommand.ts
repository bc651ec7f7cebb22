/** `trialbook bisect`: finds the change between two runs that moved a metric. */
import { ulid } from 'ulid';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { BisectionReport, BisectionStep, ReproductionCheck } from '../../protocol/reproduction';
import { readRunFacts, type RunFacts } from '../differences/runFacts';
import { untilInterrupted } from '../interrupts';
import { checkReproduction } from '../reproduce/reproduceCommand';
import { findRun } from '../runFinder';
import { say } from '../say';
import { Bisection } from './bisection';
import { findUnfinished, readBisection, writeBisection } from './bisectionState';
import { readVersions, valuesOf } from './versionLine';
import { VersionRunner } from './versionRunner';

export interface BisectRequest {
  workspace: string;
  good: string;
  bad: string;
  metric: string;
  /** Values of the good version from which chance is told; 3 when absent. */
  repeats?: number;
  /** Runs everything again, whatever was recorded. */
  fresh: boolean;
  id?: string;
  allowOtherData: boolean;
  /** Further options of `trialbook run`. */
  runOptions: string[];
  quiet: boolean;
}

const REPEATS = 3;

/** Finds the change, or goes on where a bisection of the same runs was ended. Throws a {@link UserError}. */
export async function bisect(request: BisectRequest, cliFile: string): Promise<BisectionReport> {
  const { workspace, metric, fresh, allowOtherData, runOptions, quiet } = request;
  const { good, bad } = await readEnds(request);
  const known = await findUnfinished(workspace, { good: good.id, bad: bad.id, metric, ...optionalId(request) });
  if (known?.state === 'ended') return known;
  const versions = await readVersions(workspace, good, bad);
  const report = emptyReport(request, known, good, bad);
  say(
    l10n.t(
      'bisecting {0} between {1} and {2}: {3} versions ({4})',
      metric,
      good.run.name,
      bad.run.name,
      versions.length,
      report.id,
    ),
  );
  await writeBisection(workspace, report);
  await untilInterrupted(async (signal) => {
    const options = { workspace, cliFile, batch: report.id, allowOtherData, runOptions, quiet, signal };
    const runner = new VersionRunner(options, metric);
    const { repeats } = report;
    const onStep = async (now: BisectionReport, step: BisectionStep): Promise<void> => {
      say(describeStep(metric, step));
      await writeBisection(workspace, now);
    };
    await new Bisection(versions, runner, report, { workspace, metric, repeats, fresh, onStep }).search();
  });
  report.state = 'ended';
  await writeBisection(workspace, report);
  return report;
}

/** Tells whether a bisection can begin, before anybody tries. Throws a {@link UserError} when it cannot. */
export async function checkBisection(request: BisectRequest): Promise<ReproductionCheck> {
  const { good, bad } = await readEnds(request);
  await readVersions(request.workspace, good, bad);
  return checkReproduction(request.workspace, good.id);
}

/** What is known of a bisection. Throws a {@link UserError} where there is none. */
export async function findBisection(workspace: string, id: string): Promise<BisectionReport> {
  const report = await readBisection(workspace, id);
  if (report === undefined) throw new UserError(l10n.t('There is no bisection {0}.', id));
  return report;
}

async function readEnds({ workspace, good, bad, metric }: BisectRequest): Promise<{ good: RunFacts; bad: RunFacts }> {
  const ends = {
    good: await readRunFacts(workspace, await findRun(workspace, good)),
    bad: await readRunFacts(workspace, await findRun(workspace, bad)),
  };
  for (const run of [ends.good, ends.bad]) requireMetric(run, metric);
  return ends;
}

function requireMetric({ details, run }: RunFacts, metric: string): void {
  if (valuesOf([{ details }], metric).length > 0) return;
  const keys = details.metrics.map(({ key }) => key).join(', ');
  throw new UserError(l10n.t('{0} did not finish with a value of {1}. It has: {2}', run.name, metric, keys));
}

function optionalId({ id }: BisectRequest): { id?: string } {
  return id === undefined ? {} : { id };
}

function emptyReport(
  request: BisectRequest,
  known: BisectionReport | undefined,
  good: RunFacts,
  bad: RunFacts,
): BisectionReport {
  return {
    version: 1,
    id: known?.id ?? request.id ?? ulid(),
    createdAt: known?.createdAt ?? Date.now(),
    metric: request.metric,
    good: good.id,
    goodName: good.run.name,
    bad: bad.id,
    badName: bad.run.name,
    repeats: request.repeats ?? known?.repeats ?? REPEATS,
    state: 'running',
    goodValues: [],
    noise: null,
    steps: [],
    first: null,
    suspects: [],
    notes: [],
  };
}

function describeStep(metric: string, { name, values, verdict, reason }: BisectionStep): string {
  const value = values.map((one) => String(Number(one.toPrecision(6)))).join(', ');
  if (verdict === 'skipped') return l10n.t('{0} is skipped: {1}', name, reason ?? '?');
  return verdict === 'good'
    ? l10n.t('{0} is good: {1} {2}', name, metric, value)
    : l10n.t('{0} has moved: {1} {2}', name, metric, value);
}
