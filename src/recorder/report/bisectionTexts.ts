import * as l10n from '@vscode/l10n';
import type { BisectionReport, BisectionStep, FirstChange } from '../../protocol/reproduction';
import { differenceLines, differenceSections } from './differenceTexts';
import type { Report } from './report';

/** What a bisection found, for people. */
export function describeBisection(report: BisectionReport): Report {
  const { metric, goodName, badName, steps, first, notes } = report;
  return {
    title: l10n.t('What moved {0} between {1} and {2}', metric, goodName, badName),
    lead: [...resultLines(report), noiseLine(report), ...notes],
    sections: [
      ...differenceSections(l10n.t('The change'), first?.differences ?? []),
      {
        title: l10n.t('Versions that were looked at'),
        head: [l10n.t('Run'), metric, l10n.t('Result')],
        rows: steps.map((step) => [step.name, step.values.map(shown).join(', '), verdictText(step)]),
      },
    ],
  };
}

function resultLines({ metric, first, suspects, state }: BisectionReport): string[] {
  if (first === null) {
    return [state === 'running' ? l10n.t('The bisection was not brought to its end.') : l10n.t('No change was found.')];
  }
  const { name, previousName, before, after } = first;
  const result =
    suspects.length === 0
      ? l10n.t(
          '{0} is the first: {1} went from {2} ({3}) to {4}.',
          name,
          metric,
          shown(before),
          previousName,
          shown(after),
        )
      : l10n.t(
          'It is one of {0}, which could not be run; {1} was {2} before ({3}).',
          suspects.join(', '),
          metric,
          shown(before),
          previousName,
        );
  return [result, confirmation(first), ...differenceLines(first.differences)];
}

function confirmation({ confirmed }: FirstChange): string {
  if (confirmed === null) return l10n.t('The two sides of the change could not both be run again.');
  return confirmed
    ? l10n.t('Both sides were run again on this machine, with the same result.')
    : l10n.t(
        'Run again on this machine, the two sides do not show it: look at packages and the machine, which are those of now.',
      );
}

function noiseLine({ goodValues, noise }: BisectionReport): string {
  return noise === null
    ? l10n.t('Nothing is known of noise: there is one value of the good run.')
    : l10n.t('Noise: ±{0}, from {1} runs of the good version.', shown(noise), goodValues.length);
}

function verdictText({ verdict, reason }: BisectionStep): string {
  switch (verdict) {
    case 'good':
      return l10n.t('good');
    case 'moved':
      return l10n.t('moved');
    case 'skipped':
      return l10n.t('skipped: {0}', reason ?? '?');
  }
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}
