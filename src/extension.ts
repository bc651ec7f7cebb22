// First, so that the evaluation of all other modules is measured.
import { evaluationStart } from './platform/loadClock';
import path from 'node:path';
import * as vscode from 'vscode';
import { registerChanges } from './changes/register';
import { registerDatasets } from './datasets/register';
import { registerModels } from './models/register';
import { bundledCommandLine } from './platform/commandLine';
import { Commands } from './platform/commands';
import { ErrorBoundary } from './platform/errorBoundary';
import { onSettingChange, readSetting } from './platform/settings';
import { SharedFiles } from './platform/sharedFile';
import { folderOf, folderPaths } from './platform/workspace';
import { registerQueue } from './queue/register';
import { registerRunPage } from './runPage/register';
import { registerLiveRuns } from './runs/live/register';
import { registerRuns, type RunsFeature } from './runs/register';
import type { CodeRows } from './runs/view/runsTree';
import { registerSnapshots } from './snapshots/register';
import { StoreRegistry } from './store/registry';
import { registerRestoring } from './snapshots/restoring/register';
import { registerRerun } from './rerun/register';
import { registerTable } from './table/register';
import { startInTerminal } from './rerun/taskStarter';
import { findInterpreter } from './training/interpreter';
import { registerTraining } from './training/register';

/** What other extensions, and our own benchmark, may read. */
export interface TrialbookExtension {
  /**
   * Our share of activation, ms: the evaluation of our code and `activate` itself, without what the editor does in
   * between.
   */
  activationMs: number;
}

let closeStores: (() => Promise<void>) | undefined;

/** Builds everything and wires it: what features need of each other is handed over here, and nowhere else. */
export function activate(context: vscode.ExtensionContext): TrialbookExtension {
  const start = performance.now();
  const log = vscode.window.createOutputChannel('Trialbook', { log: true });
  context.subscriptions.push(log);
  const errors = new ErrorBoundary(log);
  try {
    wire(context, log, errors);
  } catch (error) {
    errors.report('activate', error);
  }
  return { activationMs: evaluationMs + (performance.now() - start) };
}

/** The editor waits for this: what is pending is saved, and the folder is free for another window. */
export async function deactivate(): Promise<void> {
  await closeStores?.();
}

function wire(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, errors: ErrorBoundary): void {
  const { extensionUri, subscriptions } = context;
  const dist = path.join(extensionUri.fsPath, 'dist');
  const { bundle } = vscode.l10n;
  const stores = new StoreRegistry({
    workerPath: path.join(dist, 'worker.js'),
    wasmPath: path.join(dist, 'sql-wasm.wasm'),
    engineOf: (dir) => readSetting('trialbook.storage.engine', vscode.Uri.file(dir)),
    ...(bundle === undefined ? {} : { l10nBundle: bundle }),
    onError: (dir, error) => log.error(dir, error),
  });
  closeStores = () => stores.closeAll();
  const commands = new Commands(errors);
  const commandLine = bundledCommandLine(extensionUri.fsPath);
  const snapshots = registerSnapshots(stores, commands, {
    pickRun: (title) => runs.pickRun(title),
    selectedRuns: () => runs.selectedRuns(),
  });
  const shared = new SharedFiles();
  const codeRows: CodeRows = (run, parent) => snapshots.codeRows(run, parent);
  const runs: RunsFeature = registerRuns(context, stores, commands, errors, codeRows, shared);
  const pickRun: RunsFeature['pickRun'] = (title, matches) => runs.pickRun(title, matches);
  const openStore = (folder: string): void => void stores.get(folder);
  const training = registerTraining(context, commandLine, commands, {
    stores,
    openStore,
    pickRun,
    getRun: ({ folder, runId }) => stores.get(folder).request('getRun', { runId }),
    refreshStore: (folder) => stores.get(folder).request('refresh', {}),
  });
  const queue = registerQueue(commandLine, commands, errors, {
    openStore,
    askCommand: (script) => training.askCommand(script),
  });
  subscriptions.push(
    stores,
    shared,
    snapshots,
    runs,
    registerDatasets(stores, commands),
    registerModels(stores, commands),
    training,
    queue,
    registerLiveRuns(stores, commands, errors, queue),
    registerChanges(extensionUri, stores, commands, errors, pickRun),
    registerRunPage(extensionUri, stores, commands, errors, { pickRun, selectedRuns: () => runs.selectedRuns() }),
    registerRerun(extensionUri, commandLine, stores, commands, errors, {
      pickRun,
      interpreterOf: async (folder) => (await findInterpreter(folderOf(vscode.Uri.file(folder)))).path,
      start: (folder, request) => startInTerminal(commandLine, folder, request),
      enqueue: async (folder, requests) => void (await queue.enqueue(folder, requests)),
    }),
    registerTable(extensionUri, stores, shared, commands, errors),
    registerRestoring(commandLine, stores, commands, errors, context.workspaceState, { pickRun }),
    commands.register('trialbook.showLog', () => log.show()),
    onSettingChange('trialbook.storage.engine', () => void stores.reopenAll()),
    vscode.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      for (const { uri } of removed) void stores.close(uri.fsPath);
      for (const { uri } of added) if (uri.scheme === 'file') openStore(uri.fsPath);
    }),
  );
  // Starting the stores' threads is no part of activation: the editor need not wait for it.
  setImmediate(() => folderPaths().forEach((folder) => stores.get(folder)));
}

const evaluationMs = performance.now() - evaluationStart;
