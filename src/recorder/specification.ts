/** What a viewer asks a recorder to do: the first message on the channel between them. */
import type { RunId } from '../protocol/entities';
import type { RunPurpose } from '../protocol/trainingEvents';
import { isRunId } from '../common/workspaceFolder';
import type { TrackerFeature } from '../protocol/trackerEnvironment';
import type { TerminalSize } from './program';
import { isTerminalSize } from './viewerMessages';

/** A smaller log would hold no line of its training. */
export const MIN_OUTPUT_BYTES = 1024;

export interface RunSpecification {
  id: RunId;
  name: string;
  experiment: string;
  /** Program and arguments. */
  command: string[];
  /** Absolute path. */
  cwd: string;
  /** Absolute path: its `.trialbook` takes the run. */
  workspace: string;
  /**
   * Absolute path of the folder that holds the code: the snapshot is taken of it, and the run's paths are relative to
   * it. The workspace itself, unless restored code is run in a folder of its own.
   */
  root: string;
  tags: { key: string; value: string }[];
  /** The run that this one does again, and what for. */
  basedOn?: RunId;
  purpose?: RunPurpose;
  /** Shared by the runs that were asked for together. */
  batch?: string;
  /** Words of our command line: started at the end of this run when the viewer that would have done so is gone. */
  resume?: string[];
  /** The training is killed when the viewer that started it ends, as a debugger's is. */
  endsWithViewer: boolean;
  /** Regular expressions for metrics in the output. */
  metrics: string[];
  /** Regular expressions for the keys of metrics that may not become NaN or infinite. */
  watched: string[];
  /** Whether the training is stopped when one does. */
  stopOnDivergence: boolean;
  /** How long the training may run, and how long it has to answer when it is asked to stop, in ms. */
  timeout: number | null;
  grace: number;
  /** Artifacts of fewer bytes are copied into the run folder. */
  copyBelow: number;
  /** Names of environment variables to record, besides those that are always recorded. */
  environment: string[];
  /** How often the machine is sampled, in seconds; never with 0. */
  sampleSeconds: number;
  /** Absolute path of the folder that holds the tracker's `sitecustomize.py`. */
  pythonDir: string;
  /** Size of the terminal that the training shall see; without it, it gets pipes. */
  terminal?: TerminalSize;
  /** Largest size of the output log in bytes. */
  maxOutput: number;
  /** What the tracker shall leave alone. */
  off: TrackerFeature[];
  /** What went wrong before the recorder started; recorded with the run. */
  warnings: { code: string; message: string }[];
}

/** Checks a message of the channel; `undefined` for anything else. */
export function asSpecification(message: unknown): RunSpecification | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const spec = message as RunSpecification;
  const texts = [spec.id, spec.name, spec.experiment, spec.cwd, spec.workspace, spec.root, spec.pythonDir];
  const lists = [spec.command, spec.metrics, spec.watched, spec.environment, spec.off, spec.tags, spec.warnings];
  const numbers = [spec.timeout ?? 0, spec.grace, spec.copyBelow, spec.sampleSeconds];
  if (!texts.every((one) => typeof one === 'string') || !lists.every(Array.isArray)) return undefined;
  if (!numbers.every((one) => typeof one === 'number')) return undefined;
  if (spec.resume !== undefined && !Array.isArray(spec.resume)) return undefined;
  if (spec.terminal !== undefined && !isTerminalSize(spec.terminal)) return undefined;
  return isRunId(spec.id) && spec.command.length > 0 && spec.maxOutput >= MIN_OUTPUT_BYTES ? spec : undefined;
}
