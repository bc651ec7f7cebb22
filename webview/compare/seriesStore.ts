import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { SeriesX } from '../../src/protocol/chartSettings';
import type { RunId, Series } from '../../src/protocol/entities';
import type { SeriesQuery } from '../../src/protocol/storeApi';
import { restAfter } from '../ui/paced';
import { columnsFor } from './chartColumns';
import { appended, byKey } from './seriesParts';
import { isEqualList } from './stable';

/** The shortest time between two reads of new points, ms, for each chart in sight: to draw one takes a part of it. */
const INTERVAL_OF_CHART = 120;
/** A few charts need not be read more often. */
const LEAST_INTERVAL = 200;
/** A live series is decimated anew when it holds this many points a pixel: it would grow for ever otherwise. */
const MOST_POINTS_PER_PIXEL = 8;
/** Charts that show nothing yet are read so many at a time, so that the first need not wait for the last. */
export const FIRST_ENTRIES = 3;
/** Requests whose points are kept though no chart shows them, for scrolling back and forth. */
const KEPT_ENTRIES = 48;

/** What a chart asks for. */
export interface SeriesRequest {
  key: string;
  x: SeriesX;
  logX: boolean;
  smoothing: number;
  /** Part of the x axis; the whole when absent. */
  range?: { from: number; to: number };
}

/** Runs that are drawn as one line: a single one, or repeats as their mean. No run is in two; the first names the line. */
export type RunUnit = readonly [RunId, ...RunId[]];

/** What a chart shows: the series of all units that have this key. */
export interface KeyData {
  /** Undefined until they were read once. */
  series: readonly Series[] | undefined;
  failure: string | undefined;
}

interface Entry {
  request: SeriesRequest;
  data: Signal<KeyData>;
  /** Pixels of the widest chart that showed it. */
  width: number;
  watchers: number;
  /** By the names of units, see {@link nameOf}; so are the next two. */
  known: Map<string, Series>;
  /** With points that were not read yet. */
  stale: Set<string>;
  /** To be read whole although some points are known. */
  whole: Set<string>;
  /** Whose read failed; they are stale again as soon as anything is asked for. */
  failed: Set<string>;
}

/**
 * The points of the series in sight. What comes into sight together is read together; of a series that is known only newer
 * points are read. One read is under way at a time.
 */
export class SeriesStore {
  private readonly entries = new Map<string, Entry>();
  private units = new Map<string, RunUnit>();
  private namesByRun = new Map<RunId, string>();
  private reading = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readAt = Number.NEGATIVE_INFINITY;
  /** How long the last read took, ms. */
  private took = 0;
  /** Whether any points were read. */
  readonly hasRead = signal(false);

  /** `read` asks the host. */
  constructor(private readonly read: (query: SeriesQuery) => Promise<Series[]>) {}

  /** Keeps what is known of the units that stay, in the new order. */
  setUnits(units: readonly RunUnit[]): void {
    const before = this.units;
    this.units = new Map(units.map((unit) => [nameOf(unit), unit]));
    this.namesByRun = new Map([...this.units].flatMap(([name, unit]) => unit.map((runId) => [runId, name])));
    for (const entry of this.entries.values()) {
      for (const name of entry.known.keys()) if (!this.units.has(name)) entry.known.delete(name);
      tryAgain(entry);
      entry.stale = new Set([...this.units.keys()].filter((name) => entry.stale.has(name) || !before.has(name)));
      if (columnsFor(entry.width, this.units.size) > columnsFor(entry.width, before.size)) readFiner(entry);
      this.publish(entry);
    }
    this.schedule(0);
  }

  /** The data of a request as long as it is watched; `width` in CSS pixels. */
  watch(request: SeriesRequest, width: number): ReadonlySignal<KeyData> {
    const id = idOf(request);
    const entry = this.entries.get(id) ?? this.createEntry(request);
    entry.watchers += 1;
    tryAgain(entry);
    // The most recent stand last, so that the oldest are dropped first.
    this.entries.delete(id);
    this.entries.set(id, entry);
    if (width > entry.width) {
      readFiner(entry);
      entry.width = width;
    }
    this.schedule(0);
    return entry.data;
  }

  /** Reads at once what charts are going to watch; `width` as they will give it, or more. */
  async readAhead(charts: readonly { request: SeriesRequest; width: number }[]): Promise<void> {
    for (const { request, width } of charts) this.watch(request, width);
    await this.readStale();
    for (const { request } of charts) this.unwatch(request);
  }

  unwatch(request: SeriesRequest): void {
    const entry = this.entries.get(idOf(request));
    if (entry !== undefined) entry.watchers -= 1;
    const idle = [...this.entries].filter(([, one]) => one.watchers === 0);
    for (const [id] of idle.slice(0, Math.max(0, idle.length - KEPT_ENTRIES))) this.entries.delete(id);
  }

  /** New points came for these keys of a run; of all keys without them. */
  changed(runId: RunId, keys?: readonly string[]): void {
    const name = this.namesByRun.get(runId);
    if (name === undefined) return;
    for (const entry of this.entries.values()) {
      const { key, x } = entry.request;
      const isMoved = typeof x !== 'string' && keys?.includes(x.metric) !== false;
      if (keys !== undefined && !keys.includes(key) && !isMoved) continue;
      tryAgain(entry);
      entry.stale.add(name);
      if (keys === undefined) entry.whole.add(name);
    }
    this.schedule(this.interval);
  }

  retry(request: SeriesRequest): void {
    const entry = this.entries.get(idOf(request));
    if (entry === undefined) return;
    entry.stale = new Set(this.units.keys());
    entry.data.value = { ...entry.data.value, failure: undefined };
    this.schedule(0);
  }

  private createEntry(request: SeriesRequest): Entry {
    const data = signal<KeyData>({ series: undefined, failure: undefined });
    const stale = new Set(this.units.keys());
    return { request, data, width: 0, watchers: 0, known: new Map(), stale, whole: new Set(), failed: new Set() };
  }

  /** The shortest time between two reads of new points, ms. */
  private get interval(): number {
    const charts = [...this.entries.values()].filter(({ watchers }) => watchers > 0).length;
    return this.took + restAfter(this.took, Math.max(LEAST_INTERVAL, INTERVAL_OF_CHART * charts));
  }

  private schedule(interval: number): void {
    if (this.reading) return;
    const due = this.readAt + interval - performance.now();
    clearTimeout(this.timer);
    if (due > 0) this.timer = setTimeout(() => void this.readStale(), due);
    // What is asked for in the same task is read together, before the charts are drawn.
    else queueMicrotask(() => void this.readStale());
  }

  private async readStale(): Promise<void> {
    if (this.reading) return;
    const wanted = [...this.entries.values()].filter((entry) => entry.watchers > 0 && entry.stale.size > 0);
    if (wanted.length === 0) return;
    this.reading = true;
    this.readAt = performance.now();
    const empty = wanted.filter(({ data }) => data.peek().series === undefined);
    const now = empty.length > 0 ? empty.slice(0, FIRST_ENTRIES) : wanted;
    await Promise.all(groupAlike(now).map((group) => this.readGroup(group)));
    this.hasRead.value = true;
    this.reading = false;
    this.took = performance.now() - this.readAt;
    this.schedule(now.length < wanted.length ? 0 : this.interval);
  }

  /** Reads entries that miss points of the same units, and differ in their keys alone. */
  private async readGroup(group: readonly Entry[]): Promise<void> {
    const [{ stale, request }] = group as [Entry];
    const units = [...this.units].filter(([name]) => stale.has(name)).map(([, unit]) => unit);
    const known = group.map((entry) => units.flatMap((unit) => afterOf(entry, unit)));
    const means = units.filter((unit) => unit.length > 1);
    const query: SeriesQuery = {
      runIds: units.filter((unit) => unit.length === 1).flat(),
      keys: group.map((entry) => entry.request.key),
      width: columnsFor(Math.max(...group.map((entry) => entry.width)), this.units.size),
      ...(known.some((ofKey) => ofKey.length > 0) ? { after: known.flat() } : {}),
      ...(means.length > 0 ? { groups: means.map((unit) => [...unit]) } : {}),
      ...(request.x === 'step' ? {} : { x: request.x }),
      ...(request.logX ? { logX: true } : {}),
      ...(request.smoothing === 0 ? {} : { smoothing: request.smoothing }),
      ...(request.range === undefined ? {} : { range: request.range }),
    };
    // What changes while this is under way is stale again.
    for (const entry of group) entry.stale.clear();
    try {
      const replies = byKey(await this.read(query));
      const names = new Map(units.map((unit) => [unit[0], nameOf(unit)]));
      for (const [index, entry] of group.entries()) {
        const continued = new Set(known[index]!.map(({ runId }) => runId));
        this.merge(entry, replies.get(entry.request.key) ?? [], names, continued);
      }
    } catch (error) {
      for (const entry of group) {
        for (const unit of units) entry.failed.add(nameOf(unit));
        entry.data.value = { ...entry.data.value, failure: messageOf(error) };
      }
    }
  }

  /** `names`: of the units that were asked for, by their first runs. `continued`: runs of which newer points alone were. */
  private merge(
    entry: Entry,
    replies: readonly Series[],
    names: ReadonlyMap<RunId, string>,
    continued: ReadonlySet<RunId>,
  ): void {
    const most = MOST_POINTS_PER_PIXEL * columnsFor(Math.max(entry.width, 256), this.units.size);
    for (const reply of replies) {
      const name = names.get(reply.runId);
      // Other runs may be shown by now, or be grouped in another way.
      if (name === undefined || !this.units.has(name)) continue;
      const before = entry.known.get(name);
      const continues = continued.has(reply.runId);
      const series = continues && before !== undefined ? appended(before, reply) : reply;
      if (series === undefined) {
        // The store was rebuilt and does not know the points that we have, or x went back: begin again.
        entry.known.delete(name);
        entry.stale.add(name);
        continue;
      }
      entry.known.set(name, series);
      entry.whole.delete(name);
      if (continues && series.steps.length > most) entry.whole.add(name);
    }
    this.publish(entry);
  }

  private publish(entry: Entry): void {
    if (entry.known.size === 0 && entry.stale.size + entry.failed.size > 0) return;
    const series = [...this.units.keys()].flatMap((name) => entry.known.get(name) ?? []);
    const before = entry.data.peek();
    const failure = entry.stale.size + entry.failed.size === 0 ? undefined : before.failure;
    // Equal lists stand for equal points: nothing is drawn again for a reply without news.
    if (before.series !== undefined && before.failure === failure && isEqualList(before.series, series)) return;
    entry.data.value = { series, failure };
  }
}

function tryAgain({ stale, failed }: Entry): void {
  for (const name of failed) stale.add(name);
  failed.clear();
}

function idOf({ key, x, logX, smoothing, range }: SeriesRequest): string {
  return JSON.stringify([key, x, logX, smoothing, range?.from, range?.to]);
}

function nameOf(unit: RunUnit): string {
  return unit.join('+');
}

/** Lets all be read again of which some points were left out. */
function readFiner(entry: Entry): void {
  for (const [name, series] of entry.known) {
    if (!series.decimated) continue;
    entry.whole.add(name);
    entry.stale.add(name);
  }
}

function groupAlike(entries: readonly Entry[]): Entry[][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = JSON.stringify([[...entry.stale].sort(), idOf({ ...entry.request, key: '' })]);
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups.values()];
}

/** How many points of a single run are known, where later ones can be asked for alone. */
function afterOf(entry: Entry, unit: RunUnit): { runId: RunId; key: string; count: number }[] {
  const { key, x, range } = entry.request;
  const series = entry.known.get(nameOf(unit));
  const isWhole = unit.length > 1 || range !== undefined || typeof x !== 'string' || entry.whole.has(nameOf(unit));
  if (isWhole || series === undefined || series.damaged === true) return [];
  return [{ runId: unit[0], key, count: series.total }];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
