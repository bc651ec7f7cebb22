import path from 'node:path';
import { ENV } from '../../protocol/trackerEnvironment';

/**
 * The variables by which Python scripts of a folder that are run in a terminal become runs.
 * `start`: the words that begin such a run, up to the two dashes.
 */
export function handoverVariables(folder: string, start: readonly string[]): Record<string, string> {
  return {
    [ENV.workspace]: folder,
    // The editor would look for variables of its own in the values.
    [ENV.handover]: JSON.stringify(start).replaceAll('$', '\\u0024'),
  };
}

/** A search path with the tracker in front; an empty entry would put the working directory on Python's path. */
export function withTracker(pythonDir: string, users: string | undefined): string {
  return users ? pythonDir + path.delimiter + users : pythonDir;
}
