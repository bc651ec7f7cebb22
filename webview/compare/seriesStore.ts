import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { RunId, Series } from '../../src/protocol/entities';
import type { SeriesQuery } from '../../src/protocol/storeApi';

/** The shortest time between two reads of new points, ms. */
const READ_INTERVAL = 200;
/** A live series is decimated anew when it holds this many points a pixel: it would grow for ever otherwise. */
const MOST_POINTS_PER_PIXEL = 8;
/** Keys whose points are kept though no chart shows them, for scrolling back and forth. */
const KEPT_KEYS = 48;

/** What a chart shows: the series of all runs that have this key. */
export interface KeyData {
  /** Undefined until they were read once. */
  series: readonly Series[] | undefined;
  failure: string | undefined;
}

interface Entry {
  key: string;
  data: Signal<KeyData>;
  /** Pixels of the widest chart that showed it. */
  width: number;
  watchers: number;
  known: Map<RunId, Series>;
  /** Runs with points that were not read yet. */
  stale: Set<RunId>;
  /** Runs to read whole although some points are known. */
  whole: Set<RunId>;
}

/**
 * The points of the series in sight. Keys that come into sight together are read together; of a series that is known
 * only newer points are read. One read is under way at a time.
 */
export class SeriesStore {
  private readonly entries = new Map<string, Entry>();
  private runIds: readonly RunId[] = [];
  private reading = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readAt = Number.NEGATIVE_INFINITY;

  /** `read` asks the host. */
  constructor(private readonly read: (query: SeriesQuery) => Promise<Series[]>) {}

  /** Keeps what is known of the runs that stay, in the new order. */
  setRuns(runIds: readonly RunId[]): void {
    const added = runIds.filter((id) => !this.runIds.includes(id));
    this.runIds = runIds;
    for (const entry of this.entries.values()) {
      for (const id of entry.known.keys()) if (!runIds.includes(id)) entry.known.delete(id);
      entry.stale = new Set(runIds.filter((id) => entry.stale.has(id) || added.includes(id)));
      publish(entry, runIds);
    }
    this.schedule(0);
  }

  /** The data of a key as long as it is watched; `width` in CSS pixels. */
  watch(key: string, width: number): ReadonlySignal<KeyData> {
    const entry = this.entries.get(key) ?? this.createEntry(key);
    entry.watchers += 1;
    // The most recent stand last, so that the oldest are dropped first.
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (width > entry.width) {
      for (const [id, series] of entry.known) {
        if (!series.decimated) continue;
        entry.whole.add(id);
        entry.stale.add(id);
      }
      entry.width = width;
    }
    this.schedule(0);
    return entry.data;
  }

  unwatch(key: string): void {
    const entry = this.entries.get(key);
    if (entry !== undefined) entry.watchers -= 1;
    const idle = [...this.entries.values()].filter((one) => one.watchers === 0);
    for (const old of idle.slice(0, Math.max(0, idle.length - KEPT_KEYS))) this.entries.delete(old.key);
  }

  /** New points came for these keys of a run. */
  changed(runId: RunId, keys: readonly string[]): void {
    if (!this.runIds.includes(runId)) return;
    for (const key of keys) this.entries.get(key)?.stale.add(runId);
    this.schedule(READ_INTERVAL);
  }

  retry(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    entry.stale = new Set(this.runIds);
    entry.data.value = { ...entry.data.value, failure: undefined };
    this.schedule(0);
  }

  private createEntry(key: string): Entry {
    const data = signal<KeyData>({ series: undefined, failure: undefined });
    const stale = new Set(this.runIds);
    const entry: Entry = { key, data, width: 0, watchers: 0, known: new Map(), stale, whole: new Set() };
    this.entries.set(key, entry);
    return entry;
  }

  private schedule(interval: number): void {
    if (this.reading) return;
    const due = Math.max(0, this.readAt + interval - performance.now());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.readStale(), due);
  }

  private async readStale(): Promise<void> {
    const wanted = [...this.entries.values()].filter((entry) => entry.watchers > 0 && entry.stale.size > 0);
    if (wanted.length === 0) return;
    this.reading = true;
    this.readAt = performance.now();
    await Promise.all(groupByRuns(wanted).map((group) => this.readGroup(group)));
    this.reading = false;
    this.schedule(READ_INTERVAL);
  }

  /** Reads entries that miss points of the same runs. */
  private async readGroup(group: readonly Entry[]): Promise<void> {
    const runIds = [...(group[0] as Entry).stale];
    const known = group.flatMap((entry) => runIds.flatMap((runId) => afterOf(entry, runId)));
    const query: SeriesQuery = {
      runIds,
      keys: group.map((entry) => entry.key),
      width: Math.max(...group.map((entry) => entry.width)),
      ...(known.length > 0 ? { after: known } : {}),
    };
    // What changes while this is under way is stale again.
    for (const entry of group) entry.stale.clear();
    try {
      const replies = await this.read(query);
      for (const entry of group) this.merge(entry, replies, known);
    } catch (error) {
      for (const entry of group) entry.data.value = { ...entry.data.value, failure: messageOf(error) };
    }
  }

  private merge(entry: Entry, replies: readonly Series[], known: readonly { runId: RunId; key: string }[]): void {
    for (const reply of replies) {
      if (reply.key !== entry.key || !this.runIds.includes(reply.runId)) continue;
      const before = entry.known.get(reply.runId);
      const continues = known.some((one) => one.key === reply.key && one.runId === reply.runId);
      if (continues && before !== undefined && reply.total < before.total) {
        // The store was rebuilt and does not know the points that we have: begin again.
        entry.known.delete(reply.runId);
        entry.stale.add(reply.runId);
        continue;
      }
      const series = continues && before !== undefined ? appended(before, reply) : reply;
      entry.known.set(reply.runId, series);
      entry.whole.delete(reply.runId);
      if (continues && series.steps.length > MOST_POINTS_PER_PIXEL * Math.max(entry.width, 256)) {
        entry.whole.add(reply.runId);
      }
    }
    publish(entry, this.runIds);
  }
}

function groupByRuns(entries: readonly Entry[]): Entry[][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const runs = [...entry.stale].sort().join(' ');
    groups.set(runs, [...(groups.get(runs) ?? []), entry]);
  }
  return [...groups.values()];
}

function afterOf(entry: Entry, runId: RunId): { runId: RunId; key: string; count: number }[] {
  const series = entry.known.get(runId);
  if (series === undefined || entry.whole.has(runId)) return [];
  return [{ runId, key: entry.key, count: series.total }];
}

function publish(entry: Entry, runIds: readonly RunId[]): void {
  if (entry.known.size === 0 && entry.stale.size > 0) return;
  entry.data.value = { series: runIds.flatMap((id) => entry.known.get(id) ?? []), failure: undefined };
}

/** Equal objects stand for equal points: a chart need not be drawn again for a reply without news. */
function appended(before: Series, more: Series): Series {
  if (more.steps.length === 0) return before;
  return {
    ...before,
    steps: concat(before.steps, more.steps),
    values: concat(before.values, more.values),
    times: concat(before.times, more.times),
    total: more.total,
  };
}

function concat(a: Float64Array, b: Float64Array): Float64Array {
  const joined = new Float64Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
