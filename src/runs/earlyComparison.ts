import type { RunId } from '../protocol/entities';
import type { Comparison } from '../protocol/storeApi';
import type { StoreClient } from '../store/client';

/** The comparison of some runs, which is read while its page is loaded. */
export class EarlyComparison {
  private reading: Promise<Comparison | undefined> | undefined;

  constructor(store: StoreClient, runIds: RunId[]) {
    // After a failure the page asks for itself, and says what went wrong.
    if (runIds.length > 0) this.reading = store.request('compareRuns', { runIds }).catch(() => undefined);
  }

  /** Something changed, which the page did not hear of if it is not there yet. */
  drop(): void {
    this.reading = undefined;
  }

  /** Gives it once; `undefined` when it could not be read or is out of date. */
  async take(): Promise<Comparison | undefined> {
    const { reading } = this;
    const comparison = await reading;
    const isCurrent = this.reading === reading;
    this.reading = undefined;
    return isCurrent ? comparison : undefined;
  }
}
