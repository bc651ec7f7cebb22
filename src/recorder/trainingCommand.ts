/** What a command line runs, judged by its words. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isCodeFile } from '../common/snapshots/snapshotRules';
import { statFile } from '../common/statFile';
import { interpreterAt } from '../protocol/commandWords';
import { withoutDebugger } from './debuggedCommand';
import { programName, splitFlags } from './interpreterWords';

export interface TrainingCommand {
  /** Whether the command runs Python, directly or through a launcher, so that the tracker is expected to report. */
  python: boolean;
  /** Absolute path of the script, if one was recognised; it may be missing on disk. */
  script?: string;
  /** A debugger starts it. */
  debugged?: true;
}

/** Our way into an interpreter that does not load the tracker by itself, in the tracker's folder. */
const RUNNER = 'runner.py';
const LAUNCHERS = new Set(['torchrun', 'accelerate', 'deepspeed', 'ipython', 'horovodrun']);

/** Recognises interpreter and script. `cwd` is the folder that relative paths start from. */
export function analyseCommand(command: readonly string[], cwd: string): TrainingCommand {
  const plain = withoutDebugger(command, cwd);
  if (plain !== command) return { ...analyseCommand(plain, cwd), debugged: true };
  const at = interpreterAt(command);
  if (at >= 0) {
    const script = pythonScript(command.slice(at + 1), cwd);
    return { python: true, ...(script === undefined ? {} : { script }) };
  }
  const script = firstCodeFile(command, cwd);
  const launched = LAUNCHERS.has(programName(command[0] ?? ''));
  return { python: launched || script?.endsWith('.py') === true, ...(script === undefined ? {} : { script }) };
}

/**
 * The command that starts the training with the tracker in it: under `-I`, `-E` or `-S` Python loads no tracker by
 * itself, so that our runner is put before the script. Any other command stays as it is.
 */
export function trackedCommand(command: readonly string[], pythonDir: string): readonly string[] {
  const at = interpreterAt(command);
  const runner = path.join(pythonDir, RUNNER);
  if (at < 0 || !existsSync(runner)) return command;
  const flags = command.slice(at + 1);
  const program = splitFlags(flags);
  if (program === undefined || !/[IES]/.test(program.letters) || program.letters.includes('x')) return command;
  if (program.words[0]?.endsWith('.pyc') === true) return command;
  return [...command.slice(0, at + 1), ...program.flags, runner, ...program.words];
}

function pythonScript(words: readonly string[], cwd: string): string | undefined {
  const [first, second] = splitFlags(words)?.words ?? [];
  if (first === '-m') return moduleFile(second ?? '', cwd);
  return first === undefined || first === '-c' ? undefined : path.resolve(cwd, first);
}

/** The file of `-m name`, when it lies below the working directory; installed modules are not the user's script. */
function moduleFile(name: string, cwd: string): string | undefined {
  const base = path.join(cwd, ...name.split('.'));
  return [`${base}.py`, path.join(base, '__main__.py')].find((file) => existsSync(file));
}

function firstCodeFile(command: readonly string[], cwd: string): string | undefined {
  const files = command.filter((word) => !word.startsWith('-') && isCodeFile(path.basename(word)));
  return files.map((word) => path.resolve(cwd, word)).find((file) => existsSync(file));
}

/** Files that the command names, alone or as `--data=file`: absolute paths of those that exist. */
export function filesOnCommandLine(command: readonly string[], cwd: string): string[] {
  const words = command.slice(1).flatMap((word) => (word.includes('=') ? [word, word.replace(/^[^=]*=/, '')] : [word]));
  const files = words.filter((word) => word !== '').map((word) => path.resolve(cwd, word));
  return [...new Set(files)].filter(isFile);
}

/** The program's absolute path, searched as the system does; `undefined` when it is not found. */
export function findProgram(program: string, cwd: string, env: NodeJS.ProcessEnv): string | undefined {
  if (program.includes('/') || program.includes(path.sep)) return firstFile([path.resolve(cwd, program)]);
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return firstFile(folders.map((folder) => path.join(folder, program)));
}

function firstFile(bases: string[]): string | undefined {
  const endings = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : [''];
  return bases.flatMap((base) => endings.map((ending) => base + ending)).find(isFile);
}

function isFile(file: string): boolean {
  return statFile(file)?.isFile() === true;
}
