import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { startPiped } from './pipedProgram';
import type { OutputStream, Program, ProgramStart, TerminalSize, TrainingExit } from './program';
import { startInTerminal } from './pseudoTerminal';

export type Severity = 'interrupt' | 'terminate' | 'kill';

const SIGNALS = { interrupt: 'SIGINT', terminate: 'SIGTERM', kill: 'SIGKILL' } as const;

/** How long output is waited for after the exit when a descendant keeps it open: silence, and at most. */
const DRAIN_QUIET_MS = 2_000;
const DRAIN_LIMIT_MS = 10_000;

/** The training and all below it: a process group of its own on POSIX, a process tree on Windows. */
export class TrainingProcess {
  private suspended = false;

  private constructor(
    private readonly program: Program,
    private readonly lastOutput: { at: number },
  ) {}

  /**
   * Starts the command: in a terminal of the given size, or, without one and where there are none, with a pipe for each of
   * its streams. Rejects as `spawn` does when there is no such program.
   */
  static async start(start: ProgramStart, terminal: TerminalSize | undefined): Promise<TrainingProcess> {
    const lastOutput = { at: Date.now() };
    const watched = {
      ...start,
      onOutput: (stream: OutputStream, chunk: Buffer) => {
        lastOutput.at = Date.now();
        start.onOutput(stream, chunk);
      },
    };
    const inTerminal = terminal === undefined ? undefined : startInTerminal(watched, terminal);
    return new TrainingProcess(inTerminal ?? (await startPiped(watched)), lastOutput);
  }

  get pid(): number {
    return this.program.pid;
  }

  get exited(): Promise<TrainingExit> {
    return this.program.exited;
  }

  /** All output has been read: no process holds its other end. */
  get closed(): Promise<void> {
    return this.program.closed;
  }

  /** Whether the training sees a terminal. */
  get inTerminal(): boolean {
    return this.program.terminal !== undefined;
  }

  /** Enters bytes into the training's terminal as a keyboard would. */
  type(bytes: Buffer): void {
    this.program.terminal?.type(bytes);
  }

  resize(size: TerminalSize): void {
    this.program.terminal?.resize(size);
  }

  /** Whether Ctrl-Z that was typed asks for the training to be suspended. */
  async hasSignalKeys(): Promise<boolean> {
    return (await this.program.terminal?.hasSignalKeys()) ?? false;
  }

  /** Suspends the whole group, or has it go on. */
  suspend(suspended: boolean): void {
    if (process.platform === 'win32' || suspended === this.suspended) return;
    this.suspended = suspended;
    trySignal(-this.pid, suspended ? 'SIGSTOP' : 'SIGCONT');
  }

  /**
   * Resolves once the output is read to its end; or, where a descendant outlives the training and keeps it open, after two
   * quiet seconds, ten at most.
   */
  async drained(): Promise<void> {
    const exitedAt = Date.now();
    const closed = this.closed.then(() => true);
    for (;;) {
      const quiet = Date.now() - Math.max(this.lastOutput.at, exitedAt);
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
        () => trySignal(this.pid, 'SIGKILL'),
      );
      return;
    }
    trySignal(-this.pid, SIGNALS[severity]);
    // It can answer only when it goes on.
    this.suspend(false);
  }
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
