import * as l10n from '@vscode/l10n';
import type { MetricSummary } from '../../protocol/entities';
import type { ReproductionReport } from '../../protocol/reproduction';
import { findDifferences, isSeeded } from '../differences/differences';
import type { RunFacts } from '../differences/runFacts';
import { compareMetrics } from './compareMetrics';
import { readRunsOfScript, versionOf } from './versions';

/** Compares a run with the one that did it again. */
export async function judge(
  workspace: string,
  before: RunFacts,
  after: RunFacts,
  notes: readonly string[],
): Promise<ReproductionReport> {
  const repeats = await findRepeats(workspace, before, after);
  const { metrics, timings } = compareMetrics(before.details.metrics, after.details.metrics, repeats);
  const { status, message } = after.details;
  const sameEnd = status === before.details.status;
  const stopped = status === 'cancelled' || status === 'lost' || status === 'running' || status === 'queued';
  const agrees = sameEnd && metrics.every(({ by }) => by !== null);
  const unknown = stopped || (sameEnd && metrics.length === 0);
  return {
    version: 1,
    of: before.id,
    ofName: before.run.name,
    run: after.id,
    name: after.run.name,
    createdAt: Date.now(),
    verdict: unknown ? 'unknown' : agrees ? 'agrees' : 'differs',
    status: status === 'running' || status === 'queued' ? 'lost' : status,
    message,
    metrics,
    timings,
    repeats: repeats.length,
    differences: await findDifferences(workspace, before, after),
    seeded: isSeeded(before),
    notes: [...notes, ...uncertain(before)],
  };
}

/** Metrics of the run and of its repeats, those of earlier reproductions among them. */
async function findRepeats(workspace: string, before: RunFacts, after: RunFacts): Promise<MetricSummary[][]> {
  const version = versionOf(before);
  const runs = await readRunsOfScript(workspace, before.details.script);
  const repeats = runs.filter(
    (run) => run.id !== after.id && run.details.status === 'finished' && run.version === version,
  );
  return repeats.map((run) => run.details.metrics);
}

function uncertain({ snapshot, details }: RunFacts): string[] {
  const code = snapshot.files.filter((file) => file.uncertain === true).map((file) => file.path);
  const data = details.inputs.filter((one) => one.uncertain).map((one) => one.path);
  const some = (paths: readonly string[]): string => paths.slice(0, 5).join(', ');
  return [
    ...(code.length === 0
      ? []
      : [l10n.t('Files may have changed between the start of the run and the moment they were kept: {0}', some(code))]),
    ...(data.length === 0 ? [] : [l10n.t('It is not certain that the run read this content: {0}', some(data))]),
  ];
}
