import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Program, ProgramStart } from './program';

/**
 * Starts a program with a pipe each for its output and its errors. It gets our own standard input. Rejects as `spawn`
 * does when there is no such program.
 */
export async function startPiped({ command, cwd, env, onOutput }: ProgramStart): Promise<Program> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    cwd,
    env,
    // A group of its own, so that a signal reaches data loaders and launched ranks as well.
    detached: process.platform !== 'win32',
    stdio: ['inherit', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const spawned = once(child, 'spawn');
  const exited = new Promise<Awaited<Program['exited']>>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  // A signal that cannot be delivered any more comes back as an error; the exit tells all there is to tell.
  child.on('error', () => undefined);
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => onOutput(stream, chunk));
  }
  await spawned;
  if (child.pid === undefined) throw new Error(`no pid for ${file}`);
  return { pid: child.pid, exited, closed };
}
