import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import stringArgv from 'string-argv';
import { ulid } from 'ulid';
import * as vscode from 'vscode';
import { errorMessage, UserError } from '../common/errors';
import { redactArguments } from '../common/redaction';
import { relativeToWorkspace, runsDir } from '../common/workspaceFolder';
import { REDACTED } from '../protocol/redacted';
import { joinWords } from '../protocol/words';
import type { CommandLine } from '../platform/commandLine';
import { TASK_TYPE } from '../platform/commandLineTask';
import { folderOf, requireTrust } from '../platform/workspace';
import { activeScript } from './activeScript';
import { isPythonFile } from './scriptKinds';
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

  /** Tracks a script (the active editor's without one) with the given arguments. */
  async track(script: vscode.Uri | undefined, args: readonly string[] = []): Promise<void> {
    const { folder, relative } = await this.prepare(script);
    // With its id a run is only shown again, so that what the editor keeps needs no secrets.
    const kept = redactArguments(args);
    const definition: TrialbookTaskDefinition = { type: TASK_TYPE, script: relative, args: kept, runId: ulid() };
    const task = await createRecorderTask(this.commandLine, folder, definition, args);
    this.beforeStart(folder.uri.fsPath);
    await vscode.tasks.executeTask(task);
  }

  /** Asks for the command line, prefilled with the script's last one, and tracks it. */
  async trackWithArguments(script: vscode.Uri | undefined): Promise<void> {
    requireTrust();
    const uri = script ?? (await activeScript());
    folderOf(uri);
    const args = await this.askArguments(uri, vscode.l10n.t('Track {0} with arguments', path.basename(uri.fsPath)));
    if (args !== undefined) await this.track(uri, args);
  }

  /** Asks for the command line likewise; gives the command that runs the script, for a run that starts later. */
  async askCommand(script: vscode.Uri | undefined): Promise<ScriptCommand | undefined> {
    const { uri, folder, relative } = await this.prepare(script);
    const args = await this.askArguments(uri, vscode.l10n.t('Queue {0} with arguments', path.basename(uri.fsPath)));
    if (args === undefined) return undefined;
    return { folder: folder.uri.fsPath, command: [...(await scriptCommand(folder, relative)), ...args] };
  }

  /** Makes a script ready to start, the active editor's without one. Throws a `UserError` that says what is missing. */
  async prepare(script: vscode.Uri | undefined): Promise<PreparedScript> {
    requireTrust();
    const uri = script ?? (await activeScript());
    const folder = folderOf(uri);
    await saveIfChanged(uri);
    const relative = await requireScript(folder, uri);
    if (isPythonFile(uri.path)) await this.interpreters.confirm(folder);
    await warnIfUnwritable(folder);
    return { uri, folder, relative };
  }

  /** `undefined` when dismissed. */
  private async askArguments(uri: vscode.Uri, title: string): Promise<string[] | undefined> {
    const last = this.state.get<Record<string, string>>(LAST_ARGUMENTS, {});
    const line = await vscode.window.showInputBox({
      title,
      prompt: vscode.l10n.t('The arguments as you would type them behind the script; quote those with spaces'),
      placeHolder: '--lr 0.01 --epochs 40',
      value: last[uri.fsPath] ?? '',
      validateInput: (value) =>
        value.includes(REDACTED) ? vscode.l10n.t('The secret was not kept: type it again.') : undefined,
      ignoreFocusOut: true,
    });
    if (line === undefined) return undefined;
    const args = stringArgv(line);
    await this.state.update(LAST_ARGUMENTS, { ...last, [uri.fsPath]: withoutSecrets(line, args) });
    return args;
  }
}

/** A script that can be started: it is saved, and lies in a folder of a trusted workspace. */
export interface PreparedScript {
  uri: vscode.Uri;
  folder: vscode.WorkspaceFolder;
  /** Its path from the folder, with `/`. */
  relative: string;
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

/** A line as it may be kept: as typed, unless one of its words is a secret. */
function withoutSecrets(line: string, args: readonly string[]): string {
  const kept = redactArguments(args);
  return kept.every((word, at) => word === args[at]) ? line : joinWords(kept);
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
