/**
 * The event protocol: what a training process, its recorder or any other program appends to a run folder.
 *
 * - A run folder holds any number of `events-<pid>-<start>.jsonl` files, one per writing process, append-only. Any other
 *   `*.jsonl` name is read too (but `control.jsonl`, which carries commands to the recorder).
 * - One JSON object a line, ASCII-escaped, written with a single `write` in append mode. A line without its newline is
 *   not data yet. The first line of a file is a {@link HelloEvent}.
 * - `q` counts lines in the file from 0, `t` is the wall time in microseconds since 1970, `e` the kind. Foreign writers
 *   may leave out `q` and `t`: the line's index and the time of ingestion stand in.
 * - The file whose hello has the role `recorder` owns the run's status. In the folder of a run inside another (a trial of
 *   a study) and of a notebook that is the training process itself.
 * - NaN and infinities are strings (see `numbers.ts`); integers beyond 2^53 are strings.
 * - Limits: keys {@link MAX_KEY_LENGTH} characters, strings {@link MAX_TEXT_LENGTH}, lines {@link MAX_LINE_BYTES}; longer
 *   texts are cut by the writer and end in {@link TRUNCATION_MARK}, longer lines are skipped and counted by the reader.
 *
 * `test/fixtures/events.jsonl` is the golden file that the TypeScript and the Python tests both read.
 */
import type { FailureKind, TrainingException } from './failures';
import type { ParamValue, WireNumber } from './numbers';
import type { PlotData, PlotKind } from './plots';
import type { ScriptOption } from './scriptOptions';

export const PROTOCOL_VERSION = 1;
export const MAX_KEY_LENGTH = 250;
export const MAX_TEXT_LENGTH = 16 * 1024;
export const MAX_LINE_BYTES = 1024 * 1024;
export const TRUNCATION_MARK = '…';

interface EventBase {
  /** Index of the line in its file, from 0. */
  q: number;
  /** Wall time, microseconds since 1970. */
  t: number;
}

/** First line of every file: who writes it. */
export interface HelloEvent extends EventBase {
  e: 'hello';
  v: number;
  role: 'recorder' | 'tracker' | 'external';
  pid: number;
  ppid?: number;
  host: string;
  argv: string[];
  exe?: string;
  cwd?: string;
  /** Monotonic clock in microseconds at `t`. */
  mono?: number;
  /** Version of the interpreter, such as `3.11.7`. */
  py?: string;
  /** What names this process among all that ever had its pid; see `common/processes.ts`. */
  start?: string;
  /** Its place in a distributed training, from 0; absent when it is the only one. Rank 0 is shown by default. */
  rank?: number;
  /** Its place on this machine, and how many processes there are in all. */
  localRank?: number;
  world?: number;
}

/** What is run; the recorder's second line. */
export interface RunEvent extends EventBase {
  e: 'run';
  id: string;
  name: string;
  experiment: string;
  command: string[];
  /** Working directory, relative to the workspace folder with `/`, `.` for the folder itself. */
  cwd: string;
  /** The script on the command line, relative to the workspace folder with `/`, when one was recognised. */
  script?: string;
  /** Id of the run that started this one. */
  parent?: string;
  /** Id of the run that this one does again, and what for. */
  basedOn?: string;
  purpose?: RunPurpose;
  /** Shared by the runs that were asked for together, such as those of a grid: an id like a run's. */
  batch?: string;
}

/** What a run does another one again for. */
export type RunPurpose = 'rerun' | 'reproduction' | 'bisection';

export interface ParamEvent extends EventBase {
  e: 'p';
  k: string;
  v: ParamValue;
  /** Where the value was seen: `argparse`, `click`, `external`; `seed` for the seed of a random generator. */
  src?: string;
}

/** The options that the script's own argument parser declares; of several parsers of a run the last one counts. */
export interface OptionsEvent extends EventBase {
  e: 'opt';
  /** `argparse`, `click`. */
  src: string;
  options: ScriptOption[];
}

export interface MetricEvent extends EventBase {
  e: 'm';
  k: string;
  v: WireNumber;
  /** Step; without one the reader counts the points of the key. */
  s?: WireNumber | null;
  /** Where the value was seen: `stdout`, `external`, a library's name. */
  src?: string;
}

/** What a run logs that is neither number nor file. */
export type PlotEvent = { [K in PlotKind]: PlotEventOf<K> }[PlotKind];

interface PlotEventOf<K extends PlotKind> extends EventBase {
  e: 'plot';
  kind: K;
  k: string;
  /** Step; without one the reader counts those of the key. A picture has but one without a step. */
  s?: WireNumber | null;
  /** Where it was seen: `trialbook`, a library's name. */
  src?: string;
  data: PlotData[K];
}

export interface TagEvent extends EventBase {
  e: 'tag';
  k: string;
  v: string;
}

/** The tracker saw the training open a file of the workspace. Raw evidence: the recorder makes inputs and artifacts of it. */
export interface OpenEvent extends EventBase {
  e: 'open';
  /** Absolute path. */
  path: string;
  mode: 'r' | 'w';
  /** Size in bytes and modification time in ms since 1970, as they were when a file was opened for reading. */
  size?: number;
  mtime?: number;
  /** What a library's own call said that it is; without it the name decides. */
  kind?: FileKind;
  /** The library whose call it was, such as `torch`. */
  src?: string;
  /** The script asked for a copy of it. */
  keep?: boolean;
}

/** `data` is read, the others are written. */
export type FileKind = 'data' | 'model' | 'figure' | 'file';

/** Data that is no file of this machine: an address, a dataset of a hub. */
export interface InputEvent extends EventBase {
  e: 'in';
  /** Without credentials. */
  uri: string;
  /** What names its content: an ETag, a fingerprint. */
  version?: string;
  src?: string;
}

/**
 * A library was handed a series inside the call of another, or after another had the same value: only the points of the
 * outer or first one are kept. Sent once per key and source.
 */
export interface DuplicateEvent extends EventBase {
  e: 'dup';
  /** As the source that is left out names it. */
  k: string;
  /** The source that is left out, and the one that is kept. */
  src: string;
  of: string;
}

/** Of the interpreter that trains: what its installed packages can be found by, without making it list them. */
export interface InterpreterEvent extends EventBase {
  e: 'py';
  /** Absolute path and version of the interpreter. */
  exe: string;
  version: string;
  /** Absolute paths of `sys.path`, in its order. */
  paths: string[];
}

/** The exception that ends this process, sent when it ends. */
export interface ExceptionEvent extends EventBase, TrainingException {
  e: 'exc';
}

/** A run inside this one, such as a trial of a study: it has a run folder of its own beside this run's. */
export interface ChildEvent extends EventBase {
  e: 'child';
  /** Its run id. */
  id: string;
}

/** A cell of a notebook that was executed. */
export interface CellEvent extends EventBase {
  e: 'cell';
  /** Order of execution, from 1. */
  n: number;
  source: string;
  /** Seconds. */
  duration?: number;
  /** `ValueError: bad batch`, when it failed. */
  error?: string;
}

/** A dataset that the run read. */
export interface DatasetEvent extends EventBase {
  e: 'ds';
  /** Relative to the workspace folder with `/`. */
  path: string;
  size: number;
  /** Lower-case hexadecimal SHA-256 of the content. */
  digest: string;
  /** The file changed between the run's reading and our hashing of it. */
  uncertain?: boolean;
}

/** A file that the run wrote. */
export interface ArtifactEvent extends EventBase {
  e: 'art';
  path: string;
  kind: 'model' | 'file';
  size: number;
  digest: string;
  /** Where its copy lies, relative to the run folder with `/`, when there is one. */
  copy?: string;
  /** The library that wrote it. */
  src?: string;
}

export type FinalStatus = 'finished' | 'failed' | 'killed' | 'cancelled';

/** The recorder's word on the run's state; the only source of it. */
export interface StatusEvent extends EventBase {
  e: 'st';
  status: 'running' | FinalStatus;
  /** The training's pid, with `running`. */
  pid?: number;
  /** Exit code, with a final status; absent when a signal ended it. */
  code?: number;
  /** Name of the signal that ended it, such as `SIGKILL`. */
  signal?: string;
  /** One sentence for people: `ValueError: bad batch`, `exit code 3`. */
  message?: string;
  /** With `failed` and `killed`. */
  failure?: FailureKind;
  exception?: TrainingException;
}

/** Something that recording lost or could not do; shown with the run. */
export interface WarnEvent extends EventBase {
  e: 'warn';
  /** Stable word for programs: `output-lost`, `snapshot-failed`, `tracker-absent`, `bad-pattern`, `diverged`. */
  code: string;
  message: string;
}

/** The writer ended in order. */
export interface ByeEvent extends EventBase {
  e: 'bye';
}

export type TrainingEvent =
  | HelloEvent
  | RunEvent
  | ParamEvent
  | OptionsEvent
  | MetricEvent
  | PlotEvent
  | TagEvent
  | OpenEvent
  | InputEvent
  | DuplicateEvent
  | InterpreterEvent
  | ExceptionEvent
  | ChildEvent
  | CellEvent
  | DatasetEvent
  | ArtifactEvent
  | StatusEvent
  | WarnEvent
  | ByeEvent;

/** An event before its writer has numbered and dated it. */
export type NewEvent = TrainingEvent extends infer E ? (E extends EventBase ? Omit<E, 'q' | 't'> : never) : never;
