/** A real shell in a terminal in which Python scripts become runs, as the editor opens it. */
import { handoverVariables } from '../../../src/training/terminals/trackedEnvironment';
import { OuterTerminal } from './outerTerminal';
import { cliFile, PYTHON_DIR, until } from './support';

/** What makes a terminal a tracked one, in a workspace. */
async function trackedVariables(workspace: string): Promise<Record<string, string>> {
  const options = ['--in-place', '--workspace', workspace, '--sample', '0', '--python-dir', PYTHON_DIR];
  const start = [process.execPath, await cliFile(), 'run', ...options];
  return { ...handoverVariables(workspace, start), PYTHONPATH: PYTHON_DIR };
}

export class TrackedShell {
  private read = 0;

  private constructor(readonly terminal: OuterTerminal) {}

  /** Opens bash in a workspace and waits for its prompt. */
  static async open(workspace: string, env: NodeJS.ProcessEnv = {}): Promise<TrackedShell> {
    const variables = { ...(await trackedVariables(workspace)), PS1: '<%> ', ...env };
    const shell = new TrackedShell(OuterTerminal.open(workspace, 'bash', ['--noprofile', '--norc', '-i'], variables));
    await shell.prompt();
    return shell;
  }

  /** Types a command; gives what it printed, when the prompt is back. */
  async run(line: string): Promise<string> {
    this.type(line);
    return this.prompt();
  }

  /** Types a command and does not wait. */
  type(line: string): void {
    this.terminal.type(`${line}\r`);
  }

  /** Waits for the next prompt; gives what came before it, without the line that was typed. */
  async prompt(): Promise<string> {
    const end = await until(`a prompt; the terminal shows\n${this.terminal.text}`, () => {
      const at = this.terminal.text.indexOf('<%> ', this.read);
      return at < 0 ? undefined : at;
    });
    const printed = this.terminal.text.slice(this.read, end);
    this.read = end + '<%> '.length;
    // Without what bash says about pasting; a line from a terminal within this one ends in two carriage returns.
    const text = printed
      .replace(/^.*\r\n/, '')
      .replaceAll('\u001b[?2004l\r', '')
      .replaceAll('\u001b[?2004h', '');
    return text.replace(/\r+\n/g, '\n');
  }
}
