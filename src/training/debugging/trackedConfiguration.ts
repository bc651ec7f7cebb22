/** How a configuration of debugpy becomes one whose program runs below a recorder. */
import type { DebugConfiguration } from 'vscode';

/** What we read of a configuration, by debugpy's names; `trialbook` is ours. */
export interface PythonDebugConfiguration extends DebugConfiguration {
  trialbook?: boolean;
  program?: string;
  module?: string;
  cwd?: string;
  /** The interpreter, with words before or behind it. */
  python?: string | string[];
  /** Runs debugpy's launcher, which starts `python`. */
  debugLauncherPython?: string;
  env?: Record<string, string | null>;
  /** Files that are stepped through or not: the first that fits counts. */
  rules?: object[];
}

/** The command that starts a program below a recorder: `trialbook run … --`. */
export interface RecorderCommand {
  words: string[];
  env: Record<string, string>;
  /** Absolute path of the folder that holds the tracker. */
  trackerFolder: string;
}

/** Whether a session is to be a tracked run: only one that starts its program can be. */
export function asksForRun(configuration: PythonDebugConfiguration): boolean {
  return configuration.trialbook === true && configuration.request === 'launch';
}

/** Whether a recorder is in a configuration already, as where the editor starts a resolved one anew. */
export function hasRecorder({ python }: PythonDebugConfiguration, recorder: RecorderCommand): boolean {
  return Array.isArray(python) && recorder.words.slice(0, 3).every((word, i) => python[i] === word);
}

/**
 * Puts the recorder before the interpreter. It names no run: the editor starts this very configuration anew when a
 * session is restarted, and the recorder gives each start an id of its own.
 */
export function trackedConfiguration(
  configuration: PythonDebugConfiguration,
  interpreter: string[],
  recorder: RecorderCommand,
): PythonDebugConfiguration {
  // debugpy refuses the old name beside the new one.
  const { pythonPath: _, ...rest } = configuration;
  const [launcher] = interpreter;
  return {
    ...rest,
    python: [...recorder.words, ...interpreter],
    // By default the first word of `python`, which is no Python any more.
    ...(launcher !== undefined && { debugLauncherPython: rest.debugLauncherPython ?? launcher }),
    env: { ...rest.env, ...recorder.env },
    // The tracker is nobody's own code, though it lies in no site-packages.
    rules: [...(rest.rules ?? []), { path: `${recorder.trackerFolder}/**`, include: false }],
  };
}
