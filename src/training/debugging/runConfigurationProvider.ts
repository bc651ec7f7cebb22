import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { findInterpreter } from '../interpreter';
import type { CommandLine } from '../../platform/commandLine';
import { exists } from '../../platform/files';
import { settingOptions } from '../../platform/recorderOptions';
import { isPythonSession } from './pythonDebugger';
import {
  asksForRun,
  hasRecorder,
  type PythonDebugConfiguration,
  type RecorderCommand,
  trackedConfiguration,
} from './trackedConfiguration';

/**
 * Makes debug sessions with `"trialbook": true` tracked runs. Registered for `*`: such providers come last, when the
 * debugger's own extension has filled in interpreter, environment and working directory.
 */
export class RunConfigurationProvider implements vscode.DebugConfigurationProvider {
  constructor(
    private readonly commandLine: CommandLine,
    /** Absolute path of the folder that holds the tracker. */
    private readonly trackerFolder: string,
    /** Called with the folder before its first event is written, so that its store is open in time. */
    private readonly beforeStart: (folder: string) => void,
  ) {}

  /** A `UserError` ends the start, and the editor shows it. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: PythonDebugConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    if (!isPythonSession(configuration) || !asksForRun(configuration)) return configuration;
    const runFolder = folderOfRun(configuration, folder);
    const recorder = this.recorderIn(runFolder);
    if (hasRecorder(configuration, recorder)) return configuration;
    const interpreter = await interpreterOf(configuration, runFolder);
    this.beforeStart(runFolder.uri.fsPath);
    return trackedConfiguration(configuration, interpreter, recorder);
  }

  private recorderIn({ uri }: vscode.WorkspaceFolder): RecorderCommand {
    const { node, script, env } = this.commandLine;
    const options = ['--workspace', uri.fsPath, '--ends-with-viewer', ...settingOptions(uri)];
    return { words: [node, script, 'run', ...options, '--'], env, trackerFolder: this.trackerFolder };
  }
}

/** The folder that keeps the run: that of the program, else that of the configuration. */
function folderOfRun(
  { program, cwd }: PythonDebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
): vscode.WorkspaceFolder {
  const base = cwd ?? folder?.uri.fsPath;
  const places = [program, cwd].flatMap((place) => {
    if (place === undefined || (base === undefined && !path.isAbsolute(place))) return [];
    return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path.resolve(base ?? '', place))) ?? [];
  });
  const found = places[0] ?? folder ?? vscode.workspace.workspaceFolders?.[0];
  if (found !== undefined) return found;
  throw new UserError(
    vscode.l10n.t('Trialbook keeps runs in the folder that is open in the editor. Open one, then debug again.'),
  );
}

/** The words that start Python: the configuration's, else ours for the folder. */
async function interpreterOf(
  { python, pythonPath }: PythonDebugConfiguration,
  folder: vscode.WorkspaceFolder,
): Promise<string[]> {
  const given = python ?? (pythonPath as string | undefined) ?? '';
  const words = typeof given === 'string' ? [given] : given;
  const [program = ''] = words;
  if (program === '') return [(await findInterpreter(folder)).path];
  if (path.isAbsolute(program) && !(await exists(program))) {
    // The debugger would wait for it for a minute.
    throw new UserError(
      vscode.l10n.t('The interpreter {0} does not exist any more. Choose another one, then debug again.', program),
    );
  }
  return words;
}
