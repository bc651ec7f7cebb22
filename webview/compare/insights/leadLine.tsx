import type { ComponentChild } from 'preact';
import type { Lead } from '../../../src/protocol/insightsApi';
import type { InsightsStrings } from '../../../src/protocol/insightsPage';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatDelta, formatNumber } from '../../ui/numbers';
import { usePage } from '../pageContext';
import { leadersOf } from '../verdict';
import { useAnswer } from './useAnswer';

/** Follows the answer on top: whether the lead of the best run is more than chance, and how that is known. */
export function LeadLine() {
  const { model } = usePage();
  const metric = model.keyMetric.value;
  if (metric === undefined || model.runs.value.length < 2 || !model.settled.value) return null;
  return <Judged metric={metric} />;
}

function Judged({ metric }: { metric: string }) {
  const { insights, model, strings } = usePage();
  const statuses = model.runs.value.map(({ status }) => status).join();
  const leaders = model.comparison.value === undefined ? [] : leadersOf(model.comparison.value, metric);
  const [leader, ...others] = leaders.map(({ id }) => id);
  const question = ['lead', metric, statuses, model.runIds.value, insights.directions.value[metric], leader, ...others];
  const { value } = useAnswer(JSON.stringify(question), () => insights.askLead(metric), { kept: true });
  // An older answer may be about runs that no longer lead, or are not shown any more.
  const isCurrent = value?.run.id === leader && model.runIds.value.includes(value?.runnerUp.id ?? '');
  const sentence =
    value &&
    isCurrent &&
    leadSentence(value, insights.directionOf({ id: '', kind: 'metric', key: metric }), strings.insights);
  return !sentence ? null : <span class="secondary"> {sentence}</span>;
}

/** `undefined` where there is nothing to say: the numbers are equal, or not there. */
function leadSentence(
  { verdict, runnerUp, test, configurations }: Lead,
  direction: 'higher' | 'lower' | undefined,
  texts: InsightsStrings,
): ComponentChild {
  if (verdict.kind === 'untested') return fillTemplate(texts.leadUntested, runnerUp.name);
  if (verdict.kind !== 'beyond' && verdict.kind !== 'within') return undefined;
  const isAhead = verdict.difference > 0 === (direction === 'higher');
  const templates = isAhead
    ? { beyond: texts.leadBeyond, within: texts.leadWithin }
    : { beyond: texts.leadBehind, within: texts.leadBehindWithin };
  const by = formatDelta(Math.abs(verdict.difference));
  const how = fillTemplate(
    test === 'welch' ? texts.testWelch : texts.testPrediction,
    verdict.n.run,
    verdict.n.base,
    formatP(verdict.p),
  );
  const several = configurations > 2 ? `, ${fillTemplate(texts.testAdjusted, configurations)}` : '';
  return fillTemplate(templates[verdict.kind], runnerUp.name, by, how + several);
}

function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${formatNumber(Number(p.toPrecision(2)))}`;
}
