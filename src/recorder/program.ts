/** A training as the system sees it, whatever its output comes through. */

export interface TrainingExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Where output came from; a terminal has but one stream. */
export type OutputStream = 'stdout' | 'stderr' | 'terminal';

export interface ProgramStart {
  /** Program and arguments. */
  command: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  onOutput: (stream: OutputStream, chunk: Buffer) => void;
}

/** Characters across and down. */
export interface TerminalSize {
  columns: number;
  rows: number;
}

export interface Program {
  readonly pid: number;
  readonly exited: Promise<TrainingExit>;
  /** Its output has ended: no process holds the other end. */
  readonly closed: Promise<void>;
  /** The terminal that it sees, when it sees one. */
  readonly terminal?: ProgramTerminal;
}

export interface ProgramTerminal {
  /** Enters bytes as a keyboard would. */
  type(bytes: Buffer): void;
  resize(size: TerminalSize): void;
  /** Whether keys such as Ctrl-Z are signals there, as they are unless a program wants every key for itself. */
  hasSignalKeys(): Promise<boolean>;
}
