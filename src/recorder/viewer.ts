/** Shows a run in a terminal. The run is the recorder's: this process may end at any time. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as l10n from '@vscode/l10n';
import type { Disposable } from '../common/disposables';
import type { TrainingException } from '../protocol/failures';
import type { FinalStatus } from '../protocol/trainingEvents';
import type { ControlCommand, RecorderMessage } from '../protocol/recorderChannel';
import { sendControl } from './control';
import type { Ending } from './ending';
import { type ErrorSpan, splitErrors } from './errorSpans';
import { JobControl } from './jobControl';
import { LogTail } from './logTail';
import { EventFollower, RunState } from './runFolder';
import { say } from './say';
import { Signal } from './signal';
import { releaseInput } from './standardInput';
import { statFile } from '../common/statFile';
import { NOT_STARTED, signalExitCode } from './unrecorded';
import { lendableSize, lendTerminal, passInterruptOn } from './viewerTerminal';
import type { ViewerMessage } from './viewerMessages';
import { hasInterrupt } from './typedInterrupts';

const POLL_MS = 100;
/** How long a run folder may be without its recorder's first word, in ms. */
const START_MS = 10_000;

/** How a training ended; without a status where nobody recorded it to its end. */
export interface RunOutcome {
  exitCode: number;
  status?: FinalStatus;
  /** Name of the signal that ended it. */
  signal?: string;
}

/** How viewing ended: with the training, or with the news that none was started. */
export type ViewOutcome = RunOutcome | 'not-started';

/**
 * Prints a run's output from its start to its end, and what there is to say on stderr. What the training writes as errors
 * is printed as such by the viewer that started it; others print all output on stdout.
 */
export class Viewer {
  private readonly state = new RunState();
  private readonly growth = new Signal();
  private readonly follower: EventFollower;
  private readonly tail: LogTail;
  /** Up to where, in bytes, it is known which stream the output came through. */
  private sortedBytes: number;
  private readonly errors: ErrorSpan[] = [];
  private ending: Ending | undefined;
  private started = false;
  private recorderExited = false;
  private unkept: string[] = [];
  private terminal: Disposable | undefined;
  private jobControl: JobControl | undefined;
  /** Whether Ctrl-C was typed into it. */
  private interrupted = false;
  private interrupts = 0;
  private folderGone = false;
  private readonly onInterrupt = (): void => this.interrupt();
  private readonly onTermination = (): void => this.send('stop');
  private hasRead = false;

  /** `recorder` is the process that this viewer started; without one it only looks at the folder. */
  constructor(
    private readonly runDir: string,
    private readonly fallbackName: string,
    private readonly recorder?: ChildProcess,
  ) {
    this.sortedBytes = recorder === undefined ? Infinity : 0;
    this.follower = new EventFollower(runDir, true);
    this.tail = new LogTail(runDir, (bytes, place) => this.printOutput(bytes, place));
    recorder?.on('message', (message) => this.hear(message as RecorderMessage));
    this.recorderExited = recorder !== undefined && hasExited(recorder);
    recorder?.once('exit', () => (this.recorderExited = true));
    recorder?.once('error', () => (this.recorderExited = true));
  }

  /** Has the first Ctrl-C stop the run, and the second kill it. */
  stopOnInterrupt(): void {
    process.on('SIGINT', this.onInterrupt);
  }

  /** Has SIGTERM stop the run, for who takes us for the training itself, as `timeout` and `kill %1` do. */
  stopOnTermination(): void {
    process.on('SIGTERM', this.onTermination);
  }

  async view(): Promise<ViewOutcome> {
    for (;;) {
      // Checked before reading: whatever a dead recorder wrote is there by now.
      const gone = this.isRecorderGone();
      await this.read();
      const ending = this.findEnding();
      await this.copyOutput();
      this.printUnkept();
      if (ending !== undefined) return this.finish(ending);
      if (gone) return this.lost();
      await this.untilNextLook();
    }
  }

  /** Waits for the time of the next look at the events; copies output as soon as the recorder tells that there is more. */
  private async untilNextLook(): Promise<void> {
    const end = Date.now() + POLL_MS;
    for (let left = POLL_MS; left > 0; left = end - Date.now()) {
      if (await this.growth.within(left)) await this.copyOutput();
    }
  }

  private async copyOutput(): Promise<void> {
    await this.tail.copy(this.recorderExited ? Infinity : this.sortedBytes);
  }

  private async printOutput(bytes: Buffer, place: number | undefined): Promise<void> {
    const pieces = place === undefined ? [{ bytes, isError: false }] : splitErrors(this.errors, bytes, place);
    for (const piece of pieces) {
      const stream = piece.isError ? process.stderr : process.stdout;
      if (!stream.write(piece.bytes)) await once(stream, 'drain');
    }
  }

  private async read(): Promise<void> {
    this.hasRead = true;
    try {
      await this.follower.poll((event) => this.state.apply(event));
    } catch {
      this.folderGone = true;
    }
  }

  private findEnding(): Ending | undefined {
    const final = this.state.final;
    if (final === undefined || final.status === 'running') return this.ending;
    const { status, code, signal, message, failure, exception } = final;
    return {
      status,
      ...(failure === undefined ? {} : { failure }),
      ...(code === undefined ? {} : { code }),
      ...(signal === undefined ? {} : { signal }),
      ...(message === undefined ? {} : { message }),
      ...(exception === undefined ? {} : { exception }),
    };
  }

  private hear(message: RecorderMessage): void {
    if (message.kind === 'started') this.hearStart(message.terminal);
    if (message.kind === 'suspend') void this.jobControl?.suspend();
    if (message.kind === 'log-grew') this.hearGrowth(message.bytes, message.errors);
    if (message.kind === 'output') this.unkept.push(message.text);
    if (message.kind === 'problem') say(message.message);
    if (message.kind === 'ended') {
      this.sortedBytes = Infinity;
      const { kind: _, ...ending } = message;
      this.ending = ending;
    }
  }

  private hearStart(terminal: boolean): void {
    this.started = true;
    this.jobControl = new JobControl({
      begin: async () => {
        this.terminal?.dispose();
        await this.tell({ kind: 'suspended', suspended: true });
      },
      end: () => {
        void this.tell({ kind: 'suspended', suspended: false });
        if (terminal && lendableSize() !== undefined) this.lend();
      },
    });
    if (!terminal) {
      releaseInput();
      return;
    }
    // It has but one stream.
    this.sortedBytes = Infinity;
    this.lend();
  }

  private lend(): void {
    this.terminal = lendTerminal((message) => {
      if (message.kind === 'typed') this.interrupted ||= hasInterrupt(Buffer.from(message.base64, 'base64'));
      void this.tell(message);
    });
  }

  /** Resolves when the message is on its way, or its receiver is gone. */
  private async tell(message: ViewerMessage): Promise<void> {
    if (this.recorder?.connected !== true) return;
    await new Promise<void>((resolve) => this.recorder?.send(message, () => resolve()));
  }

  private hearGrowth(bytes: number, errors: readonly ErrorSpan[]): void {
    if (this.sortedBytes !== Infinity) {
      this.sortedBytes = bytes;
      this.errors.push(...errors);
    }
    this.growth.raise();
  }

  private printUnkept(): void {
    for (const text of this.unkept.splice(0)) process.stdout.write(text);
  }

  private isRecorderGone(): boolean {
    if (this.recorder !== undefined) return this.recorderExited;
    if (!this.hasRead) return false;
    if (this.folderGone) return true;
    const alive = this.state.recorderAlive;
    if (alive !== undefined) return !alive;
    const folder = statFile(this.runDir);
    return folder === undefined || Date.now() - folder.mtimeMs > START_MS;
  }

  private get name(): string {
    return this.state.run?.name ?? this.fallbackName;
  }

  private async finish(ending: Ending): Promise<ViewOutcome> {
    await this.close();
    const place = ending.exception === undefined ? undefined : describePlace(ending.exception);
    if (place !== undefined) say(place);
    say(describeEnding(this.name, ending));
    if (this.interrupted && ending.status === 'cancelled') passInterruptOn();
    const { status, signal } = ending;
    return { exitCode: exitCodeOf(ending), status, ...(signal === undefined ? {} : { signal }) };
  }

  private async lost(): Promise<ViewOutcome> {
    await this.close();
    if (this.recorder !== undefined && !this.started && this.state.running === undefined) return 'not-started';
    const text = this.folderGone
      ? l10n.t('The folder of {0} was removed.', this.name)
      : l10n.t('{0} was lost: its recorder ended without saying how the run did. Start a new run.', this.name);
    say(text);
    return { exitCode: 1 };
  }

  private async close(): Promise<void> {
    this.terminal?.dispose();
    this.jobControl?.dispose();
    process.off('SIGINT', this.onInterrupt).off('SIGTERM', this.onTermination);
    await this.tail.finish();
  }

  private interrupt(): void {
    this.interrupts += 1;
    const cmd = this.interrupts === 1 ? 'stop' : 'kill';
    if (cmd === 'stop') say(l10n.t('Stopping {0}. Press Ctrl-C again to kill it.', this.name));
    this.send(cmd);
  }

  private send(cmd: ControlCommand['cmd']): void {
    try {
      sendControl(this.runDir, cmd);
    } catch {
      // A full disk takes no command; the channel does.
      if (this.recorder?.connected === true) this.recorder.send({ cmd, at: Date.now() }, () => undefined);
    }
  }
}

/** Whether a process has ended by now, or could not be started: it tells only those who listened by then. */
function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** `train.py:12: ValueError: bad batch`, of the user's own line: the problem matcher of our tasks reads it. */
function describePlace({ type, message, frames }: TrainingException): string | undefined {
  const frame = frames.at(-1);
  const [line = ''] = message.split('\n', 1);
  return frame && `${frame.file}:${frame.line}: ${line === '' ? type : `${type}: ${line}`}`;
}

function describeEnding(name: string, ending: Ending): string {
  const { status, code, signal, message } = ending;
  if (status === 'finished') return l10n.t('{0} finished', name);
  if (status === 'cancelled') return l10n.t('{0} was stopped', name);
  if (status === 'killed' && ending.failure === 'out-of-memory') return `${name}: ${message}`;
  if (status === 'killed') return l10n.t('{0} was killed by {1}', name, signal ?? '?');
  // One that was stopped for a reason of its own may have ended in order.
  if (code === undefined || code === 0) return l10n.t('{0} failed: {1}', name, message ?? '?');
  if (message === undefined || message === l10n.t('exit code {0}', code)) {
    return l10n.t('{0} failed with exit code {1}', name, code);
  }
  return l10n.t('{0} failed with exit code {1}: {2}', name, code, message);
}

function exitCodeOf(ending: Ending): number {
  if (ending.code !== undefined) return ending.code === 0 && ending.status === 'failed' ? 1 : ending.code;
  if (ending.signal !== undefined) return signalExitCode(ending.signal);
  return ending.status === 'cancelled' ? signalExitCode('SIGINT') : NOT_STARTED;
}
