import path from 'node:path';
import { redactArguments } from '../common/redaction';
import { relativeToWorkspace } from '../common/workspaceFolder';
import type { NewEvent } from '../protocol/trainingEvents';
import { withoutDebugger } from './debuggedCommand';
import type { RunSpecification } from './specification';

/** The events that say what is run; `script` is the absolute path of the script, if one was recognised. */
export function describeRun(specification: RunSpecification, script: string | undefined): NewEvent[] {
  const { id, name, experiment, command, cwd, root, tags, basedOn, purpose, batch } = specification;
  const relative = script && relativeToWorkspace(root, script);
  const folder = relativeToWorkspace(root, cwd) ?? (path.relative(root, cwd) === '' ? '.' : cwd);
  const run: NewEvent = {
    e: 'run',
    id,
    name,
    experiment,
    command: recordedCommand(command, cwd),
    cwd: folder,
    ...(relative && { script: relative }),
    ...(basedOn && { basedOn }),
    ...(purpose && { purpose }),
    ...(batch && { batch }),
  };
  return [run, ...tags.map(({ key, value }): NewEvent => ({ e: 'tag', k: key, v: value }))];
}

/** The words of a command as a run tells them: without what a debugger put there, and without secrets. */
export function recordedCommand(command: readonly string[], cwd: string): string[] {
  return redactArguments(withoutDebugger(command, cwd));
}
