/** What is said to the recorder of a live run, and what it says to the viewer that started it. */
import type { TrainingException } from './failures';
import type { FinalStatus } from './trainingEvents';

/** A line of `control.jsonl`, by which any window or shell speaks to a live run's recorder. */
export interface ControlCommand {
  /** `stop` asks the training to end (SIGINT, then SIGTERM, then SIGKILL); `kill` ends it at once. */
  cmd: 'stop' | 'kill';
  /** Wall time, ms since 1970. */
  at: number;
}

/**
 * What a recorder tells the viewer that started it, over the IPC channel: that the training was started, and whether it
 * reads what is typed; that Ctrl-Z was typed, where it is no key like any other; how many bytes the output has by now, and which of the new ones were written as errors; what the disk
 * cannot hold; and how it ended.
 */
export type RecorderMessage =
  | { kind: 'started'; terminal: boolean }
  | { kind: 'suspend' }
  | { kind: 'log-grew'; bytes: number; errors: [from: number, to: number][] }
  | { kind: 'output'; text: string }
  | { kind: 'problem'; message: string }
  | {
      kind: 'ended';
      status: FinalStatus;
      code?: number;
      signal?: string;
      message?: string;
      exception?: TrainingException;
    };
