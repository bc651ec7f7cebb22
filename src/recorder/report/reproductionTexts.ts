import * as l10n from '@vscode/l10n';
import type { WireNumber } from '../../protocol/numbers';
import type { MetricAgreement, ReproductionReport } from '../../protocol/reproduction';
import { differenceLines, differenceSections } from './differenceTexts';
import type { Report } from './report';

/** What a reproduction found, for people. */
export function describeReproduction(report: ReproductionReport): Report {
  return {
    title: l10n.t('{0} reproduced as {1}', report.ofName, report.name),
    lead: [verdictLine(report), ...reasonLines(report), ...report.notes],
    sections: [...metricSections(report), ...differenceSections(l10n.t('What is not the same'), report.differences)],
  };
}

function verdictLine(report: ReproductionReport): string {
  const { verdict, metrics, status, message } = report;
  const texts = metrics.filter(({ value }) => value === 'last').map(metricText);
  const some = (all: readonly string[]): string => all.slice(0, 4).join(', ') + (all.length > 4 ? ', …' : '');
  if (verdict === 'agrees') return l10n.t('agrees: {0}', some(texts));
  if (verdict === 'unknown') {
    return metrics.length === 0 && status === 'finished'
      ? l10n.t('not known: there are no metrics to compare')
      : l10n.t('not known: the reproduction was stopped before its end');
  }
  const apart = metrics.filter(({ by }) => by === null).map(metricText);
  if (apart.length > 0) return l10n.t('differs: {0}', some(apart));
  return l10n.t('differs: it ended otherwise: {0}', message ?? status);
}

/** What may be why it differs; of one that agrees only what is worth knowing. */
function reasonLines(report: ReproductionReport): string[] {
  const { verdict, status, message, differences, seeded } = report;
  const failed =
    status === 'failed' || status === 'killed' ? [l10n.t('The reproduction failed: {0}', message ?? '?')] : [];
  if (verdict !== 'differs') return failed;
  if (differences.length > 0) return [...failed, ...differenceLines(differences)];
  const chance = seeded
    ? l10n.t(
        'Nothing that was recorded is different: what is left is chance, such as threads and operations in no fixed order.',
      )
    : l10n.t('Nothing that was recorded is different, and no seed is set: what is left is chance.');
  return [...failed, chance];
}

function metricSections({ metrics, timings, repeats, ofName, name }: ReproductionReport): Report['sections'] {
  const rows = metrics.map((metric) => [
    nameOf(metric),
    numberText(metric.before),
    numberText(metric.after),
    toleranceText(metric, repeats),
  ]);
  for (const key of timings) rows.push([key, '', '', l10n.t('measures time: not compared')]);
  return rows.length === 0
    ? []
    : [{ title: l10n.t('Metrics'), head: [l10n.t('Metric'), ofName, name, l10n.t('Result')], rows }];
}

function nameOf({ key, value }: MetricAgreement): string {
  return value === 'best' ? l10n.t('{0} (best)', key) : key;
}

function metricText(metric: MetricAgreement): string {
  const { before, after, by } = metric;
  const sign = by === 'exact' ? '=' : by === null ? '≠' : '≈';
  return `${nameOf(metric)} ${numberText(before)} ${sign} ${numberText(after)}`;
}

function toleranceText({ by }: MetricAgreement, repeats: number): string {
  switch (by) {
    case 'exact':
      return l10n.t('the same');
    case 'relative':
      return l10n.t('the same but for rounding');
    case 'spread':
      return l10n.t('within the spread of {0} runs', repeats);
    case null:
      return l10n.t('differs');
  }
}

function numberText(value: WireNumber | null): string {
  return value === null ? l10n.t('none') : String(value);
}
