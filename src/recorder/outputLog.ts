import * as l10n from '@vscode/l10n';
import { errorCode } from '../common/errors';
import { OutputFiles } from './outputFiles';

export interface OutputLogEvents {
  /** These bytes could not be written. `reason` is for people and given once per time of trouble. */
  lost(bytes: Buffer, reason: string | undefined): void;
  /** Writing works again; so many bytes are missing from the file, where a mark stands for them. */
  recovered(lostBytes: number): void;
  /** The log was full; so many bytes are missing from its middle. */
  leftOut(bytes: number): void;
}

/** The training's output as it came, kept in files; never throws, and tries again after a failure. */
export class OutputLog {
  private readonly files: OutputFiles;
  private lostBytes = 0;

  /** `maxBytes`: how large the log may become. */
  constructor(
    private readonly runDir: string,
    maxBytes: number,
    private readonly events: OutputLogEvents,
  ) {
    this.files = new OutputFiles(runDir, maxBytes);
    this.attempt(() => this.files.open());
  }

  /** Bytes of the whole output so far, marks of ours included. */
  get length(): number {
    return this.files.length;
  }

  /**
   * Appends bytes as they are; gives whether all were written. Synchronous: a slow disk slows the reading of the pipe, not
   * our memory.
   */
  write(chunk: Buffer): boolean {
    let written = 0;
    const error = this.attempt(() => {
      this.writeMark();
      while (written < chunk.length) written += this.files.append(chunk.subarray(written));
    });
    if (error === undefined) return true;
    const rest = chunk.subarray(written);
    const first = this.lostBytes === 0;
    this.lostBytes += rest.length;
    this.events.lost(rest, first ? this.reason(error) : undefined);
    return false;
  }

  /** Sets the mark for what was lost last, if that is possible by now, and puts the log together. */
  close(): void {
    this.attempt(() => this.writeMark());
    this.attempt(() => {
      const bytes = this.files.finish();
      if (bytes > 0) this.events.leftOut(bytes);
    });
  }

  private attempt(action: () => void): unknown {
    try {
      action();
      return undefined;
    } catch (error) {
      return error ?? new Error('unknown');
    }
  }

  private writeMark(): void {
    if (this.lostBytes === 0) return;
    const text = l10n.t('[trialbook: {0} bytes of output could not be written here]', this.lostBytes);
    let mark = Buffer.from(`\n${text}\n`);
    while (mark.length > 0) mark = mark.subarray(this.files.append(mark));
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
        return l10n.t('The output cannot be written to {0}: it is shown here but not kept.', this.runDir);
    }
  }
}
