/** What a viewer asks a recorder to do: the first message on the channel between them. */
import type { RunId } from '../protocol/entities';
import { isRunId } from '../common/workspaceFolder';

export interface RunSpecification {
  id: RunId;
  name: string;
  experiment: string;
  /** Program and arguments. */
  command: string[];
  /** Absolute path. */
  cwd: string;
  /** Absolute path. */
  workspace: string;
  /** Regular expressions for metrics in the output. */
  metrics: string[];
  /** Names of environment variables to record, besides those that are always recorded. */
  environment: string[];
  /** How often the machine is sampled, in seconds; never with 0. */
  sampleSeconds: number;
  /** Absolute path of the folder that holds the tracker's `sitecustomize.py`. */
  pythonDir: string;
  /** What went wrong before the recorder started; recorded with the run. */
  warnings: { code: string; message: string }[];
}

/** Checks a message of the channel; `undefined` for anything else. */
export function asSpecification(message: unknown): RunSpecification | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const spec = message as RunSpecification;
  const texts = [spec.id, spec.name, spec.experiment, spec.cwd, spec.workspace, spec.pythonDir];
  const lists = [spec.command, spec.metrics, spec.environment, spec.warnings];
  if (!texts.every((one) => typeof one === 'string') || !lists.every(Array.isArray)) return undefined;
  if (typeof spec.sampleSeconds !== 'number') return undefined;
  return isRunId(spec.id) && spec.command.length > 0 ? spec : undefined;
}
