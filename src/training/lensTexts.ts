/** What the lenses above a script say of its runs. Each is a command of its own. */
import * as vscode from 'vscode';
import type { ScriptRun } from '../protocol/scriptsApi';
import { commandLink, type RunTarget } from '../platform/commands';
import { formatAgo } from '../platform/format';
import { progressText, timeLeftText } from '../platform/progressText';
import { isLive, metricText, statusText } from '../platform/runRows';

/** Runs that a lens compares. */
export const COMPARED_RUNS = 5;

/** Of the newest runs of a script, newest first: the live one's state, else the last one's result. */
export function runLenses(folder: string, runs: readonly ScriptRun[], now: number): vscode.Command[] {
  const live = runs.filter(({ status }) => isLive(status));
  const [newestLive] = live;
  if (newestLive !== undefined) return liveLenses(folder, newestLive, live.length);
  const [last] = runs;
  return last === undefined ? [] : resultLenses(folder, last, runs, now);
}

/** "Stop" comes first: the text behind it changes its width, and a button must not move under the pointer. */
function liveLenses(folder: string, run: ScriptRun, count: number): vscode.Command[] {
  const target: RunTarget = { folder, runId: run.id };
  const { progress, keyMetric } = run;
  const secondsLeft = progress?.secondsLeft ?? null;
  const state = [
    count === 1 ? statusText(run.status) : vscode.l10n.t('{0} running', count),
    ...(progress === null ? [] : [progressText(progress)]),
    ...(keyMetric === null ? [] : [metricText(keyMetric)]),
    ...(secondsLeft === null ? [] : [timeLeftText(secondsLeft)]),
  ].join(' · ');
  const stop = `$(debug-stop) ${vscode.l10n.t('Stop')}`;
  return [
    // Of several, the command asks which one.
    count === 1
      ? { ...commandLink('trialbook.stopRun', stop, target), tooltip: vscode.l10n.t('Stop {0}', run.name) }
      : { ...commandLink('trialbook.stopRun', stop), tooltip: vscode.l10n.t('Stop one of these runs') },
    { ...commandLink('trialbook.revealRun', state, target), tooltip: revealTooltip(run) },
  ];
}

function resultLenses(folder: string, last: ScriptRun, runs: readonly ScriptRun[], now: number): vscode.Command[] {
  const target: RunTarget = { folder, runId: last.id };
  const compared = runs.slice(0, COMPARED_RUNS).map(({ id }): RunTarget => ({ folder, runId: id }));
  const result = last.status === 'finished' && last.keyMetric !== null ? metricText(last.keyMetric) : undefined;
  const lenses: vscode.Command[] = [
    {
      ...commandLink('trialbook.revealRun', result ?? statusText(last.status), target),
      tooltip: revealTooltip(last),
    },
    {
      ...commandLink('trialbook.showRunOutput', formatAgo(last.startedAt, now), target),
      tooltip: vscode.l10n.t('{0} started {1}. Show its output.', last.name, exactTime(last.startedAt)),
    },
  ];
  if (compared.length < 2) return lenses;
  const title = vscode.l10n.t('compare last {0}', compared.length);
  const tooltip = vscode.l10n.t('Compare the last {0} runs of this script', compared.length);
  return [...lenses, { ...commandLink('trialbook.compareRuns', title, target, compared), tooltip }];
}

function revealTooltip({ name, message }: ScriptRun): string {
  const text = vscode.l10n.t('{0}: show it in the Runs view', name);
  return message === null ? text : `${text}\n${message}`;
}

function exactTime(at: number): string {
  return new Date(at).toLocaleString(vscode.env.language);
}
