import path from 'node:path';
import { relativeToWorkspace } from '../../common/workspaceFolder';
import type { RunFacts } from '../differences/runFacts';

/** The folder that held the code of a run when it ran, absolute; `undefined` when it worked outside of that folder. */
export function recordedRoot({ run, snapshot }: Pick<RunFacts, 'run' | 'snapshot'>): string | undefined {
  if (path.isAbsolute(run.cwd)) return undefined;
  return path.resolve(snapshot.environment.cwd, path.relative(run.cwd, '.') || '.');
}

/** Where a file of a run lay below its code, with `/`; `undefined` for files elsewhere. `root` as {@link recordedRoot} gives it. */
export function belowRoot(root: string | undefined, workspace: string, file: string): string | undefined {
  return (
    (root === undefined ? undefined : relativeToWorkspace(root, file)) ??
    // Of a run that worked outside, and of one that was imported, only what is named by this workspace is known.
    relativeToWorkspace(workspace, file)
  );
}

/** The words behind the program, without the folder that held the code: the same wherever that was. */
export function portableArguments(facts: RunFacts): string[] {
  return facts.run.command.slice(1).map((word) => withoutRoot(recordedRoot(facts), word));
}

/** A text without the folder that held the code. */
export function withoutRoot(root: string | undefined, text: string): string {
  return root === undefined ? text : text.replaceAll(root + path.sep, '').replaceAll(root, '.');
}
