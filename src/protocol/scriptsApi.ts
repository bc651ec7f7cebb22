/** What the store worker can be asked about the scripts of a workspace folder. */
import type { Run, RunId } from './entities';
import type { Progress } from './progress';

/** A run of a script. */
export interface ScriptRun extends Run {
  /** How far it is while it is live and that can be told. */
  progress: Progress | null;
}

/** Scripts are named by their path relative to the workspace folder, with `/`. */
export type ScriptsApi = {
  /**
   * The newest runs of a script, newest first. Those of its former code, which reproduce others or look for a change, are
   * left out.
   */
  scriptRuns: { args: { script: string; limit: number }; result: ScriptRun[] };
  /** How far live runs are, in the order of their ids; `null` for those of which it cannot be told. */
  runProgress: { args: { runIds: RunId[] }; result: (Progress | null)[] };
  /** The scripts that have runs, that with the newest run first. */
  recentScripts: { args: { limit: number }; result: string[] };
};
