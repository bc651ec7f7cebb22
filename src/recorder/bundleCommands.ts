/** Export and import at the command line: run folders alone, as it never opens the database. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { exportBundle } from '../common/bundle/exportBundle';
import { importBundle } from '../common/bundle/importBundle';
import type { BundledRun } from '../common/bundle/manifest';
import { readRunEdits } from '../common/bundle/runEdits';
import { UserError } from '../common/errors';
import { runDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import { readRunState } from './runFolder';
import { findRun, listRuns, withInnerRuns } from './runFinder';

/** Writes the runs that are named and those inside them, or all, into a new file; gives what there is to say. Throws a {@link UserError}. */
export async function exportRuns(workspace: string, wanted: readonly string[], to: string): Promise<string> {
  const file = path.resolve(to);
  if (existsSync(file)) throw new UserError(l10n.t('{0} is there already. Name another file.', file));
  const ids = wanted.length > 0 ? await findAll(workspace, wanted) : (await listRuns(workspace)).map(({ id }) => id);
  const runs: BundledRun[] = [];
  for (const id of ids) runs.push(await describe(workspace, id));
  const outcome = await untilInterrupted((signal) => exportBundle({ workspaceDir: workspace, runs, file, signal }));
  const lines = outcome.leftOut.map((entry) => l10n.t('Left out: {0}', entry));
  return [...lines, l10n.t('Exported runs: {0} ({1} bytes) to {2}', outcome.runs, outcome.bytes, file)].join('\n');
}

/** Takes the runs of a file in; gives what there is to say. Throws a {@link UserError}. */
export async function importRuns(workspace: string, from: string): Promise<string> {
  const file = path.resolve(from);
  const outcome = await untilInterrupted((signal) => importBundle({ workspaceDir: workspace, file, signal }));
  const lines = outcome.refused.map(({ name, reason }) => l10n.t('Not imported: {0}: {1}', name, reason));
  if (outcome.present.length > 0) lines.push(l10n.t('Here already: {0}.', outcome.present.length));
  return [...lines, l10n.t('Imported runs: {0}', outcome.imported.length)].join('\n');
}

async function findAll(workspace: string, wanted: readonly string[]): Promise<RunId[]> {
  const ids: RunId[] = [];
  for (const one of wanted) ids.push(await findRun(workspace, one));
  return withInnerRuns(workspace, ids);
}

/** Edits made here lie in the database; those that the run came with lie in its folder. */
async function describe(workspace: string, id: RunId): Promise<BundledRun> {
  const folder = runDir(workspace, id);
  const { run } = await readRunState(folder);
  return { id, name: run?.name ?? id, edits: await readRunEdits(folder) };
}

/** Ctrl-C undoes what was begun. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const interrupted = (): void => abort.abort();
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(abort.signal);
  } catch (error) {
    throw abort.signal.aborted ? new UserError(l10n.t('It was cancelled.')) : error;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}
