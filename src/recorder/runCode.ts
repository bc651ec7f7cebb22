import * as l10n from '@vscode/l10n';
import { errorMessage } from '../common/errors';
import { Snapshot } from './snapshot';
import type { RunSpecification } from './specification';
import type { TrackerFiles } from './trackerFiles';

/** Keeps the code of a run, and marks in it what ran. */
export class RunCode {
  private readonly snapshot: Snapshot;
  private completed: Promise<void> | undefined;

  /** `since` is the time of the start by the file system's clock, ms since 1970. */
  constructor(
    specification: RunSpecification,
    runDir: string,
    script: string | undefined,
    since: number,
    private readonly trackers: TrackerFiles,
  ) {
    this.snapshot = new Snapshot(specification, runDir, script, since);
    trackers.listen((event) => event.e === 'open' && this.snapshot.opened(event));
  }

  /** Writes it down. Rejects with a sentence for the user when that cannot be done. */
  async capture(): Promise<void> {
    try {
      await this.snapshot.capture();
    } catch (error) {
      throw new Error(l10n.t('The code could not be kept with this run: {0}', errorMessage(error)), { cause: error });
    }
    // The final status need not wait for what only seldom takes long.
    this.completed = this.snapshot.complete().catch(() => undefined);
  }

  /** Marks the files that ran so far. Nothing but the marks is lost where that cannot be written. */
  async mark(last = false): Promise<void> {
    if (this.trackers.seen) await this.snapshot.mark(last).catch(() => undefined);
  }

  /** Resolves when all that is captured is complete. */
  async finish(): Promise<void> {
    await this.completed;
  }
}
