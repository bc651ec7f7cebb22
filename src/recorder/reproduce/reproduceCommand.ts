/** `trialbook reproduce`: does a run again from its snapshot, and says whether its metrics agree. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ulid } from 'ulid';
import * as l10n from '@vscode/l10n';
import { putFile } from '../../common/atomicFile';
import { UserError } from '../../common/errors';
import { EventWriter } from '../../common/eventWriter';
import { REPRODUCTION_FILE, runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { ReproductionCheck, ReproductionReport } from '../../protocol/reproduction';
import { findNeededData } from '../checkouts/neededData';
import { findOtherData } from '../checkouts/placeData';
import { replayedCommand } from '../checkouts/replayedCommand';
import { requireObjects } from '../checkouts/storedObjects';
import { readRunFacts, type RunFacts } from '../differences/runFacts';
import { untilInterrupted } from '../interrupts';
import { findRun, listRuns } from '../runFinder';
import { readRunState } from '../runFolder';
import { judge } from './judge';
import { replay } from './replay';
import { say } from '../say';

export interface ReproduceRequest {
  workspace: string;
  run: string;
  /** Id of the new run; one that was begun already is seen to its end. */
  id?: RunId;
  keep: boolean;
  allowOtherData: boolean;
  /** Further options of `trialbook run`. */
  runOptions: string[];
  quiet: boolean;
}

/** Does a run again and gives how the two compare. Throws a {@link UserError} when it cannot be done again. */
export async function reproduce(request: ReproduceRequest, cliFile: string): Promise<ReproductionReport> {
  const { workspace, id = ulid() } = request;
  const facts = await readRunFacts(workspace, await findRun(workspace, request.run));
  requireWhole(facts);
  say(l10n.t('reproducing {0} as {1}', facts.run.name, id));
  const options = { ...request, id, cliFile, purpose: 'reproduction' as const };
  const { notes } = await untilInterrupted((signal) => replay(facts, { ...options, signal }));
  return (await readReport(workspace, id)) ?? compare(workspace, facts, id, notes);
}

/** Tells whether a run can be done again, before anybody tries. Throws a {@link UserError} when it cannot. */
export async function checkReproduction(workspace: string, wanted: string): Promise<ReproductionCheck> {
  const facts = await readRunFacts(workspace, await findRun(workspace, wanted));
  requireWhole(facts);
  await requireObjects(workspace, facts.snapshot.files);
  replayedCommand(facts, workspace, process.env);
  const other = await findOtherData(workspace, await findNeededData(workspace, facts));
  return { otherData: other.map((one) => one.path) };
}

/**
 * The report of a run that is a reproduction, or of the last one of any other run. It is made now where the process that
 * should have made it was killed. Throws a {@link UserError} where there is none.
 */
export async function findReport(workspace: string, wanted: string): Promise<ReproductionReport> {
  const named = await findRun(workspace, wanted);
  const id = (await isReproduction(workspace, named)) ? named : await lastReproduction(workspace, named);
  const written = await readReport(workspace, id);
  if (written !== undefined) return written;
  const { run, status } = await readRunState(runDir(workspace, id));
  if (status === 'running') throw new UserError(l10n.t('{0} is still running.', run?.name ?? id));
  return compare(workspace, await readRunFacts(workspace, run?.basedOn ?? ''), id, []);
}

function requireWhole({ details, run }: RunFacts): void {
  if (details.status === 'running') throw new UserError(l10n.t('{0} is still running.', run.name));
  if (details.parent !== null) {
    throw new UserError(l10n.t('{0} is part of {1}: reproduce that one.', run.name, details.parent));
  }
  if (run.command.length === 0) throw new UserError(l10n.t('{0} was not started by a command.', run.name));
}

async function compare(
  workspace: string,
  before: RunFacts,
  id: RunId,
  notes: readonly string[],
): Promise<ReproductionReport> {
  const report = await judge(workspace, before, await readRunFacts(workspace, id), notes);
  await putFile(path.join(runDir(workspace, id), REPRODUCTION_FILE), JSON.stringify(report, undefined, 1));
  if (report.verdict !== 'unknown') tagRun(runDir(workspace, id), report.verdict);
  return report;
}

/** The recorder of the run has ended: the tag lies in a file of its own. */
function tagRun(folder: string, verdict: string): void {
  const writer = new EventWriter(folder, 'external', (error) => say(String(error)));
  writer.write({ e: 'tag', k: 'reproduction', v: verdict });
  writer.write({ e: 'bye' });
  writer.dispose();
}

async function readReport(workspace: string, id: RunId): Promise<ReproductionReport | undefined> {
  try {
    const text = await readFile(path.join(runDir(workspace, id), REPRODUCTION_FILE), 'utf8');
    return JSON.parse(text) as ReproductionReport;
  } catch {
    return undefined;
  }
}

async function isReproduction(workspace: string, id: RunId): Promise<boolean> {
  return (await readRunState(runDir(workspace, id))).run?.purpose === 'reproduction';
}

async function lastReproduction(workspace: string, of: RunId): Promise<RunId> {
  for (const { id } of await listRuns(workspace)) {
    const { run } = await readRunState(runDir(workspace, id));
    if (run?.basedOn === of && run.purpose === 'reproduction') return id;
  }
  throw new UserError(l10n.t('{0} was not reproduced yet.', of));
}
