import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecorderMessage } from '../protocol/recorderChannel';
import { type ErrorSpan, noteErrors } from './errorSpans';

/** Bytes on their way to a viewer that does not read; more is dropped, so that it cannot fill our memory. */
const MAX_WAITING = 16 * 1024 * 1024;
const FLUSH_MS = 2_000;
/** How often at most a viewer hears that the log grew: a key that is typed is echoed within this time. */
const GROWTH_MS = 20;

/** The recorder's end of the channel to the viewer that started it; silent once that viewer is gone. */
export class ViewerChannel {
  private readonly decoder = new StringDecoder('utf8');
  private readonly said = new Set<string>();
  private waiting = 0;
  private growthTimer: NodeJS.Timeout | undefined;
  private grewAgain = false;
  /** Bytes of the output, and what of it was written as errors and has not been told. */
  private logBytes = 0;
  private errors: ErrorSpan[] = [];

  /** Whether that viewer is there. */
  get connected(): boolean {
    return process.send !== undefined && process.connected;
  }

  /** Resolves once that viewer is gone, at the latest after so many ms. */
  async gone(limitMs: number): Promise<void> {
    if (!this.connected) return;
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([once(process, 'disconnect', { signal }), delay(limitMs, undefined, { signal })]);
    waiting.abort();
  }

  /** Sends a message, behind all that there is to say of the log. */
  send(message: RecorderMessage): void {
    if (this.grewAgain) this.tellGrowth();
    this.post(message);
  }

  private post(message: RecorderMessage): void {
    if (process.send === undefined || !process.connected) return;
    const size = message.kind === 'output' ? message.text.length : 0;
    if (this.waiting + size > MAX_WAITING) return;
    this.waiting += size + 1;
    // The callback takes the error of a viewer that ended meanwhile.
    process.send(message, undefined, undefined, () => {
      this.waiting -= size + 1;
      this.tellPendingGrowth();
    });
  }

  /**
   * Tells that there is more in the log: at once, but not more often than a person can see. `errors`: how many of the last
   * of its bytes the training wrote as errors.
   */
  logGrew(bytes: number, errors: number): void {
    if (bytes === this.logBytes) return;
    this.logBytes = bytes;
    if (errors > 0) noteErrors(this.errors, bytes - errors, bytes);
    this.grewAgain = true;
    this.tellPendingGrowth();
  }

  private tellPendingGrowth(): void {
    // A viewer that does not read, as one that is suspended, must not pile up our messages.
    if (this.grewAgain && this.growthTimer === undefined && this.waiting === 0) this.tellGrowth();
  }

  private tellGrowth(): void {
    this.grewAgain = false;
    this.post({ kind: 'log-grew', bytes: this.logBytes, errors: this.errors });
    this.errors = [];
    this.growthTimer ??= setTimeout(() => {
      this.growthTimer = undefined;
      this.tellPendingGrowth();
    }, GROWTH_MS);
  }

  /** Output that the disk could not take. */
  output(bytes: Buffer): void {
    const text = this.decoder.write(bytes);
    if (text !== '') this.send({ kind: 'output', text });
  }

  /** Tells of a problem, once. */
  problem(message: string): void {
    if (this.said.has(message)) return;
    this.said.add(message);
    this.send({ kind: 'problem', message });
  }

  /** Waits until all is handed over, but not long, and closes the channel. */
  async close(): Promise<void> {
    const end = Date.now() + FLUSH_MS;
    while (process.connected && this.waiting > 0 && Date.now() < end) await delay(20);
    if (process.connected) process.disconnect?.();
  }
}
