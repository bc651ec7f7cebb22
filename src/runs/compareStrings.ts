import * as vscode from 'vscode';
import type { CompareStrings } from '../protocol/pagesApi';
import { insightsStrings } from './insightsStrings';

/** The texts of the comparison page in the user's language. */
export function compareStrings(): CompareStrings {
  return {
    ...controlStrings(),
    ...stateStrings(),
    ...valueStrings(),
    ...verdictStrings(),
    insights: insightsStrings(),
  };
}

function controlStrings() {
  return {
    addRuns: vscode.l10n.t('Add runs'),
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
    step: vscode.l10n.t('Step'),
    last: vscode.l10n.t('last'),
    best: vscode.l10n.t('best'),
    higherIsBetter: vscode.l10n.t('Higher is better'),
    lowerIsBetter: vscode.l10n.t('Lower is better'),
    summary: vscode.l10n.t('Min {0} · max {1} · mean {2} · points: {3}'),
    notRecorded: vscode.l10n.t('Not recorded'),
    chartLabel: vscode.l10n.t('{0} by step. Last values: {1}. Arrow keys move along the steps.'),
    notFinite: vscode.l10n.t('Not drawn: {0}'),
  };
}

function verdictStrings() {
  return {
    verdictBetter: vscode.l10n.t('{0} is best on {1}: {3}, ahead by {2}.'),
    verdictLeads: vscode.l10n.t('{0} leads on {1} so far: {3}, ahead by {2}.'),
    verdictHighest: vscode.l10n.t('{0} ends highest on {1}: {3}, by {2}.'),
    verdictEqual: vscode.l10n.t('The runs are equal on {0}: {1}.'),
    verdictOnly: vscode.l10n.t('{0} alone has a finite {1}: {2}.'),
    verdictDiverged: vscode.l10n.t('No run has a finite {0}.'),
    verdictSingle: vscode.l10n.t('{0} is at {2} on {1}.'),
    verdictItsBest: vscode.l10n.t('Its best is {0}.'),
    verdictDiffersIn: vscode.l10n.t('Differs in {0}.'),
    verdictDiffersInMore: vscode.l10n.t('Differs in {0} and {1} more.'),
    verdictSameParams: vscode.l10n.t('Same parameters.'),
    verdictOtherSeeds: vscode.l10n.t('Same parameters, other seeds.'),
    verdictRepeats: vscode.l10n.t('Same parameters, other seeds: mean {0} ± {1}.'),
  };
}
