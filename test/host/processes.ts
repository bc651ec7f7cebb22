/** Starting and ending other programs: nothing of ours inherits the caller's Python or editor, or outlives us. */
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

const INHERITED_NOISE = /^(PYTHON|VSCODE_|ELECTRON_)/i;

/** The environment without what would change how Python or an editor behaves (`PYTHON*`, `VSCODE_*`, `ELECTRON_*`). */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !INHERITED_NOISE.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Starts a program at the head of a process group of its own, so that {@link endTree} reaches all of it. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32', windowsHide: true });
  const kill = (): void => signalTree(child, 'SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

/** Ends a child of {@link spawnGroup} with all its descendants, and waits for its end: 5 s for asking, then by force. */
export async function endTree(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  signalTree(child, 'SIGTERM');
  const force = setTimeout(() => signalTree(child, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(force);
}

/** Ends a child of {@link spawnGroup} with all its descendants by force, and waits for its end. */
export async function killTree(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  signalTree(child, 'SIGKILL');
  await ended;
}

/** Makes signals that end this process run its `exit` listeners, which end what it started. */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
}

/** Runs a program to its end with all its output in a log file. Rejects with the log's name and last lines. */
export async function runLogged(command: string, args: string[], log: string, options: SpawnOptions): Promise<void> {
  mkdirSync(path.dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  try {
    const child = spawnGroup(command, args, { ...options, stdio: ['ignore', output, output] });
    const code = await new Promise<number | null>((resolve, reject) =>
      child.once('error', reject).once('exit', resolve),
    );
    if (code !== 0)
      throw new Error(`${path.basename(command)} ended with ${code}; its output, ${log}, ends\n${tail(log)}`);
  } finally {
    closeSync(output);
  }
}

/** Runs npm to its end. On Windows npm is a batch file, which only a shell starts. */
export async function runNpm(args: string[], cwd: string, log: string): Promise<void> {
  await runLogged('npm', args, log, { cwd, shell: process.platform === 'win32' });
}

function tail(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-30).join('\n');
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (hasEnded(child)) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid!, signal);
  } catch {
    // It ended meanwhile.
  }
}
