/** A real terminal around the command line: what a person types into, and what comes on the screen. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import {
  cleanEnvironment,
  cliFile,
  finalStatus,
  recorderEnded,
  runFolders,
  runWords,
  until,
  workspaceWith,
} from './support';

export class OuterTerminal {
  private screen = '';
  /** The exit code of what ran in it; that of a signal is 0. */
  readonly exited: Promise<{ exitCode: number; signal?: number | undefined }>;

  private constructor(private readonly pty: IPty) {
    pty.onData((text) => (this.screen += text));
    this.exited = new Promise((resolve) => pty.onExit(resolve));
  }

  /** Runs `trialbook …words` in a folder, in a terminal of 100 columns and 30 rows. */
  static async run(cwd: string, words: string[], env: NodeJS.ProcessEnv = {}): Promise<OuterTerminal> {
    return OuterTerminal.open(cwd, process.execPath, [await cliFile(), ...words], env);
  }

  /** Runs any program in such a terminal. */
  static open(cwd: string, file: string, args: string[], env: NodeJS.ProcessEnv = {}): OuterTerminal {
    const size = { cols: 100, rows: 30 };
    return new OuterTerminal(
      spawn(file, args, { cwd, env: cleanEnvironment({ TERM: 'xterm-256color', ...env }), ...size }),
    );
  }

  get pid(): number {
    return this.pty.pid;
  }

  /** All that came so far. */
  get text(): string {
    return this.screen;
  }

  /** Waits until this text has come. */
  async shows(text: string): Promise<void> {
    await until(`the terminal shows ${text}; it shows\n${this.screen}`, () => this.screen.includes(text));
  }

  type(text: string): void {
    this.pty.write(text);
  }

  resize(columns: number, rows: number): void {
    this.pty.resize(columns, rows);
  }

  /** Closes the window: everything in it hears SIGHUP. */
  close(): void {
    (this.pty as IPty & { destroy(): void }).destroy();
  }
}

/** Runs a Python script with `trialbook run` in a terminal. */
export async function runScript(script: string): Promise<{ workspace: string; terminal: OuterTerminal }> {
  const workspace = workspaceWith({ 'train.py': script });
  const words = runWords(['python3', 'train.py'], '--name', 'calm-owl');
  return { workspace, terminal: await OuterTerminal.run(workspace, words) };
}

/** The folder of a workspace's first run. */
export function folderOf(workspace: string): string {
  return runFolders(workspace)[0] ?? '';
}

/** The log of that run, a character for each byte. */
export function logOf(workspace: string): string {
  return readFileSync(path.join(folderOf(workspace), 'output.log'), 'latin1');
}

/** The final status of that run, when its recorder has ended. */
export async function finalOf(workspace: string): Promise<object | undefined> {
  return finalStatus(await recorderEnded(folderOf(workspace)));
}
