import * as vscode from 'vscode';
import type { LoggedStrings } from '../protocol/loggedPage';

/** The texts of what runs logged besides numbers, in the user's language. */
export function loggedStrings(): LoggedStrings {
  return { ...sectionStrings(), ...matrixStrings(), ...curveStrings(), ...histogramStrings(), ...tableStrings() };
}

function sectionStrings() {
  return {
    logged: vscode.l10n.t('Logged'),
    loggedData: vscode.l10n.t('Logged data'),
    kinds: {
      confusion: vscode.l10n.t('Confusion matrices'),
      roc: vscode.l10n.t('ROC and precision–recall curves'),
      image: vscode.l10n.t('Images'),
      histogram: vscode.l10n.t('Histograms'),
      table: vscode.l10n.t('Tables'),
    },
    moreLogged: vscode.l10n.t('Show {0} more'),
    moreRuns: vscode.l10n.t('Show {0} of {1} more runs'),
    step: vscode.l10n.t('Step'),
    lastStep: vscode.l10n.t('last'),
    atStep: vscode.l10n.t('step {0}'),
    saveAs: vscode.l10n.t('Save as {0}'),
    notSaved: vscode.l10n.t('The chart could not be saved as {0}. Save it in another format, or make it smaller.'),
    formats: { png: vscode.l10n.t('PNG'), svg: vscode.l10n.t('SVG'), csv: vscode.l10n.t('CSV') },
    nothingAtStep: vscode.l10n.t('Nothing at this step'),
    pictureOf: vscode.l10n.t('{0} of {1} at step {2}'),
    pictureGone: vscode.l10n.t('The file is gone.'),
    pictureTooLarge: vscode.l10n.t('Too large to show: {0}'),
  };
}

function matrixStrings() {
  return {
    counts: vscode.l10n.t('Counts'),
    shares: vscode.l10n.t('Shares'),
    cells: vscode.l10n.t('What the cells of the matrices show'),
    matrixSummary: vscode.l10n.t('Confusion matrix of {0}: {1} are right.'),
    matrixKeys: vscode.l10n.t('Arrow keys go from cell to cell, Escape leaves.'),
    trueClass: vscode.l10n.t('True'),
    predicted: vscode.l10n.t('Predicted'),
    cellTitle: vscode.l10n.t('True {0}, predicted {1}: {2} ({3} of the true class)'),
    accuracy: vscode.l10n.t('accuracy'),
    mostConfused: vscode.l10n.t('Most confused: {0}'),
    confusedPair: vscode.l10n.t('{0} as {1} ({2})'),
  };
}

function curveStrings() {
  return {
    falsePositives: vscode.l10n.t('False positive rate'),
    truePositives: vscode.l10n.t('True positive rate'),
    recall: vscode.l10n.t('Recall'),
    precision: vscode.l10n.t('Precision'),
    threshold: vscode.l10n.t('Threshold'),
    auc: vscode.l10n.t('AUC'),
    averagePrecision: vscode.l10n.t('AP'),
    curvesSummary: vscode.l10n.t('{0}, by the area below the curve: {1}.'),
    curveKeys: vscode.l10n.t('Arrow keys go along a curve and from run to run, Escape leaves.'),
  };
}

function histogramStrings() {
  return {
    histogramSummary: vscode.l10n.t('{0}: {1} values from {2} to {3}; steps: {4}.'),
    histogramKeys: vscode.l10n.t('Arrow keys go along the bins and from step to step, Escape leaves.'),
    notFinite: vscode.l10n.t('NaN or infinite: {0}'),
    binTitle: vscode.l10n.t('Step {0}: {3} values from {1} to {2}'),
  };
}

function tableStrings() {
  return {
    sideBySide: vscode.l10n.t('Side by side'),
    joined: vscode.l10n.t('By first column'),
    tableView: vscode.l10n.t('How the tables are set out'),
    rowsOf: vscode.l10n.t('The first {0} of {1} rows'),
    tableOf: vscode.l10n.t('{0} of {1}'),
    rowsDiffer: vscode.l10n.t('{0} of {1} rows differ'),
    noRows: vscode.l10n.t('No rows'),
  };
}
