import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { readRunEdits } from '../../common/bundle/runEdits';
import { errorCode } from '../../common/errors';
import { readLines } from '../../common/lineReader';
import { isEventFile, runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import { applyBatch, type Applied } from './applyEvents';
import type { Database } from '../database/database';
import { findFile, isTakenIn, readHead, whereToRead } from './eventFiles';
import { findRun } from '../runs';
import { SeriesWriter } from '../series/seriesWriter';

/** Read at once from one file, so that memory is bounded and no run waits long for another. */
const CHUNK_BYTES = 2 * 1024 * 1024;
/** A training that writes a lot wakes us a thousand times a second: one pass takes in what came meanwhile. */
const GATHER_MS = 50;

export interface IngestHost {
  workspaceDir: string;
  /** The database of the moment: it may be exchanged between two calls. */
  database(): Database;
  /** A batch was committed. */
  applied(runId: RunId, applied: Applied): void;
  /** The folder of a run is gone. */
  vanished(runId: RunId): void;
  /** A run could not be read; it is tried again with the next touch. */
  failed(runId: RunId, error: unknown): void;
  /** A run that had failed can be read again. */
  recovered(runId: RunId): void;
  /** All that was to be read has been read. */
  passed(): void;
}

/**
 * Takes event files in, one chunk of one run after the other in turn. Every chunk's rows and the offset behind it are one
 * transaction, so that each event is taken in exactly once whenever the process ends.
 */
export class Ingestor {
  /** Files opened and transactions so far. */
  reads = 0;
  batches = 0;
  private readonly queue = new Set<RunId>();
  private readonly waiting = new Map<RunId, (() => void)[]>();
  private readonly excluded = new Set<RunId>();
  private readonly failing = new Set<RunId>();
  /** Size and time of each file when it was last read to its end. */
  private readonly seen = new Map<RunId, Map<string, string>>();
  private readonly series = new SeriesWriter();
  private timer: NodeJS.Timeout | undefined;
  private pumping: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly host: IngestHost) {}

  /** Something may have changed in a run's folder. */
  touch(runId: RunId): void {
    if (this.stopped || this.excluded.has(runId)) return;
    this.queue.add(runId);
    this.timer ??= setTimeout(() => this.pump(), GATHER_MS);
  }

  /** Reads the files of these runs to the end that they have at the time of the call. */
  async drain(runIds: readonly RunId[]): Promise<void> {
    if (this.stopped) return;
    const done = runIds.map((runId) => {
      this.queue.add(runId);
      return new Promise<void>((resolve) => this.waiting.set(runId, [...(this.waiting.get(runId) ?? []), resolve]));
    });
    this.pump();
    await Promise.all(done);
  }

  /** Takes nothing more of a run in, until it is included again: it is being deleted. */
  exclude(runId: RunId): void {
    this.excluded.add(runId);
    this.queue.delete(runId);
    this.finish(this.waiting.get(runId) ?? [], runId);
    this.forgetRun(runId);
  }

  include(runId: RunId): void {
    this.excluded.delete(runId);
  }

  /** The database is another, in which these runs differ. */
  forget(runIds: readonly RunId[]): void {
    for (const runId of runIds) this.seen.delete(runId);
    this.series.forget();
  }

  /** Ends after the chunk at hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.queue.clear();
    for (const [runId, waiters] of this.waiting) this.finish(waiters, runId);
    await this.pumping;
  }

  private pump(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pumping ??= this.readAll().finally(() => {
      this.pumping = undefined;
      if (this.queue.size > 0) this.pump();
    });
  }

  private async readAll(): Promise<void> {
    for (const runId of this.queue) {
      this.queue.delete(runId);
      // Those who ask from now on wait for the next pass: this one may have looked already.
      const waiters = this.waiting.get(runId) ?? [];
      this.waiting.delete(runId);
      const more = await this.readRun(runId);
      if (this.stopped || !more || this.excluded.has(runId)) {
        for (const resolve of waiters) resolve();
        continue;
      }
      this.waiting.set(runId, [...waiters, ...(this.waiting.get(runId) ?? [])]);
      // At the end of the set: the other runs come first.
      this.queue.add(runId);
    }
    this.host.passed();
  }

  /** One chunk of each file of a run. Tells whether there is more to read now. */
  private async readRun(runId: RunId): Promise<boolean> {
    try {
      const names = await this.eventFiles(runId);
      if (names === undefined) return false;
      let more = false;
      for (const name of names) more = (await this.readFile(runId, name)) || more;
      if (this.failing.delete(runId)) this.host.recovered(runId);
      return more;
    } catch (error) {
      this.failing.add(runId);
      this.host.failed(runId, error);
      return false;
    }
  }

  private async eventFiles(runId: RunId): Promise<string[] | undefined> {
    try {
      return (await readdir(runDir(this.host.workspaceDir, runId))).filter(isEventFile).sort();
    } catch (error) {
      const code = errorCode(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
      if (this.stopped || this.excluded.has(runId)) return undefined;
      this.forgetRun(runId);
      this.host.vanished(runId);
      return undefined;
    }
  }

  private async readFile(runId: RunId, name: string): Promise<boolean> {
    const file = path.join(runDir(this.host.workspaceDir, runId), name);
    const stat = await statOf(file);
    const mark = `${stat?.size}:${stat?.mtimeMs}`;
    // A link could lead anywhere; an event file is a plain file.
    if (stat?.isFile() !== true || this.seen.get(runId)?.get(name) === mark || this.isOut(runId)) return false;
    const db = this.host.database();
    const known = findFile(db, runId, name);
    if (isTakenIn(known, stat)) {
      this.remember(runId, name, mark);
      return false;
    }
    this.reads += 1;
    const head = await readHead(file);
    if (this.host.database() !== db || this.isOut(runId)) return true;
    const from = whereToRead(known, stat.size, head);
    const { lines, nextOffset, more } = await readLines(file, from.offset, CHUNK_BYTES);
    const edits = findRun(db, runId) === undefined ? await readRunEdits(path.dirname(file)) : [];
    // While we read, the database may have been exchanged, and the run deleted.
    if (this.host.database() !== db || this.isOut(runId)) return true;
    if (lines.length > 0) {
      this.batches += 1;
      const modifiedAt = stat.mtimeMs;
      const batch = { runId, file: name, head, lines, known, from, nextOffset, modifiedAt, edits };
      const applied = applyBatch(db, batch, this.series);
      if (applied === undefined) return true;
      this.host.applied(runId, applied);
    }
    if (!more) this.remember(runId, name, mark);
    return more;
  }

  private isOut(runId: RunId): boolean {
    return this.stopped || this.excluded.has(runId);
  }

  private remember(runId: RunId, name: string, mark: string): void {
    const marks = this.seen.get(runId);
    if (marks === undefined) this.seen.set(runId, new Map([[name, mark]]));
    else marks.set(name, mark);
  }

  private forgetRun(runId: RunId): void {
    this.seen.delete(runId);
    // Row numbers are never given twice, but a run that returns must not find its old state.
    this.series.forget();
  }

  private finish(waiters: readonly (() => void)[], runId: RunId): void {
    this.waiting.delete(runId);
    for (const resolve of waiters) resolve();
  }
}

async function statOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
