/** What a run's row and its tooltip say. */
import * as vscode from 'vscode';
import type { FailureKind } from '../protocol/trainingEvents';
import type { Run, RunDetail } from '../protocol/entities';
import { formatAge, formatDuration, formatMetric } from '../platform/format';
import { isLive, metricText, statusText } from '../platform/runRows';
import { failingFrame, frameName, frameUri } from './frames';

/** Params, metrics and warnings that a tooltip has room for. */
const MOST_VALUES = 20;
const MOST_WARNINGS = 5;

/** `0.934 accuracy · 3 m`, or why a run has no such answer. */
export function describeRun(run: Run, now: number): string {
  const metric = run.keyMetric === null ? [] : [metricText(run.keyMetric)];
  const inside = run.childCount === 0 ? [] : [innerRunsText(run.childCount)];
  return [...metric, ...failureOf(run), ...inside, formatAge(run.startedAt, now)].join(' · ');
}

export function innerRunsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 run inside') : vscode.l10n.t('{0} runs inside', count);
}

/** The tooltip of a run. All that was recorded is text in it, never Markdown. */
export function describeDetail(folder: string, run: RunDetail): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  const lasted = formatDuration((run.endedAt ?? Date.now()) - run.startedAt);
  text.appendText(`${run.name} · ${statusText(run.status)} · ${lasted}\n`);
  text.appendText(`${new Date(run.startedAt).toLocaleString(vscode.env.language)}\n`);
  appendFailure(text, folder, run);
  appendWarnings(text, run);
  if (run.note !== null) text.appendText(`${run.note}\n`);
  appendTable(
    text,
    vscode.l10n.t('Parameters'),
    run.params.slice(0, MOST_VALUES).map((param) => [param.key, String(param.value)]),
  );
  appendTable(
    text,
    vscode.l10n.t('Metrics'),
    run.metrics.slice(0, MOST_VALUES).map((metric) => [metric.key, formatMetric(metric.last)]),
  );
  text.appendCodeblock(run.command.join(' '), 'shellscript');
  return text;
}

/** Why a run did not finish, in a few words. */
export function failureText(kind: FailureKind): string {
  switch (kind) {
    case 'exception':
      return vscode.l10n.t('uncaught exception');
    case 'exit-code':
      return vscode.l10n.t('exit code other than 0');
    case 'signal':
      return vscode.l10n.t('ended by a signal');
    case 'out-of-memory':
      return vscode.l10n.t('out of memory');
    case 'diverged':
      return vscode.l10n.t('diverged');
    case 'timeout':
      return vscode.l10n.t('ran out of time');
    case 'not-started':
      return vscode.l10n.t('could not be started');
  }
}

/** The kind where that says more than the message, which otherwise names exception, exit code or signal itself. */
function failureOf({ status, failure, message }: Run): string[] {
  if (status === 'finished' || isLive(status)) return [];
  const saysMore = failure === 'out-of-memory' || failure === 'diverged' || failure === 'timeout';
  return [saysMore ? failureText(failure) : (message ?? statusText(status))];
}

function appendFailure(text: vscode.MarkdownString, folder: string, run: RunDetail): void {
  if (run.failure !== null) text.appendMarkdown('$(error) ').appendText(`${failureText(run.failure)}\n`);
  if (run.message !== null) text.appendText(`${run.message}\n`);
  const frame = failingFrame(run);
  if (frame === undefined) return;
  text.appendMarkdown('[').appendText(frameName(frame));
  text.appendMarkdown(`](${frameUri(folder, frame).toString()}) `).appendText(`${frame.name}\n`);
}

function appendWarnings(text: vscode.MarkdownString, { warnings }: RunDetail): void {
  for (const { message } of warnings.slice(0, MOST_WARNINGS)) {
    text.appendMarkdown('$(warning) ').appendText(`${message}\n`);
  }
}

/** Aligned columns in a code block: values are text, never Markdown. */
function appendTable(text: vscode.MarkdownString, title: string, rows: [string, string][]): void {
  if (rows.length === 0) return;
  const width = Math.max(...rows.map(([key]) => key.length));
  text.appendText(`${title}\n`);
  text.appendCodeblock(rows.map(([key, value]) => `${key.padEnd(width)}  ${value}`).join('\n'), 'plaintext');
}
