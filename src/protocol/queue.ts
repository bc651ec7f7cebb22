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

/** How many runs of a queue train at once. */
export interface QueueSettings {
  /** 1 or more. */
  parallel: number;
  /**
   * Runs for each GPU, of which each run is given one; then `parallel` does not count. 0: none is given out, and runs
   * see all of them.
   */
  perGpu: number;
}

/** A run that waits, as it is listed. */
export interface ListedEntry {
  id: RunId;
  name: string;
  /** Relative to the folder that holds the code with `/`. */
  script: string | null;
  /** The words behind the script; without a script the whole command. */
  arguments: string[];
  /** ms since 1970. */
  queuedAt: number | null;
  /** Its file is damaged: it is never started, and holds up no other. */
  unreadable?: true;
}

/** `trialbook queue list --json`. */
export interface ListedQueue extends QueueSettings {
  paused: boolean;
  /** Why it paused by itself. */
  reason: string | null;
  /** Whether a process works on it. */
  working: boolean;
  /** Runs from the queue that train. */
  running: RunId[];
  /** In the order in which they will start. */
  waiting: ListedEntry[];
}
