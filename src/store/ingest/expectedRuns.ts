import type { RunId } from '../../protocol/entities';

/** A recorder makes its run's folder some hundred ms before the first event, on a busy machine later; ticks. */
const PATIENCE_TICKS = 60;

/**
 * Run folders that hold no event yet. Until the database knows their runs they are looked after as live ones are:
 * otherwise only the slow scan of all folders would find their first event.
 */
export class ExpectedRuns {
  private readonly seenAt = new Map<RunId, number>();
  private sweptAt = 0;

  constructor(private readonly isKnown: (runId: RunId) => boolean) {}

  /** Folders were seen at this tick. Tells whether a new one is among them. */
  add(runIds: readonly RunId[], tick: number): boolean {
    const before = this.seenAt.size;
    for (const runId of runIds) if (!this.seenAt.has(runId) && !this.isKnown(runId)) this.seenAt.set(runId, tick);
    return this.seenAt.size > before;
  }

  /** The folder is gone, or its run is known. */
  remove(runId: RunId): void {
    this.seenAt.delete(runId);
  }

  /** Those that are still waited for at this tick. */
  pending(tick: number): RunId[] {
    if (tick !== this.sweptAt) this.sweep(tick);
    return [...this.seenAt.keys()];
  }

  /** Once a tick: of thousands of folders that come at once, asking after all for each would take minutes. */
  private sweep(tick: number): void {
    this.sweptAt = tick;
    for (const [runId, seenAt] of this.seenAt) {
      if (tick - seenAt > PATIENCE_TICKS || this.isKnown(runId)) this.seenAt.delete(runId);
    }
  }
}
