/** What `list`, `show` and `metrics` print for people. */
import * as l10n from '@vscode/l10n';
import type { ExtractReport, FoundMetric, ListedRun, ShownRun, SuggestReport } from '../protocol/commandLine';
import type { WireNumber } from '../protocol/numbers';
import type { FailureKind } from '../protocol/failures';
import { formatDuration, type DurationWords } from '../protocol/units';

/** Lines as shells and `.env` files take them. */
export function formatEnvironment(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${/^[\w/.:\\-]+$/.test(value) ? value : JSON.stringify(value)}`)
    .join('\n');
}

/** One row a run, under its headings. */
export function formatRuns(runs: readonly ListedRun[]): string {
  if (runs.length === 0) return l10n.t('No runs yet. Start one with trialbook run -- python train.py');
  const head = [
    l10n.t('Name'),
    l10n.t('Status'),
    l10n.t('Failure'),
    l10n.t('Started'),
    l10n.t('Duration'),
    l10n.t('Id'),
    l10n.t('Command'),
  ];
  const rows = childrenBelowParents(runs).map(({ run, depth }) => [
    '  '.repeat(depth) + run.name,
    statusText(run.status),
    run.failure === null ? '' : failureText(run.failure),
    formatTime(run.startedAt),
    durationText(run),
    run.id,
    run.command.join(' '),
  ]);
  return formatTable([head, ...rows]);
}

/** Runs in their order, each with those inside it behind it, oldest first. */
function childrenBelowParents(runs: readonly ListedRun[]): { run: ListedRun; depth: number }[] {
  const listed = new Set(runs.map((run) => run.id));
  const children = new Map<string, ListedRun[]>();
  for (const run of [...runs].reverse()) {
    if (run.parent !== null) children.set(run.parent, [...(children.get(run.parent) ?? []), run]);
  }
  const done = new Set<string>();
  const family = (run: ListedRun, depth: number): { run: ListedRun; depth: number }[] => {
    if (done.has(run.id)) return [];
    done.add(run.id);
    return [{ run, depth }, ...(children.get(run.id) ?? []).flatMap((child) => family(child, depth + 1))];
  };
  const top = runs.filter((run) => run.parent === null || !listed.has(run.parent));
  // Runs that name each other as their parent are in no family: they come last.
  return [...top, ...runs].flatMap((run) => family(run, 0));
}

/** All that is known of a run. */
export function formatRun(run: ShownRun): string {
  const ended = run.message === null ? statusText(run.status) : `${statusText(run.status)}: ${run.message}`;
  const facts = [
    [l10n.t('Id'), run.id],
    [l10n.t('Experiment'), run.experiment],
    [l10n.t('Status'), ended],
    ...(run.failure === null ? [] : [[l10n.t('Failure'), failureText(run.failure)]]),
    ...(run.parent === null ? [] : [[l10n.t('Part of'), run.parent]]),
    [l10n.t('Started'), formatTime(run.startedAt)],
    [l10n.t('Duration'), durationText(run)],
    [l10n.t('Command'), run.command.join(' ')],
    [l10n.t('Folder'), run.cwd],
  ];
  const metrics = run.metrics.map((m) => [m.key, m.last, m.min, m.max, m.count].map(String));
  const metricHead = [l10n.t('Key'), l10n.t('Last'), l10n.t('Lowest'), l10n.t('Highest'), l10n.t('Points')];
  return [
    run.name,
    formatTable(facts),
    section(
      l10n.t('Raised in'),
      (run.exception?.frames ?? []).map((frame) => [`${frame.file}:${frame.line} in ${frame.name}`]),
    ),
    section(
      l10n.t('Runs inside'),
      run.children.map((child) => [child.name, statusText(child.status), child.id]),
    ),
    section(
      l10n.t('Params'),
      run.params.map((p) => [p.key, String(p.value)]),
    ),
    section(l10n.t('Metrics'), metrics.length === 0 ? [] : [metricHead, ...metrics]),
    section(
      l10n.t('Tags'),
      run.tags.map((tag) => [tag.key, tag.value]),
    ),
    section(
      l10n.t('Inputs'),
      run.inputs.map((one) => [one.path, one.digest.slice(0, 12), String(one.size)]),
    ),
    section(
      l10n.t('Artifacts'),
      run.artifacts.map((one) => [one.path, one.kind, one.digest.slice(0, 12), String(one.size), one.copy ?? '']),
    ),
    section(
      l10n.t('Warnings'),
      run.warnings.map((one) => [one.message]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The candidates with what each finds. */
export function formatSuggestions(report: SuggestReport): string {
  if (report.suggestions.length === 0) return l10n.t('Nothing in the output of this run looks like a metric.');
  const parts = report.suggestions.map((one) =>
    [
      one.pattern,
      `  ${l10n.t('{0} lines, such as: {1}', one.lines, one.example)}`,
      ...one.metrics.map((metric) => `  ${formatFound(metric)}`),
    ].join('\n'),
  );
  return parts.join('\n\n');
}

/** What was found, and what of it was added. */
export function formatExtraction(report: ExtractReport): string {
  const found = report.metrics.map((metric) => `  ${formatFound(metric)}`);
  return [...report.problems, ...found, summary(report)].join('\n');
}

function summary(report: ExtractReport): string {
  if (report.metrics.length === 0) return l10n.t('These patterns find nothing in the output of this run.');
  if (report.added === 0) return l10n.t('The run has all {0} values already: nothing was added.', report.existing);
  if (report.dryRun) return l10n.t('{0} values would be added; {1} are there already.', report.added, report.existing);
  return l10n.t('{0} values were added; {1} were there already.', report.added, report.existing);
}

function formatFound(metric: FoundMetric): string {
  const more = metric.count > metric.values.length ? ', …' : '';
  return l10n.t('{0}: {1} values: {2}', metric.key, metric.count, metric.values.map(formatNumber).join(', ') + more);
}

function formatNumber(value: WireNumber): string {
  return String(value);
}

function section(title: string, rows: string[][]): string {
  return rows.length === 0 ? '' : `${title}\n${formatTable(rows)}`;
}

function statusText(status: ListedRun['status']): string {
  switch (status) {
    case 'queued':
      return l10n.t('queued');
    case 'running':
      return l10n.t('running');
    case 'finished':
      return l10n.t('finished');
    case 'failed':
      return l10n.t('failed');
    case 'killed':
      return l10n.t('killed');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'lost':
      return l10n.t('lost');
  }
}

function failureText(failure: FailureKind): string {
  switch (failure) {
    case 'exception':
      return l10n.t('exception');
    case 'exit-code':
      return l10n.t('exit code');
    case 'signal':
      return l10n.t('signal');
    case 'out-of-memory':
      return l10n.t('out of memory');
    case 'diverged':
      return l10n.t('diverged');
    case 'timeout':
      return l10n.t('time limit');
    case 'not-started':
      return l10n.t('not started');
  }
}

function formatTime(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

function durationText(run: ListedRun): string {
  if (run.endedAt === null && run.status !== 'running') return '';
  return formatDuration((run.endedAt ?? Date.now()) - run.startedAt, durationWords());
}

function durationWords(): DurationWords {
  return {
    seconds: l10n.t('{0} s'),
    minutesSeconds: l10n.t('{0} m {1} s'),
    hoursMinutes: l10n.t('{0} h {1} m'),
    daysHours: l10n.t('{0} d {1} h'),
  };
}

/** Rows of cells, with columns as wide as their widest cell; Korean letters take two places of a terminal. */
export function formatTable(rows: readonly (readonly (string | undefined)[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    rows.reduce((w, row) => Math.max(w, width(row[i] ?? '')), 0),
  );
  const pad = (text: string, i: number): string => text + ' '.repeat((widths[i] ?? 0) - width(text));
  return rows
    .map((row) =>
      row
        .map((cell, i) => pad(cell ?? '', i))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function width(text: string): number {
  const wide = text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60]/g) ?? [];
  return text.length + wide.length;
}
