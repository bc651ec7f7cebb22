/** A script in a workspace, debugged by the real debugpy as a tracked run. */
import path from 'node:path';
import { trackedConfiguration } from '../../../src/training/debugging/trackedConfiguration';
import { DebugAdapter } from '../../debugpy/adapter';
import { debuggerPython } from '../../debugpy/interpreter';
import { OuterTerminal } from './outerTerminal';
import { cleanEnvironment, cliFile, PYTHON_DIR, workspaceWith } from './support';

export interface DebugSession {
  adapter: DebugAdapter;
  workspace: string;
  /** Absolute path of the script. */
  script: string;
  /** The terminal that the adapter asked for, if it did. */
  terminal: () => OuterTerminal;
  /** Starts what was started once more, as "Restart" does: with an adapter of its own. */
  restart: () => Promise<DebugAdapter>;
}

const adapters: DebugAdapter[] = [];

/** Ends the adapters of all sessions. */
export function endSessions(): void {
  for (const adapter of adapters.splice(0)) adapter.kill();
}

/** Starts a session on `train.py`, which stops at the lines that end in `# break`. */
export async function debugScript(
  source: string,
  configuration: Record<string, unknown> = {},
  filters: string[] = [],
): Promise<DebugSession> {
  const python = debuggerPython();
  const workspace = workspaceWith({ 'train.py': source });
  const script = path.join(workspace, 'train.py');
  const terminals: OuterTerminal[] = [];
  const run = [process.execPath, await cliFile(), 'run', '--workspace', workspace, '--ends-with-viewer'];
  const recorder = {
    words: run.concat('--python-dir', PYTHON_DIR, '--sample', '0', '--name', 'calm-owl', '--'),
    env: {},
    trackerFolder: PYTHON_DIR,
  };
  const plain = { name: 'debug', type: 'debugpy', request: 'launch', program: script, cwd: workspace };
  const wanted = { ...plain, console: 'integratedTerminal', ...configuration };
  const lines = source.split('\n').flatMap((line, i) => (line.endsWith('# break') ? [i + 1] : []));
  const tracked = trackedConfiguration(wanted, [python], recorder);
  const start = async (): Promise<DebugAdapter> => {
    const adapter = await DebugAdapter.start(python, cleanEnvironment(), ({ args, cwd, env }) => {
      const [file = '', ...words] = args;
      terminals.push(OuterTerminal.open(cwd, file, words, env));
    });
    adapters.push(adapter);
    await adapter.launch(tracked, { [script]: lines }, filters);
    return adapter;
  };
  return { adapter: await start(), workspace, script, terminal: () => terminals[0]!, restart: start };
}
