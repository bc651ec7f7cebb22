import path from 'node:path';
import { ulid } from 'ulid';
import * as vscode from 'vscode';
import { ENV, TRACKER_FEATURES } from '../protocol/trackerEnvironment';
import { readSetting } from '../platform/settings';
import { findInterpreter } from './interpreter';

const MIB = 1024 * 1024;

export const TASK_TYPE = 'trialbook';

/** What a task of ours says in `tasks.json`, and what the editor keeps of a running one over a reload. */
export interface TrialbookTaskDefinition extends vscode.TaskDefinition {
  type: typeof TASK_TYPE;
  /** The script, relative to the workspace folder. */
  script: string;
  args?: string[];
  /**
   * Fixed id of the run. The editor runs a background task again after a reload: with the same id the recorder's viewer
   * attaches to the run that goes on, and nothing is trained twice.
   */
  runId?: string;
}

/** How to start Node programs of ours: paths of the bundled command line, and the Node that runs it. */
export interface CommandLine {
  node: string;
  script: string;
  env: Record<string, string>;
}

/** The command line as this extension host can run it. In a desktop editor `process.execPath` is Electron. */
export function bundledCommandLine(extensionPath: string): CommandLine {
  return {
    node: process.execPath,
    script: path.join(extensionPath, 'dist', 'cli.js'),
    env: {
      [ENV.locale]: vscode.env.language,
      ...(process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    },
  };
}

/**
 * The editor task that shows a tracked run: a viewer of the recorder, which is detached and outlives it.
 * Throws a `UserError` when there is no Python.
 */
export async function createRecorderTask(
  commandLine: CommandLine,
  folder: vscode.WorkspaceFolder,
  definition: TrialbookTaskDefinition,
): Promise<vscode.Task> {
  const interpreter = await findInterpreter(folder);
  const args = definition.args ?? [];
  const options = ['--workspace', folder.uri.fsPath, '--id', definition.runId ?? ulid(), ...settingOptions(folder.uri)];
  const task = new vscode.Task(
    definition,
    folder,
    path.posix.basename(definition.script),
    'trialbook',
    new vscode.ProcessExecution(
      commandLine.node,
      [commandLine.script, 'run', ...options, '--', interpreter.path, definition.script, ...args],
      { cwd: folder.uri.fsPath, env: commandLine.env },
    ),
    [],
  );
  // Only with a fixed id is it harmless that the editor runs the task again after a reload.
  task.isBackground = definition.runId !== undefined;
  task.detail = [definition.script, ...args].join(' ');
  task.presentationOptions = {
    // The recorder says in one line what it tracks; its own command line is nothing to read.
    echo: false,
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Shared,
    showReuseMessage: false,
    clear: true,
  };
  return task;
}

/** What the command line cannot see: it reads the settings of the folder alone, not those of the user. */
export function settingOptions(folder: vscode.Uri): string[] {
  const watched = readSetting('trialbook.watchedMetrics', folder);
  return [
    ...readSetting('trialbook.outputMetrics', folder).flatMap((pattern) => ['--metric', pattern]),
    // No key is empty: nothing is watched.
    ...(watched.length === 0 ? ['^$'] : watched).flatMap((pattern) => ['--watch', pattern]),
    ...readSetting('trialbook.environment', folder).flatMap((name) => ['--env', name]),
    ...(readSetting('trialbook.stopOnDivergence', folder) ? ['--stop-on-divergence'] : []),
    ...TRACKER_FEATURES.filter((feature) => !readSetting(`trialbook.tracker.${feature}`, folder)).map(
      (feature) => `--no-${feature}`,
    ),
    '--grace',
    String(readSetting('trialbook.stop.grace', folder)),
    '--copy-below',
    String(readSetting('trialbook.artifacts.copyBelow', folder) * MIB),
    '--max-output',
    String(Math.round(readSetting('trialbook.output.maxSize', folder) * MIB)),
    '--sample',
    String(readSetting('trialbook.machine.interval', folder)),
  ];
}
