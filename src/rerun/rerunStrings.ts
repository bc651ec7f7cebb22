import * as vscode from 'vscode';
import type { RerunStrings } from '../protocol/rerunApi';

/** The texts of the form in the user's language. */
export function rerunStrings(): RerunStrings {
  return { ...fieldStrings(), ...repeatStrings(), ...launchStrings(), ...stateStrings() };
}

function fieldStrings() {
  return {
    title: vscode.l10n.t('Run {0} again'),
    options: vscode.l10n.t('Options of the script'),
    arguments: vscode.l10n.t('Arguments'),
    argumentsHint: vscode.l10n.t('Edit the words behind the script as you would type them; quote those with spaces.'),
    parameters: vscode.l10n.t('Parameters of the run'),
    noParser: vscode.l10n.t(
      'The script told no options: it reads its arguments by other means than argparse or click.',
    ),
    search: vscode.l10n.t('Search options'),
    noMatch: vscode.l10n.t('Nothing matches “{0}”.'),
    useDefault: vscode.l10n.t('{0} (default)'),
    notSet: vscode.l10n.t('Not set'),
    on: vscode.l10n.t('On'),
    off: vscode.l10n.t('Off'),
    required: vscode.l10n.t('Required'),
    changed: vscode.l10n.t('What the run had'),
    reset: vscode.l10n.t('Take {0} back to what the run had'),
    resetAll: vscode.l10n.t('Reset all'),
    addValue: vscode.l10n.t('Try another value too'),
    removeValue: vscode.l10n.t('Do not try this value'),
    hiddenArgument: vscode.l10n.t(
      'The command holds a secret that was not recorded, in a place that no field can change. Start the script from a terminal.',
    ),
    problems: {
      int: vscode.l10n.t('A whole number is needed.'),
      float: vscode.l10n.t('A number is needed.'),
      choice: vscode.l10n.t('It is none of the choices.'),
      required: vscode.l10n.t('The script needs a value here.'),
      count: vscode.l10n.t('{0} words are needed, with spaces between them.'),
      masked: vscode.l10n.t('The secret was not recorded: enter it again.'),
      seeds: vscode.l10n.t('Enter seeds such as 0-4 or 1, 2, 3: whole numbers of 0 or more, 500 at most.'),
      times: vscode.l10n.t('Enter a whole number of 1 or more.'),
    },
  };
}

function repeatStrings() {
  return {
    repeat: vscode.l10n.t('Repeat'),
    seeds: vscode.l10n.t('Seeds'),
    seedsHint: vscode.l10n.t('Runs it once with each seed, such as 0-4 or 1, 2, 3. Empty: the seed above.'),
    seedsSeen: vscode.l10n.t('Used before: {0}.'),
    times: vscode.l10n.t('Times'),
    timesHint: vscode.l10n.t('How often it is run.'),
    code: vscode.l10n.t('Code'),
    codeNow: vscode.l10n.t('As it is now'),
    codeSnapshot: vscode.l10n.t('As it was in the run'),
    codeSnapshotDiffers: vscode.l10n.t('As it was in the run (files that differ: {0})'),
    codeSnapshotSame: vscode.l10n.t('As it was in the run (no difference)'),
  };
}

function launchStrings() {
  return {
    command: vscode.l10n.t('Command line'),
    moreCommands: vscode.l10n.t('and {0} more'),
    startOne: vscode.l10n.t('Start run'),
    startMany: vscode.l10n.t('Start {0} runs'),
    queueOne: vscode.l10n.t('Add to the queue'),
    tooMany: vscode.l10n.t('These are {0} runs; {1} can be started at once. Take some values away.'),
    started: vscode.l10n.t('Started a run.'),
    queued: vscode.l10n.t('Added a run to the queue.'),
    queuedMany: vscode.l10n.t('Added {0} runs to the queue, which starts them in turn.'),
    fieldsToMend: vscode.l10n.t('Mend the marked fields first.'),
  };
}

function stateStrings() {
  return {
    deletedTitle: vscode.l10n.t('This run is gone'),
    deletedHint: vscode.l10n.t('It was deleted. Choose another one in the Runs view.'),
    loading: vscode.l10n.t('Loading'),
    failed: vscode.l10n.t('The form could not be loaded.'),
    retry: vscode.l10n.t('Try again'),
  };
}
