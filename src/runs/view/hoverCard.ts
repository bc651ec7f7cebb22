/** The card that a hover on a run shows. All that was recorded is text in it, never markup. */
import * as vscode from 'vscode';
import type { RunChanges } from '../../protocol/changesApi';
import type { MetricSummary, Param, RunDetail, Series } from '../../protocol/entities';
import { paramText } from '../../protocol/paramText';
import { shownMarkdown } from '../../common/shownText';
import { sparkline } from '../../common/sparkline';
import { formatDuration, formatMetric } from '../../platform/format';
import { statusText } from '../../platform/runRows';
import type { StoreClient } from '../../store/client';
import { failingFrame, frameName, frameUri } from '../frames';
import { changesSentence } from './changesSentence';
import { deltaOf, deltaText } from './delta';
import type { RunChoices } from './runChoices';
import { colorVariable } from './runColors';
import { failureText, metricsListed } from './runTexts';

/** What a card has room for. */
const MOST_PARAMS = 12;
const MOST_METRICS = 8;
const MOST_WARNINGS = 5;
const MOST_COMMAND = 300;
const VALUE_LENGTH = 40;
const SPARK_WIDTH = 12;

/** Reads what the card needs besides the run, and writes it. */
export async function hoverCard(
  store: StoreClient,
  folder: string,
  run: RunDetail,
  choices: RunChoices,
): Promise<vscode.MarkdownString> {
  const ref = choices.baselineOf(run.experiment);
  const metrics = shownMetrics(run);
  const keys = metrics.map(({ key }) => key);
  const [baseline, series, changes] = await Promise.all([
    ref === undefined || ref.id === run.id ? null : store.request('getRun', { runId: ref.id }),
    store.request('series', { runIds: [run.id], keys, width: SPARK_WIDTH }),
    changesSincePrevious(store, run),
  ]);
  const text = new vscode.MarkdownString('', true);
  // For the colours and the small print: values cannot bring any along, see `shownMarkdown`.
  text.supportHtml = true;
  text.appendMarkdown(
    [
      headOf(run, choices),
      ...failureOf(folder, run),
      ...run.warnings.slice(0, MOST_WARNINGS).map(({ message }) => `$(warning) ${shownMarkdown(message)}`),
      ...(run.note === null ? [] : [`$(note) ${shownMarkdown(run.note, 500)}`]),
      ...paramTable(run.params, baseline),
      ...metricTable(metrics, metricsListed(run), series, baseline, choices),
      ...tagLine(run),
      ...(changes === null ? [] : [`$(diff) ${changesSentence(changes)}`]),
    ].join('\n\n'),
  );
  const command = run.command.join(' ');
  text.appendCodeblock(command.length > MOST_COMMAND ? `${command.slice(0, MOST_COMMAND)}…` : command, 'shellscript');
  return text;
}

async function changesSincePrevious(store: StoreClient, { id }: RunDetail): Promise<RunChanges | null> {
  const { previous } = await store.request('relatedRuns', { runId: id });
  return previous === null ? null : store.request('whatChanged', { runId: id, base: previous.id });
}

function headOf(run: RunDetail, choices: RunChoices): string {
  const dot = `<span style="color:${colorVariable(run.colorIndex)};">●</span>`;
  const lasted = formatDuration((run.endedAt ?? Date.now()) - run.startedAt);
  const parts = [
    statusText(run.status),
    lasted,
    ...(choices.isBaseline(run) ? [vscode.l10n.t('baseline of {0}', shownMarkdown(run.experiment))] : []),
  ];
  const started = new Date(run.startedAt).toLocaleString(vscode.env.language);
  const where = `${shownMarkdown(run.experiment)} · ${shownMarkdown(started)}`;
  return `${dot} **${shownMarkdown(run.name)}** · ${parts.join(' · ')}  \n${where}`;
}

function failureOf(folder: string, run: RunDetail): string[] {
  const said = run.message ?? (run.failure === null ? undefined : failureText(run.failure));
  if (said === undefined) return [];
  const kind = run.failure === null || run.message === null ? '' : `${failureText(run.failure)}  \n`;
  const frame = failingFrame(run);
  const link =
    frame === undefined
      ? ''
      : `  \n[${shownMarkdown(frameName(frame))}](${frameUri(folder, frame).toString()}) ${shownMarkdown(frame.name)}`;
  return [`$(error) ${kind}${shownMarkdown(said, 500)}${link}`];
}

/** Params that differ from the baseline first, with its value beside. */
function paramTable(params: readonly Param[], baseline: RunDetail | null): string[] {
  const before = new Map(baseline?.params.map(({ key, value }) => [key, value]));
  const differs = ({ key, value }: Param): boolean => baseline !== null && !Object.is(before.get(key), value);
  const ordered = [...params.filter(differs), ...params.filter((param) => !differs(param))];
  const rows = ordered.slice(0, MOST_PARAMS).map((param) => {
    const cells = [shownMarkdown(param.key, VALUE_LENGTH), shownMarkdown(paramText(param.value), VALUE_LENGTH)];
    if (baseline === null) return cells;
    if (!differs(param)) return [...cells, ''];
    const there = before.get(param.key);
    return [cells[0]!, `**${cells[1]}**`, there === undefined ? '–' : shownMarkdown(paramText(there), VALUE_LENGTH)];
  });
  const head = [vscode.l10n.t('Parameters'), '', ...(baseline === null ? [] : [vscode.l10n.t('baseline')])];
  return tableOf(head, rows, params.length);
}

/** The key metric first, then the others by key. */
function shownMetrics({ keyMetric, metrics }: RunDetail): MetricSummary[] {
  const others = metrics.filter(({ key }) => key !== keyMetric?.key);
  return [...(keyMetric === null ? [] : [keyMetric]), ...others].slice(0, MOST_METRICS);
}

function metricTable(
  metrics: readonly MetricSummary[],
  total: number,
  series: readonly Series[],
  baseline: RunDetail | null,
  choices: RunChoices,
): string[] {
  const values = new Map(series.map((one) => [one.key, one.values]));
  const rows = metrics.map((metric) => {
    const there = baseline?.metrics.find(({ key }) => key === metric.key) ?? null;
    const delta = deltaOf(metric, there, choices.directionOf(metric.key));
    return [
      shownMarkdown(metric.key, VALUE_LENGTH),
      sparkline(values.get(metric.key) ?? [], SPARK_WIDTH),
      formatMetric(metric.last),
      ...(baseline === null ? [] : [delta === undefined ? '' : deltaText(delta, formatMetric)]),
    ];
  });
  const head = [vscode.l10n.t('Metrics'), '', '', ...(baseline === null ? [] : [vscode.l10n.t('to the baseline')])];
  return tableOf(head, rows, total);
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[], total: number): string[] {
  if (rows.length === 0) return [];
  const lines = [head, head.map((_, column) => (column === 0 ? ':--' : '--:')), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  const hidden = total - rows.length;
  return [lines.join('\n'), ...(hidden > 0 ? [vscode.l10n.t('and {0} more', hidden)] : [])];
}

function tagLine({ tags }: RunDetail): string[] {
  if (tags.length === 0) return [];
  const texts = tags.map(({ key, value }) => shownMarkdown(value === '' ? key : `${key}: ${value}`, VALUE_LENGTH));
  return [`$(tag) ${texts.join(' · ')}`];
}
