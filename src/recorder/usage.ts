import * as l10n from '@vscode/l10n';

/** What `trialbook --help` prints. */
export function usage(): string {
  const rows: [string, string][] = [
    ['trialbook run [--workspace DIR] [--cwd DIR] [--id ULID] [--name NAME] [--experiment NAME]', ''],
    ['              [--tag KEY=VALUE]... [--root DIR] [--based-on ULID] [--purpose WORD] [--batch ULID]', ''],
    [
      '              [--ends-with-viewer] [--metric REGEX]... [--watch REGEX]... [--stop-on-divergence] [--timeout 90s|30m|2h]',
      '',
    ],
    [
      '              [--grace SECONDS] [--copy-below BYTES] [--max-output BYTES] [--env NAME]... [--sample SECONDS]',
      '',
    ],
    [
      '              [--no-scores] [--no-opens] [--in-place] [--ignore-signal NAME]... [--python-dir DIR] -- COMMAND ARGUMENTS…',
      l10n.t('Run a training and record it.'),
    ],
    ['trialbook env [--workspace DIR]', l10n.t('Print the variables that make Jupyter kernels record notebooks.')],
    ['trialbook list [--workspace DIR] [--json]', l10n.t('List the runs, newest first.')],
    ['trialbook show RUN [--workspace DIR] [--json]', l10n.t('Show what is known of a run.')],
    ['trialbook attach RUN [--workspace DIR]', l10n.t('Show the output of a run from its start, and follow it.')],
    ['trialbook stop RUN [--workspace DIR] [--kill]', l10n.t('Stop a run, or kill it at once.')],
    ['trialbook metrics RUN --suggest [--json]', l10n.t('Propose patterns for the metrics in its output.')],
    [
      'trialbook metrics RUN --pattern REGEX... [--dry-run] [--json]',
      l10n.t('Add the metrics in its output to the run.'),
    ],
    [
      'trialbook export [RUN]... --to FILE [--workspace DIR]',
      l10n.t('Write runs, by default all, into one file, without what was edited in the editor.'),
    ],
    ['trialbook import FILE [--workspace DIR]', l10n.t('Take in the runs of such a file.')],
    ['trialbook --help', l10n.t('Show this text.')],
    ['trialbook --version', l10n.t('Show the version.')],
  ];
  const lines = rows.map(([form, meaning]) => (meaning === '' ? `  ${form}` : `  ${form}\n      ${meaning}`));
  const note = l10n.t('RUN is an id, the beginning of an id, or a name. In a running training, Ctrl-C stops the run.');
  return [l10n.t('Usage:'), ...lines, '', note].join('\n');
}
