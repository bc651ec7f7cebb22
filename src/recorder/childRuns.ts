/** Runs inside a run, such as the trials of a study: folders beside its own, which the training itself writes. */
import * as l10n from '@vscode/l10n';
import { EventWriter } from '../common/eventWriter';
import { isProcessAlive } from '../common/processes';
import { runDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import type { FinalStatus } from '../protocol/trainingEvents';
import { EventFollower, RunState } from './runFolder';

interface ChildRun {
  id: RunId;
  state: RunState;
  /** What its `child` events name. */
  children: Set<RunId>;
}

/** Reads what was said of a run's children, by the ids that its `child` events name; those that cannot be read are left out. */
export async function readChildren(workspace: string, parent: RunId, ids: Iterable<RunId>): Promise<ChildRun[]> {
  const found: ChildRun[] = [];
  for (const id of ids) {
    const state = new RunState();
    const children = new Set<RunId>();
    const follower = new EventFollower(runDir(workspace, id), true);
    const poll = follower.poll((event) => {
      state.apply(event);
      if (event.e === 'child') children.add(event.id);
    });
    await poll.catch(() => undefined);
    // Any program may name any run: only the child's own word makes it one.
    if (state.run?.parent === parent) found.push({ id, state, children });
  }
  return found;
}

/** Reads what was said of a run's children and theirs. */
export async function readDescendants(workspace: string, parent: RunId, ids: Iterable<RunId>): Promise<ChildRun[]> {
  const found = new Map<RunId, ChildRun>();
  const waiting: [RunId, Iterable<RunId>][] = [[parent, ids]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const child of await readChildren(workspace, ...next)) {
      if (found.has(child.id)) continue;
      found.set(child.id, child);
      waiting.push([child.id, child.children]);
    }
  }
  return [...found.values()];
}

/**
 * Says of the runs inside a run that nobody else can speak for any more how they ended, after it did: they failed with
 * one that finished or failed, and were cancelled or killed with one that was. Never rejects.
 */
export async function endChildren(
  workspace: string,
  parent: RunId,
  ids: Iterable<RunId>,
  ending: FinalStatus,
): Promise<void> {
  for (const { id, state } of await readDescendants(workspace, parent, ids)) {
    const { hello, final } = state;
    if (final !== undefined || hello === undefined || isProcessAlive(hello.pid, hello.start)) continue;
    writeEnding(runDir(workspace, id), ending);
  }
}

function writeEnding(folder: string, ending: FinalStatus): void {
  const status = ending === 'finished' ? 'failed' : ending;
  const message = l10n.t('its process ended before it did');
  try {
    const writer = new EventWriter(folder, 'recorder', () => undefined);
    writer.write({ e: 'st', status, message });
    writer.write({ e: 'bye' });
    writer.dispose();
  } catch {
    // A full disk, or the folder is gone: readers call the child lost.
  }
}
