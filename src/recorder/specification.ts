/** What a viewer asks a recorder to do: the first message on the channel between them. */
import type { RunId } from '../protocol/entities';
import { isRunId } from '../common/workspaceFolder';
import type { TrackerFeature } from '../protocol/trainingEvents';

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
  /** Absolute path of the folder that holds the tracker's `sitecustomize.py`. */
  pythonDir: string;
  /** What the tracker shall leave alone. */
  off: TrackerFeature[];
  /** What went wrong before the recorder started; recorded with the run. */
  warnings: { code: string; message: string }[];
}

/** Checks a message of the channel; `undefined` for anything else. */
export function asSpecification(message: unknown): RunSpecification | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const spec = message as RunSpecification;
  const texts = [spec.id, spec.name, spec.experiment, spec.cwd, spec.workspace, spec.pythonDir];
  const lists = [spec.command, spec.metrics, spec.off, spec.warnings];
  if (!texts.every((one) => typeof one === 'string') || !lists.every(Array.isArray)) return undefined;
  return isRunId(spec.id) && spec.command.length > 0 ? spec : undefined;
}
