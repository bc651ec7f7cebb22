/** What the store worker can be asked about the scripts of a workspace folder. */
import type { Run } from './entities';
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
  /** The scripts that have runs, that with the newest run first. */
  recentScripts: { args: { limit: number }; result: string[] };
};
