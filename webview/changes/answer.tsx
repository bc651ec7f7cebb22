import type { ComponentChild } from 'preact';
import type { MetricChange, MetricVerdict, RunChanges } from '../../src/protocol/changesApi';
import type { ChangesStrings } from '../../src/protocol/changesPage';
import { fromWire } from '../../src/protocol/numbers';
import { fillTemplate, fillTemplateWith } from '../ui/fillTemplate';
import { formatDelta, formatNumber } from '../ui/numbers';
import { differingNames, formatP, isBetter, isLive, judgedMetric } from './facts';
import { usePage } from './pageContext';
import { RunName } from './runName';

const MOST_NAMES = 4;

/** The sentence that the person came for: whether it got better, whether that is more than chance, and what differs. */
export function Answer({ changes }: { changes: RunChanges }) {
  const { strings } = usePage();
  return (
    <h1 class="verdict">
      {whatCameOfIt(changes, strings)} <span class="secondary">{whatDiffers(changes, strings)}</span>
    </h1>
  );
}

function whatCameOfIt(changes: RunChanges, strings: ChangesStrings): ComponentChild[] {
  const metric = judgedMetric(changes);
  const [run, base] = [<RunName run={changes.run} />, <RunName run={changes.base} />];
  if (metric === undefined) return fillTemplateWith<ComponentChild>(strings.noMetricInCommon, [run, base]);
  const key = <code>{metric.key}</code>;
  const { verdict } = metric;
  switch (verdict.kind) {
    case 'incomparable':
      return [];
    case 'equal':
      return fillTemplateWith<ComponentChild>(strings.bothEndAt, [key, number(formatNumber(lastOf(metric)))]);
    case 'repeats': {
      const { mean, sd, n } = metric.after!.spread;
      const spread = [mean, sd].map((value) => number(formatNumber(fromWire(value) ?? Number.NaN)));
      const values = [run, base, key, number(signed(verdict.difference)), ...spread, number(String(n))];
      return fillTemplateWith<ComponentChild>(strings.repeatsOfOneAnother, values);
    }
    case 'within': {
      const values = [run, base, key, number(signed(verdict.difference)), evidence(verdict, strings)];
      return fillTemplateWith<ComponentChild>(strings.withinNoise, values);
    }
    default: {
      const template = comparing(metric, verdict.difference, isLive(changes), strings);
      const size = number(formatDelta(Math.abs(verdict.difference)));
      return fillTemplateWith<ComponentChild>(template, [run, key, size, evidence(verdict, strings)]);
    }
  }
}

function comparing(metric: MetricChange, difference: number, live: boolean, strings: ChangesStrings): string {
  const better = isBetter(metric, difference);
  if (better === undefined) return difference > 0 ? strings.higher : strings.lower;
  if (live) return better ? strings.leads : strings.trails;
  return better ? strings.better : strings.worse;
}

function evidence(verdict: MetricVerdict, strings: ChangesStrings): string {
  if (verdict.kind !== 'within' && verdict.kind !== 'beyond') return strings.evidenceNone;
  const { n, p } = verdict;
  return n.base === n.run
    ? fillTemplate(strings.evidenceEach, n.run, formatP(p))
    : fillTemplate(strings.evidenceUnequal, n.base, n.run, formatP(p));
}

function whatDiffers(changes: RunChanges, strings: ChangesStrings): ComponentChild {
  const names = differingNames(changes, strings);
  if (names.length === 0) return changes.seeds.length > 0 ? strings.differsInSeeds : strings.differsInNothing;
  const named = names.slice(0, MOST_NAMES);
  const list = named.flatMap((name, index) => [index === 0 ? '' : ', ', <code>{name}</code>]);
  const others = names.length - named.length;
  return fillTemplateWith<ComponentChild>(others > 0 ? strings.differsInMore : strings.differsIn, [
    <>{list}</>,
    others,
  ]);
}

function lastOf({ after }: MetricChange): number {
  return fromWire(after?.last) ?? Number.NaN;
}

function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${formatDelta(Math.abs(difference))}`;
}

function number(text: string): ComponentChild {
  return <b class="number">{text}</b>;
}
