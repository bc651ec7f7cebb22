import path from 'node:path';
import { ulid } from 'ulid';
import * as vscode from 'vscode';
import { redactArguments } from '../common/redaction';
import { relativeToWorkspace } from '../common/workspaceFolder';
import type { QueuedRunRequest } from '../protocol/queue';
import { argumentsAt } from '../protocol/commandWords';
import { joinWords } from '../protocol/words';
import type { CommandLine } from '../platform/commandLine';
import { commandLineTask, TASK_TYPE } from '../platform/commandLineTask';
import { settingOptions } from '../platform/recorderOptions';
import { folderOf } from '../platform/workspace';

/** Starts a run and shows it in the editor's terminal. */
export async function startInTerminal(
  commandLine: CommandLine,
  folder: string,
  request: QueuedRunRequest,
): Promise<void> {
  await vscode.tasks.executeTask(runTask(commandLine, folder, request));
}

function runTask(commandLine: CommandLine, folder: string, request: QueuedRunRequest): vscode.Task {
  const workspaceFolder = folderOf(vscode.Uri.file(folder));
  const runId = ulid();
  const { command, cwd } = request;
  const at = argumentsAt(command, null);
  const program = command[at - 1] ?? '';
  // The editor keeps this on disk: with its id a run is only shown again, so that it needs no secrets.
  const args = redactArguments(command.slice(at));
  const script = relativeToWorkspace(folder, path.resolve(cwd, program)) ?? program;
  return commandLineTask(commandLine, {
    folder: workspaceFolder,
    definition: { type: TASK_TYPE, script, args, runId },
    name: path.basename(program),
    detail: joinWords([program, ...args]),
    words: ['run', ...runOptions(workspaceFolder.uri, runId, request), '--', ...command],
    cwd,
    survivesReload: true,
  });
}

/** The options of `trialbook run` for a request. */
function runOptions(folder: vscode.Uri, runId: string, request: QueuedRunRequest): string[] {
  const option = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [name, value]);
  return [
    '--workspace',
    folder.fsPath,
    '--id',
    runId,
    '--cwd',
    request.cwd,
    ...option('--root', request.root),
    ...option('--name', request.name),
    ...option('--experiment', request.experiment),
    ...option('--based-on', request.basedOn),
    ...option('--purpose', request.purpose),
    ...option('--batch', request.batch),
    ...(request.tags ?? []).flatMap(({ key, value }) => ['--tag', `${key}=${value}`]),
    ...settingOptions(folder),
  ];
}
