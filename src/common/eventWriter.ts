import { closeSync, openSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { PROTOCOL_VERSION, type HelloEvent, type NewEvent } from '../protocol/trainingEvents';
import type { Disposable } from './disposables';
import { processStart } from './processes';
import { redactArguments } from './redaction';

/** One line of an event file, with its newline: JSON with everything beyond ASCII escaped. */
export function formatEvent(event: NewEvent, q: number, t: number): string {
  const json = JSON.stringify({ q, t, ...event });
  return json.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) + '\n';
}

/**
 * Appends events of this process to a file of its own in a run folder: one `write` per event, nothing buffered, so that
 * a kill loses nothing. A failed write (a full disk) never throws: it is counted, and reported through `onError`.
 */
export class EventWriter implements Disposable {
  private readonly fd: number;
  private sequence = 0;
  private torn = false;
  /** Events that could not be written. */
  lost = 0;

  /**
   * Creates the file, whose name begins with `name`, and writes its `hello`. Throws as `fs` does when it cannot be
   * created.
   */
  constructor(
    runDir: string,
    role: HelloEvent['role'],
    private readonly onError: (error: unknown) => void,
    name = 'events',
  ) {
    const start = BigInt(Date.now()) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n);
    this.fd = openSync(path.join(runDir, `${name}-${process.pid}-${start}.jsonl`), 'ax');
    const token = processStart(process.pid);
    this.write({
      e: 'hello',
      v: PROTOCOL_VERSION,
      role,
      pid: process.pid,
      ppid: process.ppid,
      host: hostname(),
      argv: redactArguments(process.argv),
      exe: process.execPath,
      cwd: process.cwd(),
      mono: Number(process.hrtime.bigint() / 1000n),
      ...(token === undefined ? {} : { start: token }),
    });
  }

  /** Appends one event; `t` is its wall time in µs, now when absent. Tells whether it is in the file. */
  write(event: NewEvent, t = Date.now() * 1000): boolean {
    const line = Buffer.from((this.torn ? '\n' : '') + formatEvent(event, this.sequence, t), 'latin1');
    let written = 0;
    try {
      while (written < line.length) written += writeSync(this.fd, line, written);
      this.torn = false;
      this.sequence += 1;
      return true;
    } catch (error) {
      // A half-written line is closed by the next write's leading newline: readers skip it as a bad line.
      this.torn ||= written > 0;
      this.lost += 1;
      this.onError(error);
      return false;
    }
  }

  dispose(): void {
    closeSync(this.fd);
  }
}
