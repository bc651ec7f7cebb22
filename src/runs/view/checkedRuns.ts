import { Emitter } from '../../common/emitter';
import type { RunTarget } from '../../platform/commands';
import { setContext } from '../../platform/contextKeys';

/** The runs that are ticked for the comparison, in the order in which they were. */
export class CheckedRuns {
  private readonly changed = new Emitter<readonly RunTarget[]>();
  private readonly targets = new Map<string, RunTarget>();

  /** Tells which runs were ticked, or are no longer. */
  readonly onDidChange = this.changed.event;

  get all(): RunTarget[] {
    return [...this.targets.values()];
  }

  has(run: RunTarget): boolean {
    return this.targets.has(keyOf(run));
  }

  set(run: RunTarget, isChecked: boolean): void {
    const key = keyOf(run);
    if (this.targets.has(key) === isChecked) return;
    if (isChecked) this.targets.set(key, { folder: run.folder, runId: run.runId });
    else this.targets.delete(key);
    this.tell([run]);
  }

  clear(): void {
    const ticked = this.all;
    this.targets.clear();
    if (ticked.length > 0) this.tell(ticked);
  }

  private tell(changed: readonly RunTarget[]): void {
    setContext('trialbook.runsChecked', this.targets.size);
    this.changed.fire(changed);
  }
}

function keyOf({ folder, runId }: RunTarget): string {
  return `${folder}|${runId}`;
}
