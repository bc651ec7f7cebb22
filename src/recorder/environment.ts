/** The environment variables of the training. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ENV, type TrackerFeature } from '../protocol/trackerEnvironment';

export interface TrackerSettings {
  runDir: string;
  /** The folder that holds the code. */
  root: string;
  experiment: string;
  /** Holds the tracker's `sitecustomize.py`; left out when it is missing on disk. */
  pythonDir: string;
  /** What the tracker shall leave alone. */
  off: readonly TrackerFeature[];
}

/**
 * What the recorder inherited, and where the tracker writes. Python's output is unbuffered unless the user decided:
 * a pipe's block buffering would hold every line back until the end.
 */
export function trainingEnvironment(inherited: NodeJS.ProcessEnv, tracker: TrackerSettings): NodeJS.ProcessEnv {
  const { runDir, root, experiment, off } = tracker;
  const ours = {
    [ENV.runDir]: runDir,
    [ENV.workspace]: root,
    [ENV.experiment]: experiment,
    ...(off.length > 0 && { [ENV.off]: off.join(',') }),
  };
  const env: NodeJS.ProcessEnv = { ...usersEnvironment(inherited), ...ours };
  env['PYTHONUNBUFFERED'] ??= '1';
  if (!existsSync(tracker.pythonDir)) return env;
  env['PYTHONPATH'] = withTracker(tracker.pythonDir, env['PYTHONPATH']);
  return env;
}

/** A search path with the tracker in front, once. An empty entry would mean the working directory to Python. */
function withTracker(pythonDir: string, users: string | undefined): string {
  if (!users || users === pythonDir) return pythonDir;
  // A tracked terminal has put it there before.
  return users.startsWith(pythonDir + path.delimiter) ? users : pythonDir + path.delimiter + users;
}

/** Variables that make a Jupyter kernel record its notebook. `users` is the `PYTHONPATH` that the kernel has without us. */
export function notebookEnvironment(
  workspace: string,
  pythonDir: string,
  users: string | undefined,
): Record<string, string> {
  return { [ENV.notebooks]: '1', [ENV.workspace]: workspace, PYTHONPATH: withTracker(pythonDir, users) };
}

/**
 * What we inherited, without what makes Electron run our own programs, which the training's own Electron must not see, and
 * without what makes scripts hand themselves over: those below a training are part of its run.
 */
export function usersEnvironment(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _electron, [ENV.handover]: _handover, ...rest } = inherited;
  return rest;
}

/** The environment of our own detached processes: under Electron they must run as Node. */
export function ownEnvironment(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return process.versions['electron'] === undefined ? inherited : { ...inherited, ELECTRON_RUN_AS_NODE: '1' };
}
