import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export interface TrainingExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export type OutputStream = 'stdout' | 'stderr';

export type Severity = 'interrupt' | 'terminate' | 'kill';

const SIGNALS = { interrupt: 'SIGINT', terminate: 'SIGTERM', kill: 'SIGKILL' } as const;

/** How long output is waited for after the exit when a descendant keeps the pipes open: silence, and at most. */
const DRAIN_QUIET_MS = 2_000;
const DRAIN_LIMIT_MS = 10_000;

/** The training and all below it: a process group of its own on POSIX, a process tree on Windows. */
export class TrainingProcess {
  readonly exited: Promise<TrainingExit>;
  /** Both streams have ended: no process holds their other end. */
  readonly closed: Promise<void>;
  private lastOutput = Date.now();

  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
    onOutput: (stream: OutputStream, chunk: Buffer) => void,
  ) {
    this.exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    this.closed = new Promise((resolve) => child.once('close', () => resolve()));
    // A signal that cannot be delivered any more comes back as an error; the exit tells all there is to tell.
    child.on('error', () => undefined);
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.on('data', (chunk: Buffer) => {
        this.lastOutput = Date.now();
        onOutput(stream, chunk);
      });
    }
  }

  /** Starts the command. Rejects as `spawn` does when there is no such program. */
  static async start(
    command: readonly string[],
    options: { cwd: string; env: NodeJS.ProcessEnv },
    onOutput: (stream: OutputStream, chunk: Buffer) => void,
  ): Promise<TrainingProcess> {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      ...options,
      // A group of its own, so that a signal reaches data loaders and launched ranks as well.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const spawned = once(child, 'spawn');
    const training = child.pid === undefined ? undefined : new TrainingProcess(child, child.pid, onOutput);
    await spawned;
    if (training === undefined) throw new Error(`no pid for ${program}`);
    return training;
  }

  /**
   * Resolves once the output is read to its end; or, where a descendant outlives the training and keeps its pipes, after
   * two quiet seconds, ten at most.
   */
  async drained(): Promise<void> {
    const exitedAt = Date.now();
    const closed = this.closed.then(() => true);
    for (;;) {
      const quiet = Date.now() - Math.max(this.lastOutput, exitedAt);
      if (quiet >= DRAIN_QUIET_MS || Date.now() - exitedAt >= DRAIN_LIMIT_MS) return;
      if (await Promise.race([closed, delay(100, false)])) return;
    }
  }

  /** Sends a signal to the whole group. On Windows `taskkill` asks the tree, or ends it by force. */
  signal(severity: Severity): void {
    if (process.platform === 'win32') {
      const force = severity === 'interrupt' ? [] : ['/F'];
      spawn('taskkill', ['/PID', String(this.pid), '/T', ...force], { stdio: 'ignore', windowsHide: true }).once(
        'error',
        () => this.child.kill(),
      );
      return;
    }
    try {
      process.kill(-this.pid, SIGNALS[severity]);
    } catch {
      // The group is gone already.
    }
  }
}
