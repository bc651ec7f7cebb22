/** The variables by which Python scripts that are run in a terminal become runs. */
import path from 'node:path';
import { ENV } from '../../protocol/trackerEnvironment';

/** `start`: the words that begin a run of a script of the folder, up to the two dashes. */
export function handoverVariables(folder: string, start: readonly string[]): Record<string, string> {
  return {
    [ENV.workspace]: folder,
    // The editor would look for variables of its own in the value.
    [ENV.handover]: JSON.stringify(start).replaceAll('$', '\\u0024'),
  };
}

/** `PYTHONPATH` with the tracker in front; an empty entry would put the working directory on Python's path. */
export function pythonPath(pythonDir: string, users: string | undefined): string {
  return users ? pythonDir + path.delimiter + users : pythonDir;
}
