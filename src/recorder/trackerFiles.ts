import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseEvent } from '../common/eventParser';
import { readLines } from '../common/lineReader';
import { isEventFile } from '../common/workspaceFolder';
import type { TrainingEvent } from '../protocol/trainingEvents';

/** Most lines are metrics and params, the store's business: only those that somebody here listens to are parsed. */
const WANTED = /"e": ?"(?:hello|open|in|exc|child|dup|py)"|"v": ?"(?:NaN|-?Infinity)"/;

interface FilePlace {
  offset: number;
  /** Whether the process that writes it is the one that trains, and none that it started. */
  main: boolean;
}

/** Called with every event that was asked for; `main`: the process that sent it is the first of its training. */
export type TrackerListener = (event: TrainingEvent, main: boolean) => unknown;

/** Reads what trackers and other programs append to a run folder, once for all who need it. */
export class TrackerFiles {
  /** Whether a tracker said hello. */
  seen = false;
  private readonly places = new Map<string, FilePlace>();
  private readonly listeners: TrackerListener[] = [];
  private readonly ours = new RegExp(`^events-(\\w+-)?${process.pid}-`);
  private busy: Promise<void> = Promise.resolve();

  constructor(private readonly runDir: string) {}

  /**
   * Hears of files, exceptions, children, duplicates and interpreters, and of metrics that are no number, all in the
   * order of their time.
   */
  listen(listener: TrackerListener): void {
    this.listeners.push(listener);
  }

  /** Reads what was written since the last call. Never rejects. */
  poll(): Promise<void> {
    this.busy = this.busy.then(() => this.readAll()).catch(() => undefined);
    return this.busy;
  }

  private async readAll(): Promise<void> {
    const found: { event: TrainingEvent; place: FilePlace }[] = [];
    for (const name of (await readdir(this.runDir)).filter((one) => isEventFile(one) && !this.ours.test(one))) {
      const place = this.places.get(name) ?? { offset: 0, main: false };
      this.places.set(name, place);
      for (const event of await this.readFile(name, place)) found.push({ event, place });
    }
    // A file written by one process and read by another is no input: the order over all files tells.
    found.sort((a, b) => a.event.t - b.event.t);
    for (const { event, place } of found) {
      if (event.e === 'hello' && event.role === 'tracker') this.seen = true;
      // Only the first process of a training tells of its interpreter.
      if (event.e === 'py') place.main = true;
      for (const listener of this.listeners) listener(event, place.main);
    }
  }

  private async readFile(name: string, place: FilePlace): Promise<TrainingEvent[]> {
    const events: TrainingEvent[] = [];
    for (let more = true; more;) {
      const chunk = await readLines(path.join(this.runDir, name), place.offset);
      place.offset = chunk.nextOffset;
      more = chunk.more;
      for (const line of chunk.lines) {
        if (line === undefined || !WANTED.test(line)) continue;
        const event = parseEvent(line, 0, Date.now() * 1000);
        if (event !== undefined) events.push(event);
      }
    }
    return events;
  }
}
