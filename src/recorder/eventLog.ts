import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EventWriter } from '../common/eventWriter';
import type { NewEvent } from '../protocol/trainingEvents';

const RETRY_MS = 500;

/**
 * The recorder's own event file. What says what the run is and how it ended is kept in memory until the disk takes it;
 * metrics of the output are written once or lost, and counted.
 */
export class EventLog {
  private writer: EventWriter | undefined;
  private readonly pending: { event: NewEvent; t: number }[] = [];
  /** Metrics that could not be written. */
  lostMetrics = 0;

  constructor(private readonly runDir: string) {
    this.flush();
  }

  /** Writes an event that must not be lost, in order with all others of its sort. */
  keep(event: NewEvent): void {
    this.pending.push({ event, t: Date.now() * 1000 });
    this.flush();
  }

  /** Writes a metric. */
  metric(event: NewEvent): void {
    if (this.flush() && this.writer?.write(event) === true) return;
    this.lostMetrics += 1;
  }

  /** Writes what is waiting; tells whether nothing waits any more. */
  flush(): boolean {
    if (!this.open()) return false;
    for (let first = this.pending[0]; first !== undefined; first = this.pending[0]) {
      if (this.writer?.write(first.event, first.t) !== true) return false;
      this.pending.shift();
    }
    return true;
  }

  /** Tries again and again to write what is waiting, for so many ms at most. */
  async settle(limitMs: number): Promise<boolean> {
    const end = Date.now() + limitMs;
    while (!this.flush()) {
      if (Date.now() >= end) return false;
      await delay(RETRY_MS);
    }
    return true;
  }

  close(): void {
    this.writer?.dispose();
    this.writer = undefined;
  }

  /** Whether there is a file with its `hello`; a file that could not take even that is removed again. */
  private open(): boolean {
    if (this.writer !== undefined) return true;
    try {
      const writer = new EventWriter(this.runDir, 'recorder', () => undefined);
      if (writer.lost === 0) {
        this.writer = writer;
        return true;
      }
      writer.dispose();
      this.removeStillborn();
    } catch {
      // No folder, or no room for a name in it: the next event tries again.
    }
    return false;
  }

  private removeStillborn(): void {
    for (const name of readdirSync(this.runDir)) {
      const file = path.join(this.runDir, name);
      if (name.startsWith(`events-${process.pid}-`) && statSync(file).size < 16) rmSync(file, { force: true });
    }
  }
}
