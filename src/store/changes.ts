import type { RunId } from '../protocol/entities';
import type { ChangeEvent, RunChange } from '../protocol/storeApi';

const COALESCE_MS = 100;

/** Gathers what changed and tells it at most once every 100 ms. */
export class Changes {
  private readonly runs = new Map<RunId, { keys: Set<string>; removed: boolean }>();
  private datasetsChanged = false;
  private modelsChanged = false;
  private choicesChanged = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly emit: (event: ChangeEvent) => void,
    private readonly places: {
      /** What happens to such a run in the trash is told to nobody: it was told to be removed. */
      isTrashed(runId: RunId): boolean;
      /** The run that it is listed below. */
      parentOf(runId: RunId): RunId | undefined;
    },
  ) {}

  run(runId: RunId, keys: Iterable<string> = []): void {
    if (this.places.isTrashed(runId)) return;
    const entry = this.entry(runId);
    entry.removed = false;
    for (const key of keys) entry.keys.add(key);
  }

  /** What is shown of a run wherever it is mentioned changed: its name or its state. */
  mentioned(runId: RunId): void {
    this.run(runId);
    this.datasets();
    this.models();
  }

  removed(runId: RunId): void {
    this.entry(runId).removed = true;
    // What hung on it may have lost its last run.
    this.datasets();
    this.models();
  }

  datasets(): void {
    this.datasetsChanged = true;
    this.schedule();
  }

  models(): void {
    this.modelsChanged = true;
    this.schedule();
  }

  choices(): void {
    this.choicesChanged = true;
    this.schedule();
  }

  /** Tells what was gathered now: before an event that refers to it, and at the end. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.runs.size === 0 && !this.datasetsChanged && !this.modelsChanged && !this.choicesChanged) return;
    const runs = [...this.runs].map(([runId, { keys, removed }]): RunChange => {
      if (removed) return { runId, keys: [], removed };
      const parent = this.places.parentOf(runId);
      return { runId, keys: [...keys], ...(parent === undefined ? {} : { parent }) };
    });
    const event: ChangeEvent = { kind: 'changed', runs, datasets: this.datasetsChanged, models: this.modelsChanged };
    if (this.choicesChanged) event.choices = true;
    this.runs.clear();
    this.datasetsChanged = this.modelsChanged = this.choicesChanged = false;
    this.emit(event);
  }

  private entry(runId: RunId): { keys: Set<string>; removed: boolean } {
    let entry = this.runs.get(runId);
    if (entry === undefined) this.runs.set(runId, (entry = { keys: new Set(), removed: false }));
    this.schedule();
    return entry;
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => this.flush(), COALESCE_MS);
  }
}
