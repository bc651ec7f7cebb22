import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Series } from '../../../src/protocol/entities';
import { paced } from '../../ui/paced';
import type { RunModel } from '../runModel';

/** What a chart shows. */
export interface KeyData {
  /** `undefined` until it was read once. */
  series: Series | undefined;
  failure: string | undefined;
}

interface Watched {
  data: Signal<KeyData>;
  /** CSS pixels of the widest chart that shows it. */
  width: number;
  watchers: number;
  stale: boolean;
}

/** The points of the metrics in sight, read together and again as the run goes on. */
export class RunSeries {
  private readonly keys = new Map<string, Watched>();
  private readonly read = paced(() => this.readStale());

  constructor(private readonly model: RunModel) {
    model.onPoints((changed) => {
      for (const [key, watched] of this.keys) {
        if (changed === 'all' || changed.includes(key)) watched.stale = true;
      }
      this.read();
    });
  }

  watch(key: string, width: number): ReadonlySignal<KeyData> {
    const watched = this.keys.get(key) ?? this.begin(key);
    watched.watchers += 1;
    this.widen(key, width);
    return watched.data;
  }

  /** Has a metric that is watched read again, where a chart of it is wider than all were before. */
  widen(key: string, width: number): void {
    const watched = this.keys.get(key);
    if (watched === undefined || width <= watched.width) return;
    watched.width = width;
    watched.stale = true;
    this.read();
  }

  unwatch(key: string): void {
    const watched = this.keys.get(key);
    if (watched === undefined) return;
    watched.watchers -= 1;
    if (watched.watchers === 0) this.keys.delete(key);
  }

  retry(key: string): void {
    const watched = this.keys.get(key);
    if (watched === undefined) return;
    watched.stale = true;
    this.read();
  }

  private begin(key: string): Watched {
    const data = signal<KeyData>({ series: undefined, failure: undefined });
    const watched: Watched = { data, width: 0, watchers: 0, stale: true };
    this.keys.set(key, watched);
    return watched;
  }

  private async readStale(): Promise<void> {
    const runId = this.model.runId.value;
    const wanted = [...this.keys].filter(([, { stale }]) => stale);
    if (runId === undefined || wanted.length === 0) return;
    // What changes while this is under way is stale again.
    for (const [, watched] of wanted) watched.stale = false;
    const width = Math.max(...wanted.map(([, watched]) => watched.width));
    try {
      const found = await this.model.host.call('series', { runIds: [runId], keys: wanted.map(([key]) => key), width });
      for (const [key, { data }] of wanted) {
        data.value = { series: found.find((one) => one.key === key) ?? data.value.series, failure: undefined };
      }
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      for (const [, { data }] of wanted) data.value = { ...data.value, failure };
    }
  }
}
