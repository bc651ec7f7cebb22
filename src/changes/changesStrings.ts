import * as vscode from 'vscode';
import type { ChangesStrings } from '../protocol/changesPage';

/** The texts of the page "What changed" in the user's language. */
export function changesStrings(): ChangesStrings {
  return {
    ...stateStrings(),
    ...baseStrings(),
    ...answerStrings(),
    ...metricStrings(),
    ...sectionStrings(),
    ...codeStrings(),
    ...partStrings(),
  };
}

function stateStrings() {
  return {
    loading: vscode.l10n.t('Loading what changed'),
    failed: vscode.l10n.t('What changed could not be read'),
    retry: vscode.l10n.t('Try again'),
    dismiss: vscode.l10n.t('Dismiss'),
    goneTitle: vscode.l10n.t('This run was deleted'),
    goneHint: vscode.l10n.t('Restore it from the trash of the Runs view, or choose “What Changed…” on another run.'),
    aloneTitle: vscode.l10n.t('There is no run to hold it against yet'),
    aloneHint: vscode.l10n.t(
      'It is the first run of its script. Track another one, or choose any run to see what is different.',
    ),
    chooseRun: vscode.l10n.t('Choose a run'),
    baseDeleted: vscode.l10n.t('{0} was deleted.'),
  };
}

function baseStrings() {
  return {
    comparedWith: vscode.l10n.t('Compared with'),
    basePrevious: vscode.l10n.t('{0} (previous run)'),
    baseBasedOn: vscode.l10n.t('{0} (the run that it repeats)'),
    baseBest: vscode.l10n.t('{0} (best other run)'),
    baseChoose: vscode.l10n.t('Another run…'),
    noneBefore: vscode.l10n.t('No run of this script came before.'),
    swap: vscode.l10n.t('Swap'),
    openCharts: vscode.l10n.t('Compare charts'),
  };
}

function answerStrings() {
  return {
    better: vscode.l10n.t('{0} is better on {1} by {2} ({3}).'),
    worse: vscode.l10n.t('{0} is worse on {1} by {2} ({3}).'),
    higher: vscode.l10n.t('{0} is higher on {1} by {2} ({3}).'),
    lower: vscode.l10n.t('{0} is lower on {1} by {2} ({3}).'),
    leads: vscode.l10n.t('{0} leads on {1} by {2} so far.'),
    trails: vscode.l10n.t('{0} trails on {1} by {2} so far.'),
    withinNoise: vscode.l10n.t('{0} and {1} do not differ on {2} beyond noise: {3} ({4}).'),
    repeatsOfOneAnother: vscode.l10n.t(
      '{0} and {1} repeat one another: {3} on {2} is noise ({4} ± {5} over {6} repeats).',
    ),
    bothEndAt: vscode.l10n.t('Both end at {1} {0}.'),
    noMetricInCommon: vscode.l10n.t('{0} and {1} have no metric in common.'),
    differsIn: vscode.l10n.t('It differs in {0}.'),
    differsInMore: vscode.l10n.t('It differs in {0} and {1} more.'),
    differsInNothing: vscode.l10n.t('Nothing that was recorded differs.'),
    differsInSeeds: vscode.l10n.t('Only seeds differ.'),
    evidenceEach: vscode.l10n.t('{0} repeats each, p {1}'),
    evidenceUnequal: vscode.l10n.t('repeats: {1} against {0}, p {2}'),
    evidenceNone: vscode.l10n.t('1 run each: chance cannot be told apart'),
  };
}

function metricStrings() {
  return {
    metrics: vscode.l10n.t('Metrics'),
    metric: vscode.l10n.t('Metric'),
    change: vscode.l10n.t('Change'),
    verdict: vscode.l10n.t('Verdict'),
    isBetter: vscode.l10n.t('better, p {0}'),
    isWorse: vscode.l10n.t('worse, p {0}'),
    isHigher: vscode.l10n.t('higher, p {0}'),
    isLower: vscode.l10n.t('lower, p {0}'),
    isNoise: vscode.l10n.t('within noise, p {0}'),
    isUntested: vscode.l10n.t('1 run each'),
    isRepeat: vscode.l10n.t('noise: repeats'),
    isEqual: vscode.l10n.t('equal'),
    isIncomparable: vscode.l10n.t('not comparable'),
    spread: vscode.l10n.t('mean {0} ± {1} ({2} repeats)'),
    best: vscode.l10n.t('best {0}'),
    higherIsBetter: vscode.l10n.t('Higher is better'),
    lowerIsBetter: vscode.l10n.t('Lower is better'),
    noMetrics: vscode.l10n.t('none yet'),
    metricsCut: vscode.l10n.t('These runs have more metrics than are shown here; compare their charts to see all.'),
  };
}

function sectionStrings() {
  return {
    parameters: vscode.l10n.t('Parameters'),
    seeds: vscode.l10n.t('Seeds'),
    code: vscode.l10n.t('Code'),
    data: vscode.l10n.t('Data'),
    packages: vscode.l10n.t('Packages'),
    machine: vscode.l10n.t('Machine'),
    command: vscode.l10n.t('Command'),
    name: vscode.l10n.t('Name'),
    before: vscode.l10n.t('Before'),
    after: vscode.l10n.t('After'),
    same: vscode.l10n.t('the same'),
    notRecorded: vscode.l10n.t('not recorded for both runs'),
    added: vscode.l10n.t('added'),
    removed: vscode.l10n.t('removed'),
    showAll: vscode.l10n.t('Show all {0}'),
    version: vscode.l10n.t('version {0}'),
  };
}

function codeStrings() {
  return {
    showNotRun: vscode.l10n.t('Show files that did not run ({0})'),
    openAllDiffs: vscode.l10n.t('Open all in the diff editor'),
    openDiff: vscode.l10n.t('Open {0} in the diff editor'),
    lineAdded: vscode.l10n.t('added:'),
    lineRemoved: vscode.l10n.t('removed:'),
    lineCounts: vscode.l10n.t('Lines added: {0}, removed: {1}'),
    cutLong: vscode.l10n.t('There is more: open it in the diff editor.'),
    cutBinary: vscode.l10n.t('This is no text.'),
    cutMissing: vscode.l10n.t('The content is not in the store any more.'),
    cutLineEnds: vscode.l10n.t('Only line ends changed.'),
    moreFiles: vscode.l10n.t('{0} more files changed: open all in the diff editor.'),
    lines: vscode.l10n.t('Changed lines of {0}'),
  };
}

function partStrings(): Pick<ChangesStrings, 'git' | 'isDirty' | 'isClean' | 'machineParts' | 'commandParts'> {
  return {
    git: {
      commit: vscode.l10n.t('Commit'),
      branch: vscode.l10n.t('Branch'),
      dirty: vscode.l10n.t('Uncommitted changes'),
    },
    isDirty: vscode.l10n.t('yes'),
    isClean: vscode.l10n.t('none'),
    machineParts: {
      host: vscode.l10n.t('Host'),
      system: vscode.l10n.t('System'),
      processor: vscode.l10n.t('Processor'),
      processors: vscode.l10n.t('Processors'),
      memory: vscode.l10n.t('Memory'),
      gpus: vscode.l10n.t('GPUs'),
      driver: vscode.l10n.t('GPU driver'),
      interpreter: vscode.l10n.t('Interpreter'),
    },
    commandParts: {
      command: vscode.l10n.t('Command line'),
      cwd: vscode.l10n.t('Working directory'),
    },
  };
}
