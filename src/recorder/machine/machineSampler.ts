import type { Disposable } from '../../common/disposables';
import type { Probe, Reading } from './reading';

/** How often the machine is looked at between two points; also when the first point is written, for runs that are short. */
const LOOK_MS = 1_000;
/** Where looking takes long, as with thousands of processes, it is done seldom: for 2% of the time at most. */
const PAUSE_PER_LOOK = 50;

export interface Sample {
  /** Without `system/`. */
  key: string;
  value: number;
}

interface Look {
  at: number;
  reading: Reading;
}

/**
 * Makes points of what a probe sees, one after a second and then one every interval: of levels the highest since the
 * point before, of totals the growth a second. What was seen last is a point too, since a training that has ended cannot
 * be looked at.
 */
export class MachineSampler implements Disposable {
  private readonly started = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private written: Look | undefined;
  private last: Look | undefined;
  private highest: Record<string, number> = {};
  private due = LOOK_MS;
  private fastest = Infinity;
  private ended = false;

  /** Starts at once. `onSamples` gets the points of one time, in whole seconds since the start. */
  constructor(
    private readonly probe: Probe,
    private readonly intervalMs: number,
    private readonly onSamples: (samples: Sample[], seconds: number) => void,
    private readonly onError: (error: unknown) => void,
  ) {
    void this.look();
  }

  /** The training has ended: gives what was seen since the last point, and looks no more. */
  dispose(): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    this.write();
  }

  private async look(): Promise<void> {
    const begin = performance.now();
    try {
      const reading = await this.probe.read();
      if (this.ended) return;
      this.see({ at: begin - this.started, reading });
    } catch (error) {
      if (this.ended) return;
      this.ended = true;
      this.onError(error);
      return;
    }
    const end = performance.now();
    // The first looks are slow, and all are while the machine is busy: what one takes is what the fastest took.
    this.fastest = Math.min(this.fastest, end - begin);
    const pause = Math.min(this.fastest * PAUSE_PER_LOOK, this.intervalMs);
    // Timers take whole milliseconds, and would come before the time that is due.
    const untilDue = Math.ceil(Math.max(0, this.due - (end - this.started)));
    this.timer = setTimeout(() => void this.look(), Math.max(pause, Math.min(untilDue, LOOK_MS))).unref();
  }

  private see(look: Look): void {
    // The training has just ended, and its exit was not heard of yet.
    if (look.reading.levels['processes'] === 0) return;
    // The first look only says where totals begin.
    this.written ??= look;
    this.last = look;
    for (const [key, value] of Object.entries(look.reading.levels)) {
      this.highest[key] = Math.max(value, this.highest[key] ?? 0);
    }
    if (look.at < this.due) return;
    this.write();
    this.due = (Math.floor(look.at / this.intervalMs) + 1) * this.intervalMs;
  }

  private write(): void {
    const { written, last, highest } = this;
    if (written === undefined || last === undefined || written === last) return;
    const seconds = (last.at - written.at) / 1000;
    const rates = Object.entries(last.reading.totals).map(([key, total]) => {
      // Less than before: a process ended whose share nobody took over.
      const added = Math.max(0, total - (written.reading.totals[key] ?? 0));
      return { key, value: Math.round((added / seconds) * 10) / 10 };
    });
    const levels = Object.entries(highest).map(([key, value]) => ({ key, value }));
    this.written = last;
    this.highest = {};
    this.onSamples([...levels, ...rates], Math.round(last.at / 1000));
  }
}
