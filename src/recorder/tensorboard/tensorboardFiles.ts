import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { EventWriter } from '../../common/eventWriter';
import { isSecretName, redactValue } from '../../common/redaction';
import { REDACTED } from '../../protocol/redacted';
import { toWire, type ParamValue } from '../../protocol/numbers';
import type { MetricEvent, ParamEvent } from '../../protocol/trainingEvents';
import { readEventMessage, type EventMessage } from './eventMessage';
import { LogDirectories, logDirectory } from './logDirectories';
import { RecordFile } from './recordFile';

const SOURCE = 'tensorboard';
/** How long the first points wait for the other log directories of the training, whose keys they must differ from. */
const SETTLE_MS = 2_000;

/** Whether a file's name is that of TensorBoard's event files, whichever library wrote it. */
export function isTensorboardFile(file: string): boolean {
  return path.basename(file).includes('.tfevents.');
}

export interface TensorboardEvents {
  /** A point was recorded. */
  point(point: Pick<MetricEvent, 'k' | 'v' | 's'>): void;
  /** Something of the files is lost to us: the code and the message of a `warn` event. */
  problem(code: string, message: string): void;
}

interface FollowedFile {
  folder: string;
  records: RecordFile;
  plugins: Map<string, string>;
}

/** An event whose key is still the tag. */
interface ReadEvent {
  folder: string;
  event: Omit<MetricEvent, 'q'> | Omit<ParamEvent, 'q'>;
}

/**
 * Makes metrics and params of what a training writes for TensorBoard, in an event file of its own. Scalars and
 * hyperparameters are taken, nothing else. Each call of {@link read} is to be followed by one of {@link emit}, between
 * which the trackers' word on duplicates is heard: whatever is in a file by then, its writer had told of before.
 */
export class TensorboardFiles {
  private readonly files = new Map<string, FollowedFile>();
  private readonly announced = new Set<string>();
  private readonly directories = new LogDirectories();
  private readonly duplicates = new Set<string>();
  private readonly reported = new Set<string>();
  private waiting: ReadEvent[] = [];
  private firstSeenAt = 0;
  private writer: EventWriter | undefined;

  constructor(
    private readonly runDir: string,
    private readonly events: TensorboardEvents,
  ) {}

  /** Follows an event file from its beginning; one that is not there yet is looked for again. */
  add(file: string): void {
    this.announced.add(file);
  }

  /** A tag whose points came from another source too. */
  leaveOut(tag: string): void {
    this.duplicates.add(tag);
  }

  /** Reads what was written since the last call. Never rejects. */
  async read(): Promise<void> {
    for (const file of this.announced) await this.open(file);
    for (const file of this.files.values()) {
      // One that was removed says no more.
      await file.records.read((data) => this.take(file, data)).catch(() => undefined);
    }
  }

  /** Records what was read. What a full disk does not take waits for the next call. */
  emit(): void {
    if (Date.now() - this.firstSeenAt >= SETTLE_MS) this.writeWaiting();
  }

  /** Records what is left when the training has ended. */
  close(): void {
    this.writeWaiting();
    if (this.waiting.length > 0) {
      const message = l10n.t("{0} of TensorBoard's events could not be written.", this.waiting.length);
      this.events.problem('events-lost', message);
    }
    this.writer?.write({ e: 'bye' });
    this.writer?.dispose();
    this.writer = undefined;
  }

  private writeWaiting(): void {
    const failed = this.waiting.findIndex((one) => !this.write(one));
    this.waiting = failed < 0 ? [] : this.waiting.slice(failed);
  }

  private async open(file: string): Promise<void> {
    const real = await realpath(file).catch(() => undefined);
    if (real === undefined) return;
    this.announced.delete(file);
    if (this.files.has(real)) return;
    const folder = logDirectory(real);
    this.firstSeenAt ||= Date.now();
    this.directories.add(folder);
    const records = new RecordFile(real, { damaged: () => this.damaged(real) });
    this.files.set(real, { folder, records, plugins: new Map() });
  }

  private take({ folder, plugins, records }: FollowedFile, data: Uint8Array): void {
    try {
      const message = readEventMessage(data, plugins);
      for (const event of makeEvents(message)) this.waiting.push({ folder, event });
    } catch {
      this.damaged(records.file);
    }
  }

  /** Says so once for each file. */
  private damaged(file: string): void {
    if (this.reported.has(file)) return;
    this.reported.add(file);
    const message = l10n.t("A part of TensorBoard's file {0} is damaged: it was left out.", path.basename(file));
    this.events.problem('tensorboard-damaged', message);
  }

  /** Tells whether it need not be written any more. */
  private write({ folder, event }: ReadEvent): boolean {
    if (event.e === 'm' && this.duplicates.has(event.k)) return true;
    const { t, ...rest } = event.e === 'm' ? { ...event, k: this.directories.prefix(folder) + event.k } : event;
    try {
      this.writer ??= new EventWriter(this.runDir, 'external', () => undefined, 'events-tensorboard');
      if (!this.writer.write(rest, t)) return false;
    } catch {
      return false;
    }
    if (rest.e === 'm') this.events.point(rest);
    return true;
  }
}

function makeEvents({ wallTime, step, scalars, hparams }: EventMessage): ReadEvent['event'][] {
  const t = Number.isFinite(wallTime) ? Math.round(wallTime * 1e6) : Date.now() * 1000;
  return [
    ...hparams.map(({ key, value }) => ({ e: 'p' as const, t, k: key, v: withoutSecrets(key, value), src: SOURCE })),
    ...scalars.map(({ tag, value }) => ({ e: 'm' as const, t, k: tag, v: toWire(value), s: step, src: SOURCE })),
  ].filter(({ k }) => k !== '');
}

function withoutSecrets(name: string, value: ParamValue): ParamValue {
  if (typeof value === 'string') return redactValue(name, value);
  return isSecretName(name) ? REDACTED : value;
}
