/** How a run that did not finish ended. */

/** Why a run did not finish. */
export type FailureKind =
  'exception' | 'exit-code' | 'signal' | 'out-of-memory' | 'diverged' | 'timeout' | 'not-started';

/** Where a traceback passed through the user's own files. */
export interface TracebackFrame {
  /** Relative to the workspace folder with `/`. */
  file: string;
  /** From 1. */
  line: number;
  /** Of the function; `<module>` outside any. */
  name: string;
}

/** What a failed training ended with. */
export interface TrainingException {
  /** With its module unless built in: `ValueError`, `torch.OutOfMemoryError`. */
  type: string;
  message: string;
  /** The outermost call first. */
  frames: TracebackFrame[];
}
