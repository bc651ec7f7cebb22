import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import stringArgv from 'string-argv';
import { ulid } from 'ulid';
import * as vscode from 'vscode';
import { errorMessage, UserError } from '../common/errors';
import { relativeToWorkspace, runsDir } from '../common/workspaceFolder';
import type { CommandLine } from '../platform/commandLine';
import { TASK_TYPE } from '../platform/commandLineTask';
import { folderOf, requireTrust } from '../platform/workspace';
import { isPythonFile, isScriptLanguage } from './scriptKinds';
import type { ShownInterpreters } from './shownInterpreters';
import { scriptCommand } from './scriptCommand';
import { createRecorderTask, type TrialbookTaskDefinition } from './recorderTask';

/** Where the last command line of each script is kept. */
const LAST_ARGUMENTS = 'trialbook.lastArguments';

/** A command that runs a script of a workspace folder, to be started in that folder. */
export interface ScriptCommand {
  /** Absolute path. */
  folder: string;
  command: string[];
}

/** Starts scripts as tracked runs. */
export class TrainingLauncher {
  constructor(
    private readonly commandLine: CommandLine,
    private readonly state: vscode.Memento,
    private readonly interpreters: ShownInterpreters,
    /** Called with the folder before its first event is written, so that its store is open in time. */
    private readonly beforeStart: (folder: string) => void,
  ) {}

  /** Tracks a script (the active editor's without one), with the given arguments, or those in its last tracked run. */
  async track(script: vscode.Uri | undefined, args: readonly string[] = []): Promise<void> {
    const { uri, folder, relative } = await prepareScript(script);
    if (isPythonFile(uri.path)) await this.interpreters.confirm(folder);
    const definition: TrialbookTaskDefinition = { type: TASK_TYPE, script: relative, args: [...args], runId: ulid() };
    const task = await createRecorderTask(this.commandLine, folder, definition);
    this.beforeStart(folder.uri.fsPath);
    await vscode.tasks.executeTask(task);
  }

  /** Asks for the command line, prefilled with the script's last one, and tracks it. */
  async trackWithArguments(script: vscode.Uri | undefined): Promise<void> {
    requireTrust();
    const uri = script ?? activeScript();
    folderOf(uri);
    const args = await this.askArguments(uri, vscode.l10n.t('Track {0} with arguments', path.basename(uri.fsPath)));
    if (args !== undefined) await this.track(uri, args);
  }

  /** Asks for the command line likewise; gives the command that runs the script, for a run that starts later. */
  async askCommand(script: vscode.Uri | undefined): Promise<ScriptCommand | undefined> {
    requireTrust();
    const uri = script ?? activeScript();
    const folder = folderOf(uri);
    await saveIfChanged(uri);
    const relative = await requireScript(folder, uri);
    const args = await this.askArguments(uri, vscode.l10n.t('Queue {0} with arguments', path.basename(uri.fsPath)));
    if (args === undefined) return undefined;
    return { folder: folder.uri.fsPath, command: [...(await scriptCommand(folder, relative)), ...args] };
  }

  /** `undefined` when dismissed. */
  private async askArguments(uri: vscode.Uri, title: string): Promise<string[] | undefined> {
    const last = this.state.get<Record<string, string>>(LAST_ARGUMENTS, {});
    const line = await vscode.window.showInputBox({
      title,
      prompt: vscode.l10n.t('The arguments as you would type them behind the script; quote those with spaces'),
      placeHolder: '--lr 0.01 --epochs 40',
      value: last[uri.fsPath] ?? '',
      ignoreFocusOut: true,
    });
    if (line === undefined) return undefined;
    await this.state.update(LAST_ARGUMENTS, { ...last, [uri.fsPath]: line });
    return stringArgv(line);
  }
}

/** A script that can be started: it is saved, and lies in a folder of a trusted workspace. */
export interface PreparedScript {
  uri: vscode.Uri;
  folder: vscode.WorkspaceFolder;
  /** Its path from the folder, with `/`. */
  relative: string;
}

/** Makes a script ready to start, the active editor's without one. Throws a `UserError` that says what is missing. */
export async function prepareScript(script: vscode.Uri | undefined): Promise<PreparedScript> {
  requireTrust();
  const uri = script ?? activeScript();
  const folder = folderOf(uri);
  await saveIfChanged(uri);
  const relative = await requireScript(folder, uri);
  await warnIfUnwritable(folder);
  return { uri, folder, relative };
}

function activeScript(): vscode.Uri {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme === 'file' && isScriptLanguage(document.languageId)) return document.uri;
  throw new UserError(vscode.l10n.t('Open a training script first (Python, R, Julia or shell), then track it.'));
}

async function saveIfChanged(uri: vscode.Uri): Promise<void> {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (document?.isDirty && !(await document.save())) throw new vscode.CancellationError();
}

async function requireScript(folder: vscode.WorkspaceFolder, uri: vscode.Uri): Promise<string> {
  const relative = relativeToWorkspace(folder.uri.fsPath, uri.fsPath);
  const isFile = await stat(uri.fsPath).then(
    (found) => found.isFile(),
    () => false,
  );
  if (relative !== undefined && isFile) return relative;
  throw new UserError(vscode.l10n.t('{0} does not exist. Save or restore the script, then track it.', uri.fsPath));
}

/** The training runs in any case; that it leaves no record must not come as a surprise. */
async function warnIfUnwritable(folder: vscode.WorkspaceFolder): Promise<void> {
  try {
    await mkdir(runsDir(folder.uri.fsPath), { recursive: true });
  } catch (error) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Trialbook cannot write to .trialbook in {0} ({1}). The training runs, but it is not recorded. Free the folder or the disk to record again.',
        folder.name,
        errorMessage(error),
      ),
    );
  }
}
