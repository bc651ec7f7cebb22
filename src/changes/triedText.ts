import * as vscode from 'vscode';
import type { TriedValue, TriedValues } from '../protocol/changesApi';
import type { ParamValue } from '../protocol/numbers';
import { type CommandArguments, type CommandId, commandLink } from '../platform/commands';
import { formatAge, formatMetric } from '../platform/format';

/** Rows that a hover has room for. */
const MOST_ROWS = 10;
const MOST_CHARACTERS = 40;
/** The commands that its links may run, and no others. */
const COMMANDS = ['trialbook.compareRuns', 'trialbook.revealRun'] as const satisfies CommandId[];

/** A table of the values, the best on top and the current one marked. All that was recorded is text in it. */
export function describeTried(folder: string, tried: TriedValues, current: ParamValue): vscode.MarkdownString {
  const rows = shownRows(tried.values, current);
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = { enabledCommands: COMMANDS };
  text.appendMarkdown(`**${plain(tried.key)}** · ${plain(summaryOf(tried))}\n\n`);
  const heads = [vscode.l10n.t('Value'), tried.metric ?? vscode.l10n.t('Metric'), vscode.l10n.t('Newest run')];
  text.appendMarkdown(`${cells(['', ...heads.map(plain)])}\n|:-:|--:|:--|:--|\n`);
  for (const row of rows) text.appendMarkdown(`${rowText(folder, row, current)}\n`);
  const runs = rows.map(({ newest }) => ({ folder, runId: newest.id }));
  if (runs.length > 1) {
    const label = vscode.l10n.t('Compare the newest runs of these values');
    text.appendMarkdown(`\n${link('trialbook.compareRuns', label, runs[0], runs)}`);
  }
  return text;
}

/** `3 values tried · higher is better`. */
function summaryOf({ total, direction }: TriedValues): string {
  const count = total === 1 ? vscode.l10n.t('1 value tried') : vscode.l10n.t('{0} values tried', total);
  if (direction === undefined) return count;
  const better = direction === 'higher' ? vscode.l10n.t('higher is better') : vscode.l10n.t('lower is better');
  return `${count} · ${better}`;
}

/** The first ones, with the current value in place of the last when it would be missing. */
function shownRows(values: readonly TriedValue[], current: ParamValue): TriedValue[] {
  const place = values.findIndex(({ value }) => isSame(value, current));
  const shown = values.slice(0, MOST_ROWS);
  return place < MOST_ROWS ? shown : [...shown.slice(0, -1), values[place]!];
}

function rowText(folder: string, { value, runs, spread, newest }: TriedValue, current: ParamValue): string {
  const mark = isSame(value, current) ? `$(arrow-right)` : '';
  const name = link('trialbook.revealRun', shortened(newest.name), { folder, runId: newest.id });
  const age = plain(formatAge(newest.startedAt, Date.now()));
  return cells([mark, plain(shortened(String(value))), plain(resultOf(spread, runs)), `${name} · ${age}`]);
}

/** A row of a table, whose columns would else touch one another. */
function cells(texts: readonly string[]): string {
  return `| ${texts.join('&emsp;|&emsp;')} |`;
}

/** `0.934 ± 0.004 (5 runs)`, or why there is no such number. */
function resultOf({ mean, sd, n }: TriedValue['spread'], runs: number): string {
  const ofRuns = runs === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', runs);
  if (mean === null) return vscode.l10n.t('no result ({0})', ofRuns);
  const value = formatMetric(mean);
  const deviation = typeof sd === 'number' ? ` ± ${Number(sd.toPrecision(2))}` : '';
  return `${value}${deviation} (${runs === n ? ofRuns : `${n}/${runs}`})`;
}

/** A number may be written in several ways, and a parser may have made text of it. */
function isSame(a: ParamValue, b: ParamValue): boolean {
  return a === b || (typeof a !== typeof b && String(a) === String(b));
}

function link<Id extends (typeof COMMANDS)[number]>(id: Id, label: string, ...args: CommandArguments[Id]): string {
  const { command, title, arguments: given } = commandLink(id, label, ...args);
  // A parenthesis, as a folder's name may have it, would end the link.
  const query = encodeURIComponent(JSON.stringify(given)).replaceAll('(', '%28').replaceAll(')', '%29');
  return `[${plain(title)}](command:${command}?${query})`;
}

function shortened(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}

/** Text as it is, in one line of a table: nothing in it is Markdown. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~>$]/g, '\\$&');
}
