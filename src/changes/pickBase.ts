import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { Run, RunId } from '../protocol/entities';
import { formatAge } from '../platform/format';
import { metricText, statusText } from '../platform/runRows';
import type { StoreClient } from '../store/client';

/** Runs offered: the newest at the top of the list. */
const MOST_RUNS = 200;

/**
 * Lets the user pick the run that another one is held against, those of its script first; `undefined` when dismissed.
 * Throws a `UserError` when there is no other run.
 */
export async function pickBase(store: StoreClient, runId: RunId, base: RunId | undefined): Promise<RunId | undefined> {
  const [{ runs }, run] = await Promise.all([
    store.request('listRuns', { offset: 0, limit: MOST_RUNS, parent: null }),
    store.request('getRun', { runId }),
  ]);
  const others = runs.filter(({ id }) => id !== runId);
  if (others.length === 0) throw new UserError(vscode.l10n.t('There is no other run yet. Track one first.'));
  const isAlike = ({ script }: Run): boolean => script === run?.script;
  const items = [...others.filter(isAlike), ...others.filter((one) => !isAlike(one))].map((one) => toItem(one, base));
  const title = vscode.l10n.t('Hold {0} against which run?', run?.name ?? runId);
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return picked?.runId;
}

function toItem(run: Run, base: RunId | undefined): vscode.QuickPickItem & { runId: RunId } {
  const facts = [
    ...(run.keyMetric === null ? [] : [metricText(run.keyMetric)]),
    statusText(run.status),
    formatAge(run.startedAt, Date.now()),
  ];
  return {
    runId: run.id,
    label: run.id === base ? `$(check) ${run.name}` : run.name,
    description: facts.join(' · '),
    detail: run.script ?? run.command.join(' '),
  };
}
