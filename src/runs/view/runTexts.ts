/** What a run's row says. */
import * as vscode from 'vscode';
import type { FailureKind } from '../../protocol/failures';
import { DETAIL_METRICS, type Run, type RunDetail } from '../../protocol/entities';
import { shownText } from '../../common/shownText';
import { formatAge, formatMetric } from '../../platform/format';
import { isLive, metricText, statusText } from '../../platform/runRows';
import { deltaText } from './delta';
import type { RunChoices } from './runChoices';
import type { SortedValue } from './sortedValues';

/** `0.934 accuracy · 3 m`, with a star before it of a baseline; `0.934 ▲ +0.012 · 3 m` beside one; or why a run has no such answer. */
export function describeRun(run: Run, choices: RunChoices, sorted: SortedValue | undefined, now: number): string {
  return [
    ...sortedTexts(run, sorted),
    ...metricTexts(run, choices, sorted),
    ...failureOf(run),
    ...(run.childCount === 0 ? [] : [innerRunsText(run.childCount)]),
    formatAge(run.startedAt, now),
  ].join(' · ');
}

/** What a screen reader says of the row: words in place of signs. */
export function spokenRun(run: Run, choices: RunChoices, sorted: SortedValue | undefined, now: number): string {
  return [
    run.name,
    statusText(run.status),
    ...sortedTexts(run, sorted),
    ...(run.keyMetric === null ? [] : [metricText(run.keyMetric)]),
    ...standing(run, choices),
    ...failureOf(run),
    ...(run.childCount === 0 ? [] : [innerRunsText(run.childCount)]),
    formatAge(run.startedAt, now),
  ]
    .map((text) => shownText(text))
    .join(', ');
}

function metricTexts(run: Run, choices: RunChoices, sorted: SortedValue | undefined): string[] {
  const { keyMetric } = run;
  const star = choices.isBaseline(run) ? '★' : '';
  if (keyMetric === null) return star === '' ? [] : [star];
  const delta = choices.deltaOf(run);
  // The baseline's row names the metric for all that are measured by it: a narrow view has room for the age then.
  const isNamed = !choices.isMeasured(run) || sortedTexts(run, sorted).length > 0;
  const parts = [
    star,
    formatMetric(keyMetric.last),
    delta === undefined ? '' : deltaText(delta, formatMetric),
    isNamed ? keyMetric.key : '',
  ];
  return [shownText(parts.filter((part) => part !== '').join(' '))];
}

/** How a run stands to the baseline, in words. */
function standing(run: Run, choices: RunChoices): string[] {
  if (choices.isBaseline(run)) return [vscode.l10n.t('baseline')];
  const delta = choices.deltaOf(run);
  if (delta === undefined) return [];
  const size = formatMetric(Math.abs(delta.difference));
  if (delta.isBetter === true) return [vscode.l10n.t('better than the baseline by {0}', size)];
  if (delta.isBetter === false) return [vscode.l10n.t('worse than the baseline by {0}', size)];
  return delta.difference > 0
    ? [vscode.l10n.t('above the baseline by {0}', size)]
    : [vscode.l10n.t('below the baseline by {0}', size)];
}

function sortedTexts({ keyMetric }: Run, sorted: SortedValue | undefined): string[] {
  if (sorted === undefined || (sorted.metric !== undefined && sorted.metric === keyMetric?.key)) return [];
  return [shownText(`${sorted.name} ${sorted.value ?? '–'}`)];
}

export function innerRunsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 run inside') : vscode.l10n.t('{0} runs inside', count);
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
  return [saysMore ? failureText(failure) : shownText(message ?? statusText(status))];
}

/** Number of a run's metrics that do not stand aside; of a list that is cut, only the number of all is known. */
export function metricsListed({ metrics, metricCount }: RunDetail): number {
  return metrics.length < DETAIL_METRICS ? metrics.length : metricCount;
}
