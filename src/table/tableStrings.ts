import * as vscode from 'vscode';
import { timeWords } from '../platform/format';
import type { TableStrings } from '../protocol/tablePage';

/** The texts of the run table in the user's language. */
export function tableStrings(): TableStrings {
  return {
    ...stateStrings(),
    ...rowStrings(),
    ...filterStrings(),
    ...selectionStrings(),
    ...columnStrings(),
    ...formatStrings(),
    ...groupStrings(),
    ...baselineStrings(),
    ...viewStrings(),
    time: timeWords(),
  };
}

function stateStrings() {
  return {
    title: vscode.l10n.t('Run table'),
    emptyTitle: vscode.l10n.t('No runs yet'),
    emptyHint: vscode.l10n.t('Open a training script and click “Track this run” above it: its runs appear here.'),
    loading: vscode.l10n.t('Loading runs'),
    failed: vscode.l10n.t('The runs could not be read'),
    retry: vscode.l10n.t('Try again'),
    newRun: vscode.l10n.t('1 new run'),
    newRuns: vscode.l10n.t('{0} new runs'),
    orderChanged: vscode.l10n.t('Show changes'),
    dismiss: vscode.l10n.t('Dismiss'),
  };
}

function rowStrings() {
  return {
    run: vscode.l10n.t('Run'),
    runs: vscode.l10n.t('{0} runs'),
    oneRun: vscode.l10n.t('1 run'),
    groups: vscode.l10n.t('{0} groups'),
    oneGroup: vscode.l10n.t('1 group'),
    noValue: vscode.l10n.t('Not recorded'),
    statuses: {
      queued: vscode.l10n.t('queued'),
      running: vscode.l10n.t('running'),
      finished: vscode.l10n.t('finished'),
      failed: vscode.l10n.t('failed'),
      killed: vscode.l10n.t('killed'),
      cancelled: vscode.l10n.t('cancelled'),
      lost: vscode.l10n.t('lost'),
    },
  };
}

function filterStrings() {
  return {
    filter: vscode.l10n.t('Filter runs'),
    filterHint: vscode.l10n.t('Filter, such as metrics.loss < 0.1'),
    clearFilter: vscode.l10n.t('Clear the filter'),
    completions: vscode.l10n.t('What may follow'),
    completionKinds: {
      field: vscode.l10n.t('field'),
      comparison: vscode.l10n.t('comparison'),
      value: vscode.l10n.t('value'),
      joint: vscode.l10n.t('joins conditions'),
    },
    noMatch: vscode.l10n.t('No run matches the filter.'),
    filterFor: vscode.l10n.t('Filter: only {0}'),
    filterOut: vscode.l10n.t('Filter: exclude {0}'),
    filterAtLeast: vscode.l10n.t('Filter: at least {0}'),
    filterAtMost: vscode.l10n.t('Filter: at most {0}'),
    filterMissing: vscode.l10n.t('Filter: without a value'),
    filterPresent: vscode.l10n.t('Filter: with a value'),
  };
}

function selectionStrings() {
  return {
    selected: vscode.l10n.t('{0} selected'),
    compare: vscode.l10n.t('Compare'),
    saveReport: vscode.l10n.t('Save report…'),
    openRun: vscode.l10n.t('Open run'),
    revealRun: vscode.l10n.t('Show in the Runs view'),
    delete: vscode.l10n.t('Delete'),
    clearSelection: vscode.l10n.t('Clear the selection'),
    copy: vscode.l10n.t('Copy'),
    copyMarkdown: vscode.l10n.t('Copy as Markdown'),
    copyCsv: vscode.l10n.t('Copy as CSV'),
    copyLatex: vscode.l10n.t('Copy as LaTeX'),
    actions: vscode.l10n.t('Actions'),
    rename: vscode.l10n.t('Rename…'),
    addTag: vscode.l10n.t('Add tag…'),
    editNote: vscode.l10n.t('Edit note'),
    editTag: vscode.l10n.t('Edit tag'),
  };
}

function columnStrings() {
  return {
    kinds: {
      attributes: vscode.l10n.t('Run'),
      metrics: vscode.l10n.t('Metrics'),
      params: vscode.l10n.t('Parameters'),
      tags: vscode.l10n.t('Tags'),
      system: vscode.l10n.t('System'),
    },
    attributes: {
      status: vscode.l10n.t('State'),
      start_time: vscode.l10n.t('Age'),
      duration: vscode.l10n.t('Duration'),
      experiment: vscode.l10n.t('Experiment'),
      script: vscode.l10n.t('Script'),
      exit_code: vscode.l10n.t('Exit code'),
      message: vscode.l10n.t('Message'),
      note: vscode.l10n.t('Note'),
    },
    columns: vscode.l10n.t('Columns'),
    searchColumns: vscode.l10n.t('Search columns'),
    noColumn: vscode.l10n.t('No column matches “{0}”.'),
    showAll: vscode.l10n.t('Show all'),
    hideAll: vscode.l10n.t('Hide all'),
    inRuns: vscode.l10n.t('In {0} runs'),
    pin: vscode.l10n.t('Pin'),
    unpin: vscode.l10n.t('Unpin'),
    hide: vscode.l10n.t('Hide'),
    moveLeft: vscode.l10n.t('Move to the left'),
    moveRight: vscode.l10n.t('Move to the right'),
    wider: vscode.l10n.t('Wider'),
    narrower: vscode.l10n.t('Narrower'),
  };
}

function formatStrings() {
  return {
    sortAscending: vscode.l10n.t('Sort ascending'),
    sortDescending: vscode.l10n.t('Sort descending'),
    addToSort: vscode.l10n.t('Then sort by this'),
    removeSort: vscode.l10n.t('Clear this sort'),
    shiftClick: vscode.l10n.t('Shift+click'),
    format: vscode.l10n.t('Numbers'),
    formatAuto: vscode.l10n.t('Automatic'),
    formatFixed: vscode.l10n.t('Decimals'),
    formatExponent: vscode.l10n.t('Exponent'),
    formatPercent: vscode.l10n.t('Percent'),
    moreDigits: vscode.l10n.t('More digits'),
    fewerDigits: vscode.l10n.t('Fewer digits'),
    direction: vscode.l10n.t('Better is'),
    directionAuto: vscode.l10n.t('Automatic'),
    higherIsBetter: vscode.l10n.t('Higher'),
    lowerIsBetter: vscode.l10n.t('Lower'),
  };
}

function groupStrings() {
  return {
    group: vscode.l10n.t('Group'),
    groupNone: vscode.l10n.t('No groups'),
    groupRepeats: vscode.l10n.t('Repeats (runs that differ only in seeds)'),
    groupBy: vscode.l10n.t('Group by {0}'),
    spread: vscode.l10n.t('{0} ± {1} over {2} runs, from {3} to {4}'),
    notFinite: vscode.l10n.t('NaN or infinite in {0} runs, which are left out'),
    expand: vscode.l10n.t('Expand'),
    collapse: vscode.l10n.t('Collapse'),
    repeats: vscode.l10n.t('repeats'),
    without: vscode.l10n.t('(none)'),
    values: vscode.l10n.t('{0} values'),
  };
}

function baselineStrings() {
  return {
    onlyDifferences: vscode.l10n.t('Differences'),
    heat: vscode.l10n.t('Heat'),
    heatByRank: vscode.l10n.t('Heat by rank in the column'),
    baseline: vscode.l10n.t('Baseline'),
    setBaseline: vscode.l10n.t('Use as baseline'),
    clearBaseline: vscode.l10n.t('Remove as baseline'),
    better: vscode.l10n.t('better'),
    worse: vscode.l10n.t('worse'),
  };
}

function viewStrings() {
  return {
    views: vscode.l10n.t('Views'),
    defaultView: vscode.l10n.t('Default view'),
    saveView: vscode.l10n.t('Save view…'),
    updateView: vscode.l10n.t('Save changes to {0}'),
    deleteView: vscode.l10n.t('Delete {0}…'),
  };
}
