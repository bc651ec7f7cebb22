/** Differences of runs as rows of a report. */
import * as l10n from '@vscode/l10n';
import type { Difference, DifferenceKind } from '../../protocol/reproduction';
import type { ReportSection } from './report';

const MOST_ROWS = 50;
const DIGEST_LENGTH = 12;

/** One table of all differences; none when there are none. */
export function differenceSections(title: string, differences: readonly Difference[]): ReportSection[] {
  if (differences.length === 0) return [];
  const rows = differences.slice(0, MOST_ROWS).map((one) => [kindText(one.kind), one.name, ...sidesOf(one)]);
  const left = differences.length - MOST_ROWS;
  if (left > 0) rows.push(['', l10n.t('and {0} more', left), '', '']);
  return [{ title, head: [l10n.t('What'), l10n.t('Name'), l10n.t('Before'), l10n.t('After')], rows }];
}

/** `packages differ: numpy 1.26.4 → 2.0.0`, in one line for each kind. */
export function differenceLines(differences: readonly Difference[]): string[] {
  const kinds = [...new Set(differences.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const of = differences.filter((one) => one.kind === kind);
    const some = of.slice(0, 5).map((one) =>
      `${one.name} ${sidesOf(one)
        .filter((side) => side !== '')
        .join(' → ')}`.trim(),
    );
    return `${kindText(kind)}: ${some.join('; ')}${of.length > 5 ? '; …' : ''}`;
  });
}

function sidesOf({ kind, before, after, added, removed }: Difference): [string, string] {
  if (kind === 'code' && added !== undefined && removed !== undefined && before !== null && after !== null) {
    return ['', l10n.t('lines: −{0} +{1}', removed, added)];
  }
  const shown = (value: string | null): string => {
    if (value === null) return l10n.t('none');
    return kind === 'code' || kind === 'data' ? value.slice(0, DIGEST_LENGTH) : value;
  };
  return [shown(before), shown(after)];
}

function kindText(kind: DifferenceKind): string {
  switch (kind) {
    case 'code':
      return l10n.t('code');
    case 'command':
      return l10n.t('command');
    case 'params':
      return l10n.t('params');
    case 'data':
      return l10n.t('data');
    case 'packages':
      return l10n.t('packages');
    case 'python':
      return l10n.t('Python');
    case 'variables':
      return l10n.t('environment');
    case 'machine':
      return l10n.t('machine');
  }
}
