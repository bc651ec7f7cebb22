/** Runs that wait for their turn, as features ask for them. */
import type { RunId } from './entities';
import type { RunPurpose } from './trainingEvents';

/** A run to put at the end of the queue. What is absent is as `trialbook run` has it. */
export interface QueuedRunRequest {
  /** Program and arguments. */
  command: string[];
  /** Absolute path. */
  cwd: string;
  /** Absolute path of the folder that holds the code; the workspace when absent. */
  root?: string;
  name?: string;
  experiment?: string;
  tags?: { key: string; value: string }[];
  basedOn?: RunId;
  purpose?: RunPurpose;
  /** Shared by the runs that were asked for together. */
  batch?: string;
  /** Variables that are added to the environment of whoever queues. */
  env?: Record<string, string>;
}
