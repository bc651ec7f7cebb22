import * as vscode from 'vscode';
import { timeWords } from '../platform/format';
import { loggedStrings } from '../platform/loggedStrings';
import type { RunPageStrings } from '../protocol/runPageStrings';

/** The texts of the page of a run in the user's language. */
export function runPageStrings(): RunPageStrings {
  return {
    ...stateStrings(),
    ...headStrings(),
    ...overviewStrings(),
    ...factStrings(),
    ...outputStrings(),
    ...chartStrings(),
    ...codeStrings(),
    ...dataStrings(),
    logged: loggedStrings(),
  };
}

function stateStrings() {
  return {
    loading: vscode.l10n.t('Loading the run'),
    failed: vscode.l10n.t('The run could not be read'),
    retry: vscode.l10n.t('Try again'),
    dismiss: vscode.l10n.t('Dismiss'),
    goneTitle: vscode.l10n.t('This run was deleted'),
    goneHint: vscode.l10n.t(
      'Restore it from the trash of the Runs view. It is shown here again as soon as it is back.',
    ),
    tabList: vscode.l10n.t('Parts of the run'),
    showAll: vscode.l10n.t('Show all {0}'),
    none: vscode.l10n.t('none'),
    tabs: {
      overview: vscode.l10n.t('Overview'),
      charts: vscode.l10n.t('Charts'),
      output: vscode.l10n.t('Output'),
      code: vscode.l10n.t('Code'),
      data: vscode.l10n.t('Data & models'),
      machine: vscode.l10n.t('Machine'),
    },
  };
}

function headStrings() {
  return {
    rename: vscode.l10n.t('Rename run'),
    name: vscode.l10n.t('Name'),
    copyCommand: vscode.l10n.t('Copy command'),
    time: timeWords(),
    actions: {
      stop: vscode.l10n.t('Stop'),
      rerun: vscode.l10n.t('Re-run'),
      compare: vscode.l10n.t('Compare'),
      diff: vscode.l10n.t('Diff'),
      reproduce: vscode.l10n.t('Reproduce'),
    },
    progress: {
      epoch: vscode.l10n.t('epoch {0} of {1}'),
      step: vscode.l10n.t('step {0} of {1}'),
      round: vscode.l10n.t('round {0} of {1}'),
      trial: vscode.l10n.t('trial {0} of {1}'),
      episode: vscode.l10n.t('episode {0} of {1}'),
    },
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

function overviewStrings() {
  return {
    exitCode: vscode.l10n.t('Exit code {0}'),
    frames: vscode.l10n.t('Your own lines, the innermost first'),
    openPlace: vscode.l10n.t('Open {0} at line {1}'),
    lastValues: vscode.l10n.t('Last values'),
    lastValuesAt: vscode.l10n.t('Last values, step {0}'),
    machineThen: vscode.l10n.t('Memory at the time'),
    showOutput: vscode.l10n.t('Show output'),
    answerAlone: vscode.l10n.t('{0} is {1}.'),
    answerBetter: vscode.l10n.t('{0} is {1}: better than {2} by {3}.'),
    answerWorse: vscode.l10n.t('{0} is {1}: worse than {2} by {3}.'),
    answerHigher: vscode.l10n.t('{0} is {1}: higher than {2} by {3}.'),
    answerLower: vscode.l10n.t('{0} is {1}: lower than {2} by {3}.'),
    answerEqual: vscode.l10n.t('{0} is {1}, the same as {2}.'),
    answerIncomparable: vscode.l10n.t('Held against {0}, there is no metric in common.'),
    nothingChanged: vscode.l10n.t('Nothing that was recorded differs.'),
    moreChanges: vscode.l10n.t('and {0} more'),
    showChanges: vscode.l10n.t('What changed…'),
    metrics: vscode.l10n.t('Metrics'),
    metric: vscode.l10n.t('Metric'),
    last: vscode.l10n.t('Last'),
    best: vscode.l10n.t('Best'),
    course: vscode.l10n.t('Course'),
    better: vscode.l10n.t('better'),
    worse: vscode.l10n.t('worse'),
    noMetrics: vscode.l10n.t('This run reported no metrics.'),
    noMetricsYet: vscode.l10n.t('No metrics yet. They appear here as soon as the run reports its first value.'),
    allMetrics: vscode.l10n.t('All {0} metrics are on the Charts tab'),
    parameters: vscode.l10n.t('Parameters'),
    value: vscode.l10n.t('Value'),
    was: vscode.l10n.t('was {0}'),
    note: vscode.l10n.t('Note'),
    addNote: vscode.l10n.t('Add a note'),
    editNote: vscode.l10n.t('Edit note'),
    notePlaceholder: vscode.l10n.t('Markdown. Ctrl+Enter saves, Escape cancels.'),
    save: vscode.l10n.t('Save'),
    cancel: vscode.l10n.t('Cancel'),
    tags: vscode.l10n.t('Tags'),
    addTag: vscode.l10n.t('Add tag'),
    removeTag: vscode.l10n.t('Remove tag {0}'),
    tagPlaceholder: vscode.l10n.t('name or name=value'),
    failures: {
      exception: vscode.l10n.t('Uncaught exception'),
      'exit-code': vscode.l10n.t('Exit code other than 0'),
      signal: vscode.l10n.t('Ended by a signal'),
      'out-of-memory': vscode.l10n.t('Out of memory'),
      diverged: vscode.l10n.t('Diverged'),
      timeout: vscode.l10n.t('Ran out of time'),
      'not-started': vscode.l10n.t('Could not be started'),
      lost: vscode.l10n.t('Lost: its recorder ended before the run did'),
    },
    bases: {
      baseline: vscode.l10n.t('the baseline {0}'),
      basedOn: vscode.l10n.t('the run {0} that it repeats'),
      previous: vscode.l10n.t('the previous run {0}'),
    },
    deltaTo: {
      baseline: vscode.l10n.t('To baseline'),
      basedOn: vscode.l10n.t('To repeated'),
      previous: vscode.l10n.t('To previous'),
    },
  };
}

function factStrings() {
  return {
    details: vscode.l10n.t('Details'),
    experiment: vscode.l10n.t('Experiment'),
    script: vscode.l10n.t('Script'),
    started: vscode.l10n.t('Started'),
    ended: vscode.l10n.t('Ended'),
    duration: vscode.l10n.t('Duration'),
    git: vscode.l10n.t('Git'),
    dirty: vscode.l10n.t('with changes'),
    machine: vscode.l10n.t('Machine'),
    gpus: vscode.l10n.t('GPUs'),
    interpreter: vscode.l10n.t('Python'),
    folder: vscode.l10n.t('Started in'),
    id: vscode.l10n.t('Id'),
  };
}

function outputStrings() {
  return {
    outputLabel: vscode.l10n.t('Output, {0} lines'),
    noOutput: vscode.l10n.t('This run printed nothing, or its output is gone.'),
    noOutputYet: vscode.l10n.t('No output yet. It appears here as the run prints it.'),
    searchOutput: vscode.l10n.t('Search output'),
    previousMatch: vscode.l10n.t('Previous match (Shift+Enter)'),
    nextMatch: vscode.l10n.t('Next match (Enter)'),
    matchOf: vscode.l10n.t('{0} of {1}'),
    noMatches: vscode.l10n.t('No matches'),
    searching: vscode.l10n.t('Searching…'),
    outputSize: vscode.l10n.t('{0} lines · {1}'),
    counting: vscode.l10n.t('Counting lines…'),
    follow: vscode.l10n.t('Follow'),
    openLog: vscode.l10n.t('Open in editor'),
  };
}

function chartStrings() {
  return {
    step: vscode.l10n.t('Step'),
    chartLabel: vscode.l10n.t('{0}. Last value: {1}. Arrow keys move along the steps.'),
    searchMetrics: vscode.l10n.t('Search metrics'),
    noMetricMatch: vscode.l10n.t('No metric matches “{0}”.'),
    clearSearch: vscode.l10n.t('Clear search'),
    against: vscode.l10n.t('Against'),
    timeAxis: vscode.l10n.t('Time'),
    machineNames: machineNames(),
    noMachine: vscode.l10n.t(
      'Nothing was recorded of the machine: the run was too short, or the setting trialbook.machine.interval is 0.',
    ),
  };
}

function machineNames(): RunPageStrings['machineNames'] {
  return {
    own: {
      cpu_percent: vscode.l10n.t('Processors (100 % is one)'),
      memory_bytes: vscode.l10n.t('Memory'),
      processes: vscode.l10n.t('Processes'),
      disk_read_bytes_per_s: vscode.l10n.t('Read from disk'),
      disk_write_bytes_per_s: vscode.l10n.t('Written to disk'),
      network_received_bytes_per_s: vscode.l10n.t('Received from the network'),
      network_sent_bytes_per_s: vscode.l10n.t('Sent to the network'),
    },
    gpu: {
      utilization_percent: vscode.l10n.t('GPU {0} utilization'),
      memory_bytes: vscode.l10n.t('GPU {0} memory'),
      power_watts: vscode.l10n.t('GPU {0} power'),
      temperature_celsius: vscode.l10n.t('GPU {0} temperature'),
    },
  };
}

function codeStrings() {
  return {
    noCode: vscode.l10n.t('There is no snapshot of this run’s code.'),
    files: vscode.l10n.t('{0} files'),
    filesThatRan: vscode.l10n.t('{0} of {1} files ran'),
    allFiles: vscode.l10n.t('Show files that did not run'),
    diffWorkspace: vscode.l10n.t('Diff with workspace'),
    diffPrevious: vscode.l10n.t('Diff with previous run'),
    diffFileWorkspace: vscode.l10n.t('Compare {0} with the workspace'),
    diffFilePrevious: vscode.l10n.t('Compare {0} with the previous run'),
    moreFiles: vscode.l10n.t('{0} more files'),
    leftOut: vscode.l10n.t('{0} files were left out of the snapshot.'),
    uncertain: vscode.l10n.t('It changed while the run used it: this may not be what it read.'),
  };
}

function dataStrings() {
  return {
    noData: vscode.l10n.t('This run read and wrote no files that were recorded.'),
    lineage: vscode.l10n.t('Lineage'),
    inputs: vscode.l10n.t('Read'),
    artifacts: vscode.l10n.t('Written'),
    outputs: vscode.l10n.t('Models, and files that were read again'),
    moreNodes: vscode.l10n.t('and {0} more'),
    writtenBy: vscode.l10n.t('written by {0}'),
    readBy: vscode.l10n.t('read by {0}'),
    moreReaders: vscode.l10n.t('read by {0} more runs'),
    openFile: vscode.l10n.t('Open {0}'),
    notKept: vscode.l10n.t('There is no copy of this file, and the one in the workspace is another by now.'),
    tooLarge: vscode.l10n.t('Too large to be shown here ({0}).'),
    beginningOnly: vscode.l10n.t('The first {0} of {1}.'),
    firstRows: vscode.l10n.t('The first {0} rows.'),
    table: vscode.l10n.t('Table'),
  };
}
