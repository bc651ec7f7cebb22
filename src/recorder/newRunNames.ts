import { readdirSync } from 'node:fs';
import { runNameFor } from '../common/runNames';
import { queueDir, runsDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';

const ID = /[0-9A-Z]{26}/;

/**
 * Names new runs of a workspace: a name that one of its runs, or one in its queue, got by its id has a number behind it
 * the next time, `brisk-otter-2`. Two that start in one moment may get the same: ids are the identity.
 */
export class NewRunNames {
  private readonly runsOf = new Map<string, Set<RunId>>();

  /** Of runs that have a name already. */
  constructor(ids: Iterable<RunId>) {
    for (const id of ids) this.sameNamed(id).add(id);
  }

  static of(workspace: string): NewRunNames {
    const entries = [runsDir(workspace), queueDir(workspace)].flatMap(entriesOf);
    return new NewRunNames(entries.flatMap((entry) => ID.exec(entry) ?? []));
  }

  nameFor(id: RunId): string {
    // It may be among them itself: a run's folder is claimed before the run has a name.
    const number = this.sameNamed(id).add(id).size;
    return number === 1 ? runNameFor(id) : `${runNameFor(id)}-${number}`;
  }

  private sameNamed(id: RunId): Set<RunId> {
    const name = runNameFor(id);
    const runs = this.runsOf.get(name) ?? new Set();
    this.runsOf.set(name, runs);
    return runs;
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
