import * as l10n from '@vscode/l10n';

/** What `trialbook --help` prints. */
export function usage(): string {
  const rows: [string, string][] = [
    ['trialbook run [--workspace DIR] [--cwd DIR] [--id ULID] [--name NAME] [--experiment NAME]', ''],
    ['              [--tag KEY=VALUE]... [--root DIR] [--based-on ULID] [--purpose WORD] [--batch ULID]', ''],
    ['              [--seeds 0,1,2] [--seed-option=--seed]', ''],
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
    [
      'trialbook queue add [--stdin] [OPTIONS OF run] -- COMMAND ARGUMENTS…',
      l10n.t('Put a run at the end of the queue, which goes on when this terminal is closed.'),
    ],
    ['trialbook queue list [--workspace DIR] [--json]', l10n.t('List the runs that wait.')],
    ['trialbook queue remove RUN | move RUN --before ULID|--first|--last', l10n.t('Change what waits.')],
    ['trialbook queue pause | resume', l10n.t('Start no further run, or go on.')],
    ['trialbook queue set [--parallel NUMBER] [--per-gpu NUMBER]', l10n.t('Set how many runs train at once.')],
    ['trialbook queue work', l10n.t('Work on the queue here; others start it by themselves.')],
    ['trialbook rerun RUN [--set OPTION=VALUE]... [--seeds 0-4] [--times N] [--root DIR] [--python PROGRAM]', ''],
    ['              [--dry-run] [--workspace DIR]', l10n.t('Run it again, with other values of its options.')],
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
    ['trialbook restore RUN --into-workspace | --to DIR | --branch NAME | --worktree DIR [--branch NAME]', ''],
    [
      '              [--file PATH]... [--used] [--delete-others] [--dry-run] [--json]',
      l10n.t('Restore the code of a run. What is replaced in the workspace is kept.'),
    ],
    ['trialbook restore --undo [RESTORE] [--json]', l10n.t('Put back what a restore replaced.')],
    [
      'trialbook reproduce RUN [--keep] [--allow-other-data] [--report] [--markdown | --json] [-- OPTIONS OF RUN…]',
      l10n.t('Run it again from its snapshot, and say whether the metrics agree.'),
    ],
    [
      'trialbook bisect GOOD BAD --metric KEY [--repeats N] [--fresh] [--markdown | --json] [-- OPTIONS OF RUN…]',
      l10n.t('Find the change between two runs that moved a metric.'),
    ],
    [
      'trialbook checkout RUN [--allow-other-data] [--json]',
      l10n.t('Put the code and data of a run into a folder of their own.'),
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
