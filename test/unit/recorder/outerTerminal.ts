/** A real terminal around the command line: what a person types into, and what comes on the screen. */
import { type IPty, spawn } from '@lydell/node-pty';
import { cleanEnvironment, cliFile, until } from './support';

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
