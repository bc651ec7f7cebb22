/** Whether the best of several runs leads by more than chance. */
import type { MetricVerdict } from '../../protocol/changesApi';
import type { Lead, LeadQuery } from '../../protocol/insightsApi';
import { fromWire, type WireNumber } from '../../protocol/numbers';
import { metricVerdict, SIGNIFICANT } from '../comparison/metricChanges';
import { areRepeats, repeatsOf, type RepeatedRun } from '../comparison/repeats';
import type { ReadRunFiles } from '../comparison/runFiles';
import { directionOf } from '../choices';
import type { Database } from '../database/database';
import { allButSeeds } from '../queries/runGroups';
import { REF_COLUMNS, REF_JOINS, toRunRef, type RefRow } from '../queries/runRefs';

/** How far down the list a run is looked for that is no repeat of the best one. */
const MOST_RANKED = 100;

interface RankedRun extends RefRow {
  ranked_by: WireNumber;
  /** Equal for runs that differ in their seeds alone. */
  traits: string;
}

/** `null` where the direction of the metric is not known, or nothing is there to lead. */
export async function leadOf(
  db: Database,
  readFiles: ReadRunFiles,
  { runIds, metric }: LeadQuery,
): Promise<Lead | null> {
  const direction = directionOf(db, metric);
  if (direction === undefined) return null;
  const sign = direction === 'lower' ? 1 : -1;
  const ranked = runsWith(db, runIds, metric).sort((a, b) => sign * (fromWire(a.ranked_by)! - fromWire(b.ranked_by)!));
  const [best] = ranked;
  if (best === undefined) return null;
  const leader = await repeatedRun(readFiles, best);
  for (const other of ranked.slice(1, MOST_RANKED)) {
    const runnerUp = await repeatedRun(readFiles, other);
    if (areRepeats(db, leader, runnerUp)) continue;
    const sides = {
      leader: await repeatsOf(db, readFiles, leader),
      runnerUp: await repeatsOf(db, readFiles, runnerUp),
    };
    const verdict = metricVerdict(
      db,
      metric,
      { row: runnerUp.row, repeats: sides.runnerUp },
      { row: leader.row, repeats: sides.leader },
    );
    const configurations = Math.max(2, new Set(ranked.map(({ traits }) => traits)).size);
    return {
      run: toRunRef(best),
      runnerUp: toRunRef(other),
      verdict: allowForChoice(verdict, configurations),
      test: testOf(verdict),
      configurations,
    };
  }
  return null;
}

/** Runs with a finite last value. */
function runsWith(db: Database, runIds: readonly string[], metric: string): RankedRun[] {
  const traits = allButSeeds(db);
  return db
    .prepare<RankedRun>(
      `SELECT ${REF_COLUMNS}, v.last AS ranked_by, ${traits.text} AS traits FROM json_each(?) j CROSS JOIN runs r ON r.uid = j.value
       ${REF_JOINS} JOIN metric_keys m ON m.key = ? JOIN series v ON v.run = r.id AND v.key = m.id
       WHERE r.trashed_at IS NULL`,
    )
    .all(...traits.params, JSON.stringify([...new Set(runIds)]), metric)
    .filter((run) => Number.isFinite(fromWire(run.ranked_by)));
}

async function repeatedRun(readFiles: ReadRunFiles, run: RankedRun): Promise<RepeatedRun> {
  return { row: run.run_row, files: await readFiles(run.uid) };
}

/** By the repeats that have a finite value: others do not count. */
function testOf(verdict: MetricVerdict): Lead['test'] {
  const { run, base } = 'n' in verdict ? verdict.n : { run: 1, base: 1 };
  return run > 1 && base > 1 ? 'welch' : 'prediction';
}

/**
 * The best of many looks good by chance alone: its p is multiplied by the number of others that it could have been, as
 * C. E. Bonferroni does (1936).
 */
function allowForChoice(verdict: MetricVerdict, configurations: number): MetricVerdict {
  if (verdict.kind !== 'beyond' && verdict.kind !== 'within') return verdict;
  const p = Math.min(1, verdict.p * (configurations - 1));
  return { ...verdict, p, kind: p < SIGNIFICANT ? 'beyond' : 'within' };
}
