/** What is needed to run a run again with other values: of the store, and between the form's page and its host. */
import type { Param, RunId } from './entities';
import type { ScriptOption } from './scriptOptions';

/** How a run was called, and what its script can be called with. */
export interface RerunForm {
  runId: RunId;
  name: string;
  experiment: string;
  /** Program and arguments as recorded, secrets masked. */
  command: string[];
  /** Place of the first word of the command that the script itself reads. */
  argumentsAt: number;
  /** Relative to the workspace folder with `/`; absolute where it lies outside. */
  cwd: string;
  script: string | null;
  /** Of the run's own parser, else of the newest run of the same script that told any; none where nobody knows. */
  options: ScriptOption[];
  params: Param[];
  /** Seeds that runs of the script were given, in their order. */
  seeds: string[];
  /** Whether the code as it was then is known. */
  hasSnapshot: boolean;
}

/** Methods of the store worker; a part of `StoreApi`. */
export type RerunStoreApi = {
  /** `null` when there is no such run. */
  rerunForm: { args: { runId: RunId }; result: RerunForm | null };
};

/** The code that a re-run takes: the workspace's as it is, or the run's as it was. */
export type RerunCode = 'workspace' | 'snapshot';

/** What the page of the form may ask of the extension host. */
export type RerunPageApi = {
  /** First call of the page. */
  ready: { args: Record<string, never>; result: RerunPageState };
  /** How many files of the workspace are not as in the snapshot; `null` where it cannot be told. */
  changedFiles: { args: Record<string, never>; result: number | null };
  /** Starts the runs, each given by the words behind its script, one after the other, or puts them into the queue. */
  start: { args: RerunRequest; result: void };
};

export interface RerunRequest {
  /** The words behind the script of each run. */
  runs: string[][];
  code: RerunCode;
  how: 'start' | 'queue';
}

export interface RerunPageState {
  /** Absolute path of the workspace folder; the page keeps it with the run, so that a restored page finds both. */
  folder: string;
  runId: RunId;
  /** `null`: the run was deleted. */
  form: RerunForm | null;
}

/** Every text of the page, translated by the host. `{0}` marks a value. */
export interface RerunStrings {
  /** `{0}` run. */
  title: string;
  options: string;
  arguments: string;
  argumentsHint: string;
  parameters: string;
  noParser: string;
  search: string;
  /** `{0}` what was searched for. */
  noMatch: string;
  /** What a select offers for an option that is not on the command line; `{0}` its default. */
  useDefault: string;
  notSet: string;
  on: string;
  off: string;
  /** Marks of a field: that it needs a value, and what its value was. */
  required: string;
  changed: string;
  /** `{0}` an option. */
  reset: string;
  resetAll: string;
  addValue: string;
  removeValue: string;
  /** By the problem that a field has; `{0}` the number of words where it is about that. */
  problems: Record<'int' | 'float' | 'choice' | 'required' | 'count' | 'masked' | 'seeds' | 'times', string>;
  hiddenArgument: string;
  repeat: string;
  seeds: string;
  seedsHint: string;
  /** `{0}` seeds. */
  seedsSeen: string;
  times: string;
  timesHint: string;
  code: string;
  codeNow: string;
  codeSnapshot: string;
  /** `{0}` number of files. */
  codeSnapshotDiffers: string;
  codeSnapshotSame: string;
  command: string;
  /** `{0}` how many others. */
  moreCommands: string;
  startOne: string;
  /** `{0}` number of runs. */
  startMany: string;
  queueOne: string;
  /** `{0}` runs asked for, `{1}` how many there may be. */
  tooMany: string;
  started: string;
  queued: string;
  queuedMany: string;
  fieldsToMend: string;
  deletedTitle: string;
  deletedHint: string;
  loading: string;
  failed: string;
  retry: string;
}
