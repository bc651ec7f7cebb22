import { readdir } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../common/errors';
import { isRunId, runDir, runsDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import type { ListedRun } from '../protocol/commandLine';
import { readRunState } from './runFolder';

/** Ids of the runs of a workspace, newest first; none where nothing was tracked yet. */
async function listRunIds(workspace: string): Promise<RunId[]> {
  const names = await readdir(runsDir(workspace)).catch(() => []);
  return names.filter(isRunId).sort().reverse();
}

/** Describes the runs of a workspace, newest first. A folder that cannot be read is left out. */
export async function listRuns(workspace: string): Promise<ListedRun[]> {
  const runs: ListedRun[] = [];
  for (const id of await listRunIds(workspace)) {
    const state = await readRunState(runDir(workspace, id)).catch(() => undefined);
    if (state !== undefined) runs.push(state.describe(id));
  }
  return runs;
}

/** These runs, each followed by those inside it at any depth. */
export async function withInnerRuns(workspace: string, wanted: readonly RunId[]): Promise<RunId[]> {
  const inside = new Map<string, RunId[]>();
  for (const id of await listRunIds(workspace)) {
    const parent = (await readRunState(runDir(workspace, id)).catch(() => undefined))?.run?.parent;
    if (parent !== undefined) inside.set(parent, [...(inside.get(parent) ?? []), id]);
  }
  const found = new Set<RunId>();
  const add = (id: RunId): void => {
    if (found.has(id)) return;
    found.add(id);
    inside.get(id)?.forEach(add);
  };
  wanted.forEach(add);
  return [...found];
}

/** Finds the run that an id, the unique beginning of an id, or a name means. Throws a {@link UserError} otherwise. */
export async function findRun(workspace: string, wanted: string): Promise<RunId> {
  const ids = await listRunIds(workspace);
  const byId = ids.filter((id) => wanted !== '' && id.startsWith(wanted.toUpperCase()));
  if (byId.length === 1 && byId[0] !== undefined) return byId[0];
  const named = (await listRuns(workspace)).filter((run) => run.name === wanted).map((run) => run.id);
  if (named.length === 1 && named[0] !== undefined) return named[0];
  const candidates = named.length > 0 ? named : byId;
  if (candidates.length > 1) {
    const some = candidates.slice(0, 5).join(', ');
    throw new UserError(l10n.t('{0} means {1} runs. Give an id instead: {2}', wanted, candidates.length, some));
  }
  throw new UserError(l10n.t('There is no run {0} in {1}. See trialbook list.', wanted, workspace));
}
