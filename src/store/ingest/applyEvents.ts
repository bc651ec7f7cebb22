/** Turns lines of an event file into rows. */
import * as l10n from '@vscode/l10n';
import type { RunEdit } from '../../common/bundle/runEdits';
import { parseEvent } from '../../common/eventParser';
import { rankPrefix } from '../../protocol/metricGroups';
import { fromWire } from '../../protocol/numbers';
import type { HelloEvent, MetricEvent, TrainingEvent } from '../../protocol/trainingEvents';
import { applyEdits, editRows } from '../storage/carryEdits';
import { recordInput } from '../datasets';
import type { Database } from '../database/database';
import {
  findFile,
  isRewritten,
  saveFile,
  saveWriter,
  UNKNOWN_WRITER,
  writerAt,
  type KnownFile,
  type Position,
  type Writer,
} from './eventFiles';
import { recordArtifact } from '../models';
import { markChanged, nextRevision } from '../database/revisions';
import { recordCell } from '../notebooks';
import { recordPlot } from '../plots/plotWriter';
import {
  ensureRun,
  recordLastEvent,
  recordParam,
  recordOptions,
  recordRun,
  recordStatus,
  recordTag,
  recordWarning,
} from '../runs';
import { recordDuplicate } from '../series/seriesSources';
import type { SeriesWriter } from '../series/seriesWriter';

/** A batch of complete lines and where it lies. */
export interface Batch {
  runId: string;
  /** Name of the file in the run folder. */
  file: string;
  /** First bytes of the file. */
  head: string;
  /** `undefined` stands for a line that was too long. */
  lines: readonly (string | undefined)[];
  /** How far the file was taken in when it was read. */
  known: KnownFile | undefined;
  /** Where the lines begin. */
  from: Position;
  /** Bytes behind the last of them. */
  nextOffset: number;
  /** When the file was changed last before it was read, ms since 1970. */
  modifiedAt: number;
  /** What came with the run's folder, for a run that has no row yet. */
  edits: readonly RunEdit[];
}

export interface Applied {
  /** The run's row was made by this batch. */
  created: boolean;
  /** Metric keys with new points. */
  keys: Set<string>;
  datasets: boolean;
  models: boolean;
}

/**
 * Writes a batch and how far it reaches in one transaction. Gives `undefined` when another process took the file in
 * meanwhile: then it is to be read again. When it throws nothing was written.
 */
export function applyBatch(db: Database, batch: Batch, series: SeriesWriter): Applied | undefined {
  try {
    return db.transaction(() => {
      if (findFile(db, batch.runId, batch.file)?.nextQ !== batch.known?.nextQ) return undefined;
      series.refresh(db);
      return new BatchWriter(db, batch, series).write();
    });
  } catch (error) {
    series.forget();
    throw error;
  }
}

class BatchWriter {
  private readonly now = Date.now() * 1000;
  private readonly position: Position;
  private readonly applied: Applied = { created: false, keys: new Set(), datasets: false, models: false };
  private run: number | undefined;
  private hello: HelloEvent | undefined;
  private writer: Writer = UNKNOWN_WRITER;
  /** Goes before the metric keys of other ranks than the first. */
  private prefix = '';
  private lastAt = 0;

  constructor(
    private readonly db: Database,
    private readonly batch: Batch,
    private readonly series: SeriesWriter,
  ) {
    this.position = { ...batch.from };
    this.setWriter(writerAt(batch.from, batch.known));
  }

  write(): Applied {
    const { db, batch } = this;
    // Each event is gone before the next line is parsed: a batch of objects would only feed the collector.
    for (const line of batch.lines) {
      const event = this.read(line);
      if (event !== undefined) this.apply(event);
    }
    const run = this.runRow(this.now);
    saveFile(db, run, batch.file, {
      ...this.position,
      offset: batch.nextOffset,
      head: this.head(),
      modifiedAt: batch.modifiedAt,
    });
    if (this.hello !== undefined) saveWriter(db, run, batch.file, this.hello);
    if (isRewritten(batch.from)) this.warnOfRewriting(run);
    const revision = nextRevision(db);
    this.series.flush(db, run, revision);
    markChanged(db, batch.runId, revision);
    if (this.lastAt > 0) recordLastEvent(db, run, this.lastAt);
    return this.applied;
  }

  /** The run's row, made when this is its first event. `t` in µs. */
  private runRow(t: number): number {
    if (this.run === undefined) {
      const { id, created } = ensureRun(this.db, this.batch.runId, toMs(t));
      this.run = id;
      this.applied.created = created;
      if (created) applyEdits(this.db, editRows(this.batch.runId, this.batch.edits));
    }
    return this.run;
  }

  private warnOfRewriting(run: number): void {
    const message = l10n.t(
      '{0} was truncated or written again; lines up to the old end were skipped.',
      this.batch.file,
    );
    recordWarning(this.db, run, 'events-rewritten', message, toMs(this.now));
  }

  /** Only bytes that were read tell this file from another. */
  private head(): string {
    return this.batch.head.slice(0, this.batch.nextOffset);
  }

  private read(line: string | undefined): TrainingEvent | undefined {
    const { position } = this;
    const event = line === undefined ? undefined : parseEvent(line, position.lines, this.now);
    position.lines += 1;
    if (event === undefined) {
      position.badLines += 1;
      return undefined;
    }
    if (event.q < position.skipBelow) return undefined;
    position.nextQ = Math.max(position.nextQ, event.q + 1);
    return event;
  }

  private apply(event: TrainingEvent): void {
    const { db, applied } = this;
    const run = this.runRow(event.t);
    const at = toMs(event.t);
    this.lastAt = Math.max(this.lastAt, at);
    switch (event.e) {
      case 'm':
        return this.addPoint(event, at);
      case 'hello':
        return this.meetWriter(event);
      case 'run':
        return recordRun(db, run, event, at);
      case 'st':
        // A training that could say so itself would say "finished" before it crashes.
        return this.writer.role === 'recorder' ? recordStatus(db, run, event, at) : undefined;
      case 'p':
        return recordParam(db, run, event, this.writer.rank);
      case 'opt':
        return recordOptions(db, run, event);
      case 'plot':
        return recordPlot(db, run, event, this.prefix + event.k, at);
      case 'tag':
        return recordTag(db, run, event.k, event.v);
      case 'ds':
        applied.datasets = true;
        return recordInput(db, run, event, at);
      case 'art':
        applied.models ||= event.kind === 'model';
        return recordArtifact(db, run, event, at);
      case 'warn':
        return recordWarning(db, run, event.code, event.message, at);
      case 'dup':
        return recordDuplicate(db, run, this.prefix + event.k, event.src, event.of);
      case 'cell':
        return recordCell(db, run, event);
      // Evidence for the recorder, which makes `ds`, `art` and `st` of it. A child says whose it is, in its own folder.
      case 'open':
      case 'in':
      case 'py':
      case 'exc':
      case 'child':
      case 'bye':
    }
  }

  private addPoint(event: MetricEvent, at: number): void {
    const key = this.prefix === '' ? event.k : this.prefix + event.k;
    this.series.add(key, fromWire(event.s), fromWire(event.v) ?? Number.NaN, at, event.src);
    this.applied.keys.add(key);
  }

  /** Only the first line of a file says who writes it. */
  private meetWriter(hello: HelloEvent): void {
    if (this.position.lines !== 1) return;
    this.hello = hello;
    this.setWriter({ role: hello.role, rank: hello.rank ?? 0 });
  }

  private setWriter(writer: Writer): void {
    this.writer = writer;
    this.prefix = rankPrefix(writer.rank);
  }
}

/** Whole milliseconds: finer times would only make the chunks larger. */
function toMs(microseconds: number): number {
  return Math.round(microseconds / 1000);
}
