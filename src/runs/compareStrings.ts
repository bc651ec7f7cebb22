import * as vscode from 'vscode';
import type { CompareStrings } from '../protocol/pagesApi';
import { insightsStrings } from './insightsStrings';
import { loggedStrings } from '../platform/loggedStrings';

/** The texts of the comparison page in the user's language. */
export function compareStrings(): CompareStrings {
  return {
    ...controlStrings(),
    ...stateStrings(),
    ...valueStrings(),
    ...verdictStrings(),
    ...axisStrings(),
    ...chartStrings(),
    ...layoutStrings(),
    insights: insightsStrings(),
    logged: loggedStrings(),
  };
}

function controlStrings() {
  return {
    addRuns: vscode.l10n.t('Add runs'),
    moreRuns: vscode.l10n.t('{0} more'),
    saveReport: vscode.l10n.t('Save report…'),
    savedReport: vscode.l10n.t('Report saved on {0} by Trialbook {1}'),
    brokenReport: vscode.l10n.t('This report cannot be read: its file was cut short or changed. Ask for it again.'),
    reportNeedsScripts: vscode.l10n.t('This report needs JavaScript: open its file in a browser.'),
    apply: vscode.l10n.t('Apply'),
    cancel: vscode.l10n.t('Cancel'),
    removeRun: vscode.l10n.t('Remove {0} from the comparison'),
    liftRun: vscode.l10n.t('Highlight {0} in every chart'),
    showOutput: vscode.l10n.t('Show the output of {0}'),
    revealRun: vscode.l10n.t('Show {0} in the Runs view'),
    stopRun: vscode.l10n.t('Stop {0}'),
    pickRuns: vscode.l10n.t('Pick runs'),
    onlyDifferences: vscode.l10n.t('Only differences'),
    search: vscode.l10n.t('Search metrics and parameters'),
    clearSearch: vscode.l10n.t('Clear search'),
    retry: vscode.l10n.t('Try again'),
    dismiss: vscode.l10n.t('Dismiss'),
  };
}

function stateStrings() {
  return {
    emptyTitle: vscode.l10n.t('No runs to compare yet'),
    emptyHint: vscode.l10n.t('Pick two or more runs to see their metrics in one chart and what differs between them.'),
    noMetrics: vscode.l10n.t('No metrics yet'),
    noMetricsHint: vscode.l10n.t('Charts appear here as soon as a run reports its first value.'),
    noDifferences: vscode.l10n.t('The runs do not differ here.'),
    noMatch: vscode.l10n.t('Nothing matches “{0}”.'),
    loading: vscode.l10n.t('Loading'),
    failed: vscode.l10n.t('The comparison could not be loaded.'),
    deletedRuns: vscode.l10n.t('Deleted meanwhile: {0}'),
    statuses: {
      queued: vscode.l10n.t('Queued'),
      running: vscode.l10n.t('Running'),
      finished: vscode.l10n.t('Finished'),
      failed: vscode.l10n.t('Failed'),
      killed: vscode.l10n.t('Killed'),
      cancelled: vscode.l10n.t('Stopped'),
      lost: vscode.l10n.t('Lost'),
    },
  };
}

function valueStrings() {
  return {
    runs: vscode.l10n.t('Runs'),
    charts: vscode.l10n.t('Charts'),
    values: vscode.l10n.t('Values'),
    parameters: vscode.l10n.t('Parameters'),
    metrics: vscode.l10n.t('Metrics'),
    differs: vscode.l10n.t('Differs between the runs'),
    name: vscode.l10n.t('Name'),
    last: vscode.l10n.t('last'),
    best: vscode.l10n.t('best'),
    higherIsBetter: vscode.l10n.t('Higher is better'),
    lowerIsBetter: vscode.l10n.t('Lower is better'),
    summary: vscode.l10n.t('Min {0} · max {1} · mean {2} · points: {3}'),
    notRecorded: vscode.l10n.t('Not recorded'),
  };
}

function verdictStrings() {
  return {
    verdictBetter: vscode.l10n.t('{0} is best on {1}: {3}, ahead by {2}.'),
    verdictLeads: vscode.l10n.t('{0} leads on {1} so far: {3}, ahead by {2}.'),
    verdictHighest: vscode.l10n.t('{0} ends highest on {1}: {3}, by {2}.'),
    verdictEqual: vscode.l10n.t('The runs are equal on {0}: {1}.'),
    verdictTied: vscode.l10n.t('{0} and {1} are level at the top on {2}: {3}.'),
    verdictTiedHighest: vscode.l10n.t('{0} and {1} end highest on {2}, level: {3}.'),
    verdictOnly: vscode.l10n.t('{0} alone has a finite {1}: {2}.'),
    verdictDiverged: vscode.l10n.t('No run has a finite {0}.'),
    verdictSingle: vscode.l10n.t('{0} is at {2} on {1}.'),
    verdictItsBest: vscode.l10n.t('Its best is {0}.'),
    verdictDiffersIn: vscode.l10n.t('Differs in {0}.'),
    verdictDiffersInMore: vscode.l10n.t('Differs in {0} and {1} more.'),
    verdictFirstRuns: vscode.l10n.t('Code and data of the first {0} runs were looked at.'),
    verdictSameParams: vscode.l10n.t('Same parameters.'),
    verdictOtherSeeds: vscode.l10n.t('Same parameters, other seeds.'),
    verdictRepeats: vscode.l10n.t('Same parameters, other seeds: mean {0} ± {1}.'),
  };
}

function axisStrings() {
  return {
    xAxis: vscode.l10n.t('X axis'),
    step: vscode.l10n.t('Step'),
    relativeTime: vscode.l10n.t('Relative time'),
    wallTime: vscode.l10n.t('Wall time'),
    epoch: vscode.l10n.t('Epoch'),
    otherMetric: vscode.l10n.t('Another metric…'),
    value: vscode.l10n.t('Value'),
    time: vscode.l10n.t('Time'),
    smoothing: vscode.l10n.t('Smoothing'),
    logX: vscode.l10n.t('Log x'),
    logY: vscode.l10n.t('Log y'),
    clip: vscode.l10n.t('Clip outliers'),
    groupRepeats: vscode.l10n.t('Group repeats'),
    groupRepeatsHint: vscode.l10n.t(
      'Runs that differ in their seeds alone become one line: their mean, with one standard deviation to either side',
    ),
  };
}

function chartStrings() {
  return {
    chartLabel: vscode.l10n.t(
      '{0} by {1}. Last values: {2}. Arrow keys move along the points, plus and minus zoom, Shift and arrow keys move what is in sight.',
    ),
    lineSummary: vscode.l10n.t('{0}: from {1} at {2} to {3} at {4}'),
    lineRange: vscode.l10n.t('lowest {0}, highest {1}'),
    lineHoles: vscode.l10n.t('values that are not finite: {0}'),
    moreLines: vscode.l10n.t('And {0} more.'),
    notFinite: vscode.l10n.t('Not drawn: {0}'),
    notOnLog: vscode.l10n.t('Values at or below 0 cannot stand on a logarithmic axis, and are not drawn: {0}'),
    withoutX: vscode.l10n.t('Not drawn, as they have no {0}: {1}'),
    damaged: vscode.l10n.t('Not drawn, as what the database holds of them is damaged: {0}'),
    outOfSight: vscode.l10n.t('{0} out of sight'),
    outOfSightAtLeast: vscode.l10n.t('at least {0} out of sight'),
    outOfSightHint: vscode.l10n.t('Points beyond the axis, as outliers are clipped'),
    resetZoom: vscode.l10n.t('Reset zoom (double click, 0)'),
    settings: vscode.l10n.t('Settings of this chart'),
    asPage: vscode.l10n.t('As the page'),
    exportChart: vscode.l10n.t('Export'),
    exportPng: vscode.l10n.t('PNG…'),
    exportSvg: vscode.l10n.t('SVG…'),
    exportCsv: vscode.l10n.t('CSV…'),
  };
}

function layoutStrings() {
  return {
    chartMenu: vscode.l10n.t('Settings and layout of {0}'),
    fullScreen: vscode.l10n.t('Show {0} on the whole page'),
    closeFullScreen: vscode.l10n.t('Back to all charts'),
    resize: vscode.l10n.t('Size of {0}: drag, or use the arrow keys'),
    layout: vscode.l10n.t('Layout'),
    moveLeft: vscode.l10n.t('Move left'),
    moveRight: vscode.l10n.t('Move right'),
    wider: vscode.l10n.t('Wider'),
    narrower: vscode.l10n.t('Narrower'),
    taller: vscode.l10n.t('Taller'),
    lower: vscode.l10n.t('Lower'),
    hide: vscode.l10n.t('Hide'),
    hiddenCharts: vscode.l10n.t('Hidden ({0})'),
    show: vscode.l10n.t('Show {0}'),
    showAll: vscode.l10n.t('Show all'),
  };
}
