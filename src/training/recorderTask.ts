import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { CommandLine } from '../platform/commandLine';
import { commandLineTask, type TASK_TYPE } from '../platform/commandLineTask';
import { settingOptions } from '../platform/recorderOptions';
import { findInterpreter } from './interpreter';
import { scriptCommand } from './scriptCommand';

/**
 * What a task of ours says in `tasks.json`, and what the editor keeps of a running one over a reload. package.json holds
 * its schema. That a data set must be valid first is said with the editor's own `dependsOn`, on a task that validates it.
 */
export interface TrialbookTaskDefinition extends vscode.TaskDefinition {
  type: typeof TASK_TYPE;
  /** The script, relative to the workspace folder. This or `command` is given. */
  script?: string;
  /** Program and arguments; `python` stands for the interpreter of the folder. */
  command?: string[];
  args?: string[];
  env?: Record<string, string>;
  /** Relative to the workspace folder, which it is by default. */
  cwd?: string;
  experiment?: string;
  name?: string;
  tags?: Record<string, string | number | boolean>;
  /** The training is run with each of them, one run after another. */
  seeds?: (string | number)[];
  /** What goes before a seed: `--seed` by default, or `seed=`. */
  seedOption?: string;
  /** `90s`, `30m`, `2h`. */
  timeout?: string;
  /**
   * Fixed id of the run, or of the batch where there are several seeds. The editor runs a background task again after a
   * reload: with the same id the recorder's viewer attaches to the run that goes on, and nothing is trained twice.
   */
  runId?: string;
  /** Id of a live run whose output the task shows; then nothing else is given. */
  attach?: string;
}

/**
 * The editor task that shows a tracked run: a viewer of the recorder, which is detached and outlives it.
 * `args` are the arguments that are run, where the definition, which the editor keeps, has them without secrets.
 * Throws a `UserError` when the program that runs the script is missing.
 */
export async function createRecorderTask(
  commandLine: CommandLine,
  folder: vscode.WorkspaceFolder,
  definition: TrialbookTaskDefinition,
  args: readonly string[] = definition.args ?? [],
): Promise<vscode.Task> {
  const command = [...(await trainingWords(folder, definition)), ...args];
  const options = ['--workspace', folder.uri.fsPath, ...definitionOptions(definition), ...settingOptions(folder.uri)];
  return commandLineTask(commandLine, {
    folder,
    definition,
    name: taskName(definition),
    detail: [definition.script ?? definition.command?.join(' '), ...(definition.args ?? [])].join(' '),
    words: ['run', ...options, '--', ...command],
    cwd: workingDirectory(folder, definition),
    ...(definition.env === undefined ? {} : { env: definition.env }),
    // With a fixed id the run is only shown again.
    survivesReload: definition.runId !== undefined,
  });
}

/** The words of the training up to its arguments. */
async function trainingWords(folder: vscode.WorkspaceFolder, definition: TrialbookTaskDefinition): Promise<string[]> {
  const { script, command, cwd } = definition;
  if (script !== undefined) {
    // A script is named from the folder, wherever it is run.
    return scriptCommand(folder, cwd === undefined ? script : path.resolve(folder.uri.fsPath, script));
  }
  const [program, ...rest] = command ?? [];
  if (program === undefined) {
    throw new UserError(vscode.l10n.t('A task of type trialbook needs a "script" or a "command" in tasks.json.'));
  }
  return [/^python3?$/.test(program) ? (await findInterpreter(folder)).path : program, ...rest];
}

function workingDirectory({ uri }: vscode.WorkspaceFolder, { cwd }: TrialbookTaskDefinition): string {
  // The editor fills in variables such as `${workspaceFolder}` later.
  return cwd === undefined || cwd.startsWith('${') ? (cwd ?? uri.fsPath) : path.resolve(uri.fsPath, cwd);
}

function taskName({ name, script, command = [] }: TrialbookTaskDefinition): string {
  return name ?? (script === undefined ? command.join(' ') : path.posix.basename(script));
}

function definitionOptions(definition: TrialbookTaskDefinition): string[] {
  const { experiment, name, tags = {}, seeds = [], seedOption, timeout, runId } = definition;
  return [
    // Without one the command line makes a new one for each time that the task is run.
    ...(runId === undefined ? [] : [seeds.length > 0 ? '--batch' : '--id', runId]),
    ...(experiment === undefined ? [] : ['--experiment', experiment]),
    ...(name === undefined ? [] : ['--name', name]),
    ...Object.entries(tags).flatMap(([key, value]) => ['--tag', `${key}=${value}`]),
    ...(seeds.length === 0 ? [] : ['--seeds', seeds.join(',')]),
    ...(seedOption === undefined ? [] : [`--seed-option=${seedOption}`]),
    ...(timeout === undefined ? [] : ['--timeout', timeout]),
  ];
}
