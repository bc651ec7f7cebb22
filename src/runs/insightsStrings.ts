import * as vscode from 'vscode';
import type { InsightsStrings } from '../protocol/insightsPage';

/** The texts of the charts across runs in the user's language. */
export function insightsStrings(): InsightsStrings {
  return {
    ...commonStrings(),
    ...parallelStrings(),
    ...scatterStrings(),
    ...importanceStrings(),
    ...leadStrings(),
    ...surroundingsStrings(),
  };
}

function commonStrings() {
  return {
    acrossRuns: vscode.l10n.t('Across runs'),
    metric: vscode.l10n.t('Metric'),
    judgedBy: vscode.l10n.t('Which value of the metric'),
    color: vscode.l10n.t('Color'),
    runColor: vscode.l10n.t('Run'),
    choose: vscode.l10n.t('Choose…'),
    saveAs: vscode.l10n.t('Save as {0}'),
    notSaved: vscode.l10n.t('The chart could not be saved as {0}. Save it in another format, or make it smaller.'),
    formats: { png: vscode.l10n.t('PNG'), svg: vscode.l10n.t('SVG'), csv: vscode.l10n.t('CSV') },
    log: vscode.l10n.t('log'),
    x: vscode.l10n.t('x'),
    y: vscode.l10n.t('y'),
    markKeys: vscode.l10n.t('Arrow keys go from run to run, Enter keeps one in front, Escape leaves.'),
    keptInFront: vscode.l10n.t('kept in front'),
    shownOf: vscode.l10n.t('{0} of {1} are shown.'),
    showMore: vscode.l10n.t('Show more'),
    showFewer: vscode.l10n.t('Show fewer'),
    bars: vscode.l10n.t('Ranking'),
    barsSummary: vscode.l10n.t('Runs by {0}. Best: {1}, {2}.'),
  };
}

function parallelStrings() {
  return {
    parallel: vscode.l10n.t('Parallel coordinates'),
    parallelSummary: vscode.l10n.t('{0} runs as lines across: {1}.'),
    fewAxes: vscode.l10n.t('Lines need two axes: add a parameter or a metric.'),
    addAxis: vscode.l10n.t('Add axis'),
    colorByAxis: vscode.l10n.t('Color by last axis'),
    axis: vscode.l10n.t('{0}, axis {1} of {2}'),
    moveAxis: vscode.l10n.t('Drag or use the left and right arrow keys to move the axis; Delete removes it.'),
    logAxis: vscode.l10n.t('Logarithmic axis: {0}'),
    removeAxis: vscode.l10n.t('Remove the axis {0}'),
    brushAxis: vscode.l10n.t('Brush {0}'),
    brushKeys: vscode.l10n.t(
      'Enter adds a brush. Arrow keys move it, with Shift its upper end alone, with Alt its lower end. Delete removes it.',
    ),
    notBrushed: vscode.l10n.t('No brush'),
    brushHint: vscode.l10n.t('Drag along an axis to brush runs.'),
    brushed: vscode.l10n.t('{0} of {1} runs are brushed.'),
    clearBrushes: vscode.l10n.t('Clear'),
  };
}

function scatterStrings() {
  return {
    scatter: vscode.l10n.t('Scatter'),
    scatterSummary: vscode.l10n.t('{0} over {1}. Runs: {2}.'),
    fewValues: vscode.l10n.t('A scatter plot needs two parameters or metrics.'),
    noPoints: vscode.l10n.t('No run has a finite value here.'),
    front: vscode.l10n.t('Pareto front ({0}):'),
    frontHint: vscode.l10n.t('With two metrics, the runs that no other beats in both are marked.'),
    whichWay: vscode.l10n.t('For the Pareto front, which way does {0} get better?'),
  };
}

function importanceStrings() {
  return {
    importance: vscode.l10n.t('Parameter importance'),
    measuring: vscode.l10n.t('Measuring…'),
    fewRuns: vscode.l10n.t(
      'Too few runs: {0} finished with a finite value, and with fewer than {1} importance cannot be told from chance.',
    ),
    sameMetric: vscode.l10n.t('All runs have the same value of this metric.'),
    sameParams: vscode.l10n.t('The runs differ in no parameter but their seeds.'),
    onlyChance: vscode.l10n.t('Nothing stands out from chance. Runs: {0}; parameters that differ: {1}.'),
    restsOn: vscode.l10n.t('Rests on {0} runs ({1} left out); explains {2} of the spread.'),
    importanceMethod: vscode.l10n.t(
      'Permutation importance of a random forest on the ranks of the metric, with 95% intervals by the delete-d jackknife. Parameters that get no more than with shuffled metrics (5%) are left out.',
    ),
    importanceLegend: vscode.l10n.t(
      'Error added when the parameter is shuffled, with its 95% interval; ρ is the rank correlation.',
    ),
    importanceSummary: vscode.l10n.t('The most important parameters: {0}.'),
    othersChance: vscode.l10n.t('Not told from chance: {0} other parameters.'),
  };
}

function leadStrings() {
  return {
    leadUntested: vscode.l10n.t(
      'Whether the lead over {0} is more than chance is not known: run both again with other seeds.',
    ),
    leadBeyond: vscode.l10n.t('The lead over {0} is beyond noise: {1} on average ({2}).'),
    leadWithin: vscode.l10n.t('The lead over {0} is within noise: {1} on average ({2}).'),
    leadBehindWithin: vscode.l10n.t('Yet the repeats of {0} are better on average, by {1}, within noise ({2}).'),
    leadBehind: vscode.l10n.t('Yet the repeats of {0} are better on average, by {1} ({2}).'),
    testWelch: vscode.l10n.t('Welch’s t-test, {0} and {1} repeats, {2}'),
    testPrediction: vscode.l10n.t('prediction interval, {0} and {1} repeats, {2}'),
    testAdjusted: vscode.l10n.t('adjusted for {0} configurations'),
  };
}

function surroundingsStrings() {
  return {
    surroundings: vscode.l10n.t('Environment, code and data'),
    moreRows: vscode.l10n.t('{0} more'),
    sections: {
      command: vscode.l10n.t('Command'),
      code: vscode.l10n.t('Code'),
      data: vscode.l10n.t('Data'),
      packages: vscode.l10n.t('Packages'),
      machine: vscode.l10n.t('Machine'),
      variables: vscode.l10n.t('Environment variables'),
    },
    parts: {
      command: vscode.l10n.t('Command'),
      cwd: vscode.l10n.t('Folder'),
      commit: vscode.l10n.t('Commit'),
      branch: vscode.l10n.t('Branch'),
      dirty: vscode.l10n.t('Uncommitted changes'),
      host: vscode.l10n.t('Host'),
      system: vscode.l10n.t('System'),
      processor: vscode.l10n.t('Processor'),
      processors: vscode.l10n.t('Processors'),
      memory: vscode.l10n.t('Memory'),
      gpus: vscode.l10n.t('GPUs'),
      driver: vscode.l10n.t('Driver'),
      interpreter: vscode.l10n.t('Interpreter'),
    },
  };
}
