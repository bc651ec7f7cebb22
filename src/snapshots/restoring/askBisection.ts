/** Which runs to bisect, and by which metric. */
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { MetricSummary, RunDetail, RunId } from '../../protocol/entities';
import { isAside } from '../../protocol/metricGroups';
import { metricDirection } from '../../protocol/metricDirection';
import type { RunTarget } from '../../platform/commands';
import { formatMetric } from '../../platform/format';

export interface AskedBisection {
  folder: string;
  good: RunId;
  bad: RunId;
  metric: string;
}

/** Asks for what is not selected; `undefined` when dismissed. */
export async function askBisection(
  run: RunTarget | undefined,
  selected: readonly RunTarget[],
  pickRun: (title: string) => Promise<RunTarget | undefined>,
  detailOf: (run: RunTarget) => Promise<RunDetail>,
): Promise<AskedBisection | undefined> {
  const [one, other] = selected.length === 2 ? selected : [run];
  const first = one ?? (await pickRun(vscode.l10n.t('Bisect: a run whose result is good')));
  if (first === undefined) return undefined;
  const second = other ?? (await pickRun(vscode.l10n.t('Bisect: a run of the same script whose result is not')));
  if (second === undefined) return undefined;
  if (first.folder !== second.folder) throw new UserError(vscode.l10n.t('Pick two runs of one folder.'));
  const [a, b] = [await detailOf(first), await detailOf(second)];
  const metric = await pickMetric(a, b);
  if (metric === undefined) return undefined;
  const good = other === undefined ? a : await pickGood(a, b, metric);
  if (good === undefined) return undefined;
  return { folder: first.folder, good: good.id, bad: good === a ? b.id : a.id, metric };
}

async function pickMetric(a: RunDetail, b: RunDetail): Promise<string | undefined> {
  const shared = a.metrics.filter(({ key }) => !isAside(key) && valueOf(b, key) !== undefined);
  if (shared.length === 0) throw new UserError(vscode.l10n.t('{0} and {1} have no metric in common.', a.name, b.name));
  const preferred = a.keyMetric?.key;
  const items = shared
    .map(({ key, last }) => ({ label: key, description: `${formatMetric(last)} → ${formatMetric(valueOf(b, key)!)}` }))
    .sort((x, y) => Number(y.label === preferred) - Number(x.label === preferred));
  const title = vscode.l10n.t('Which metric moved between {0} and {1}?', a.name, b.name);
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.label;
}

/** The better one; where the name of the metric does not tell, the user says. */
async function pickGood(a: RunDetail, b: RunDetail, metric: string): Promise<RunDetail | undefined> {
  const direction = metricDirection(metric);
  const [x, y] = [Number(valueOf(a, metric)), Number(valueOf(b, metric))];
  if (direction !== undefined && x !== y) return (direction === 'higher' ? x > y : x < y) ? a : b;
  const items = [a, b].map((run) => ({ label: run.name, description: formatMetric(valueOf(run, metric)!), run }));
  const title = vscode.l10n.t('Which of the two is good?');
  return (await vscode.window.showQuickPick(items, { title }))?.run;
}

function valueOf(run: RunDetail, key: string): MetricSummary['last'] | undefined {
  return run.metrics.find((metric) => metric.key === key)?.last;
}
