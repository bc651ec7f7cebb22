/** How far a run that trains has come. */

/** What is counted: passes over the data, steps of the optimiser, rounds of boosting, trials of a study, episodes. */
export type ProgressUnit = 'epoch' | 'step' | 'round' | 'trial' | 'episode';

export interface Progress {
  unit: ProgressUnit;
  /** Counted from 1; a fraction where a library tells parts of an epoch. Never above `total`. */
  done: number;
  total: number;
  /** Seconds; `null` before two counts were seen, as nothing is known of the pace then. */
  secondsLeft: number | null;
}
