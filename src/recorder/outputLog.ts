import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { errorCode } from '../common/errors';

/** How often an open file is checked for having been removed, in ms. */
const REMOVAL_CHECK_MS = 1_000;

export interface OutputLogEvents {
  /** These bytes could not be written. `reason` is for people and given once per time of trouble. */
  lost(bytes: Buffer, reason: string | undefined): void;
  /** Writing works again; so many bytes are missing from the file, where a mark stands for them. */
  recovered(lostBytes: number): void;
}

/** The training's output as it came, appended to a file; never throws, and tries again after a failure. */
export class OutputLog {
  private fd: number | undefined;
  private lostBytes = 0;
  private checkedAt = 0;

  constructor(
    private readonly file: string,
    private readonly events: OutputLogEvents,
  ) {
    this.attempt(() => this.open());
  }

  /** Appends bytes as they are. Synchronous: a slow disk slows the reading of the pipe, not our memory. */
  write(chunk: Buffer): void {
    let written = 0;
    const error = this.attempt(() => {
      const fd = this.open();
      this.writeMark(fd);
      while (written < chunk.length) written += writeSync(fd, chunk, written);
    });
    if (error === undefined) return;
    const rest = chunk.subarray(written);
    const first = this.lostBytes === 0;
    this.lostBytes += rest.length;
    this.events.lost(rest, first ? this.reason(error) : undefined);
  }

  /** Sets the mark for what was lost last, if that is possible by now, and closes the file. */
  close(): void {
    this.attempt(() => this.writeMark(this.open()));
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  private attempt(action: () => void): unknown {
    try {
      action();
      return undefined;
    } catch (error) {
      return error ?? new Error('unknown');
    }
  }

  private open(): number {
    if (this.fd !== undefined && Date.now() - this.checkedAt >= REMOVAL_CHECK_MS) {
      this.checkedAt = Date.now();
      // A removed file still takes bytes that nobody will ever read.
      if (fstatSync(this.fd).nlink === 0) {
        closeSync(this.fd);
        this.fd = undefined;
      }
    }
    this.fd ??= openSync(this.file, 'a');
    return this.fd;
  }

  private writeMark(fd: number): void {
    if (this.lostBytes === 0) return;
    const text = l10n.t('[trialbook: {0} bytes of output could not be written here]', this.lostBytes);
    const mark = Buffer.from(`\n${text}\n`);
    writeSync(fd, mark);
    const lost = this.lostBytes;
    this.lostBytes = 0;
    this.events.recovered(lost);
  }

  private reason(error: unknown): string {
    switch (errorCode(error)) {
      case 'ENOSPC':
      case 'EDQUOT':
        return l10n.t('The disk is full: the output is shown here but not kept. Free some space to keep the rest.');
      case 'ENOENT':
        return l10n.t('The folder of this run was removed: its output is shown here but not kept.');
      default:
        return l10n.t('The output cannot be written to {0}: it is shown here but not kept.', this.file);
    }
  }
}
