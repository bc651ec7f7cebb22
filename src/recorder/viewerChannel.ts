import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecorderMessage } from '../protocol/recorderChannel';

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

  /** Whether that viewer is there. */
  get connected(): boolean {
    return process.send !== undefined && process.connected;
  }

  send(message: RecorderMessage): void {
    if (process.send === undefined || !process.connected) return;
    const size = message.kind === 'output' ? message.text.length : 0;
    if (this.waiting + size > MAX_WAITING) return;
    this.waiting += size + 1;
    // The callback takes the error of a viewer that ended meanwhile.
    process.send(message, undefined, undefined, () => (this.waiting -= size + 1));
  }

  /** Tells that there is more in the log: at once, but not more often than a person can see. */
  logGrew(): void {
    // A viewer that does not read, as one that is suspended, must not pile up our messages.
    if (this.growthTimer !== undefined || this.waiting > 0) {
      this.grewAgain = true;
      return;
    }
    this.send({ kind: 'log-grew' });
    this.grewAgain = false;
    this.growthTimer = setTimeout(() => {
      this.growthTimer = undefined;
      if (this.grewAgain) this.logGrew();
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
