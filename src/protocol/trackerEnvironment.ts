/** How a recorder speaks to the trackers below it. */

/** Environment variables by which a recorder tells the processes below it where to write. */
export const ENV = {
  /** Absolute path of the run folder. Without it the tracker does nothing. */
  runDir: 'TRIALBOOK_RUN_DIR',
  /** Absolute path of the folder that holds the code, mostly the workspace: only files below it are reported. */
  workspace: 'TRIALBOOK_WORKSPACE',
  /** Name of the run's experiment, for the runs inside it. */
  experiment: 'TRIALBOOK_EXPERIMENT',
  /** What the tracker leaves alone: {@link TrackerFeature}s, separated by commas. */
  off: 'TRIALBOOK_OFF',
  /** `1` where notebooks are recorded: a Jupyter kernel without a run folder begins a run with its first cell. */
  notebooks: 'TRIALBOOK_NOTEBOOKS',
  /**
   * In a tracked terminal: the words, as a JSON array, that a Python script of the workspace puts before its own to become
   * a run: Node, the command line's file, `run` and its options.
   */
  handover: 'TRIALBOOK_HANDOVER',
  /** Language of the command line's texts, as VS Code names it: `en`, `ko`. */
  locale: 'TRIALBOOK_LOCALE',
} as const;

/** What can be switched off: scores that the user's own code computes, and the files that it opens itself. */
export const TRACKER_FEATURES = ['scores', 'opens'] as const;
export type TrackerFeature = (typeof TRACKER_FEATURES)[number];
