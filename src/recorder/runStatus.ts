/** The status of a run: which may follow which, and how a run ended, decided from what was seen of it. */
import * as l10n from '@vscode/l10n';
import type { RunStatus } from '../protocol/entities';
import type { TrainingException } from '../protocol/failures';
import type { Ending } from './ending';
import type { TrainingExit } from './program';

/** `lost` is a reader's word on a run whose recorder is gone; a last word of that recorder, found later, corrects it. */
const NEXT: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['running', 'failed', 'cancelled', 'lost'],
  running: ['finished', 'failed', 'killed', 'cancelled', 'lost'],
  lost: ['finished', 'failed', 'killed', 'cancelled'],
  finished: [],
  failed: [],
  killed: [],
  cancelled: [],
};

/** Whether a run of one status may come to have the next. */
function mayFollow(status: RunStatus, next: RunStatus): boolean {
  return NEXT[status].includes(next);
}

/** Who asked for the end. `message` is one sentence for people. */
export type StopReason = { by: 'user' } | { by: 'timeout' | 'divergence'; message: string };

/** What was seen besides the exit. */
export interface Evidence {
  /** The uncaught exception that ended the training, as far as it is known. */
  exception: TrainingException | undefined;
  /** One sentence that names the kernel's own evidence of having killed for want of memory. */
  memoryKill: string | undefined;
  /** Ctrl-C that was typed at the training's terminal ended it. */
  interrupted: boolean;
}

/** As shells give it for a command that SIGKILL ended. */
const KILLED_EXIT_CODE = 137;
const MAX_MESSAGE = 500;

/** Of Python itself, NumPy and CuPy; PyTorch (`torch.cuda.OutOfMemoryError` before 2.5); TensorFlow. */
const MEMORY_TYPES = /(^|\.)_?(ArrayMemoryError|MemoryError|OutOfMemoryError|ResourceExhaustedError)$/;
/** Of libraries that raise a RuntimeError: PyTorch's other devices, JAX (XLA's status), the system's ENOMEM. */
const MEMORY_MESSAGES = /\bout of memory\b|\bRESOURCE_EXHAUSTED\b|\[Errno 12\]/i;
/** How PyTorch's data loader, torchrun and subprocess tell of a child that SIGKILL ended. */
const KILLED_CHILD = /signal: Killed|\bSIGKILL\b|\bSignal 9\b|exitcode *: *-9/;

/** Owns the status of one run. Everything that may change it is told here; a step that cannot be is a defect. */
export class StatusMachine {
  private current: RunStatus = 'queued';
  private stopReason: StopReason | undefined;
  private exit: TrainingExit | undefined;

  get status(): RunStatus {
    return this.current;
  }

  /** Whether the end was asked for. */
  get isStopping(): boolean {
    return this.stopReason !== undefined;
  }

  /** The training runs. */
  start(): void {
    this.move('running');
  }

  /** The end was asked for: the first reason counts, and none that comes after the exit. Tells whether this one does. */
  requestStop(reason: StopReason): boolean {
    if (this.stopReason !== undefined || this.exit !== undefined || !mayFollow(this.current, 'cancelled')) return false;
    this.stopReason = reason;
    return true;
  }

  /** The training could not be started. */
  failToStart(message: string): Ending {
    return this.end({ status: 'failed', failure: 'not-started', message });
  }

  /** The run was stopped before its training was started. */
  cancelQueued(): Ending {
    return this.end({ status: 'cancelled' });
  }

  /** The training's process is gone. */
  exited(exit: TrainingExit): void {
    this.exit = exit;
  }

  /** All evidence is there: decides how the training ended. */
  decide(evidence: Evidence): Ending {
    if (this.exit === undefined) throw new Error('the training has not ended');
    return this.end(classify(this.exit, this.stopReason, evidence));
  }

  private end(ending: Ending): Ending {
    this.move(ending.status);
    return ending;
  }

  private move(next: RunStatus): void {
    if (!mayFollow(this.current, next)) throw new Error(`a run that is ${this.current} cannot become ${next}`);
    this.current = next;
  }
}

function classify(exit: TrainingExit, stop: StopReason | undefined, evidence: Evidence): Ending {
  const how = { ...(exit.code === null ? {} : { code: exit.code }), ...(exit.signal && { signal: exit.signal }) };
  if (stop?.by === 'user' || (stop === undefined && evidence.interrupted)) return { status: 'cancelled', ...how };
  if (stop !== undefined) {
    const failure = stop.by === 'timeout' ? 'timeout' : 'diverged';
    return { status: 'failed', ...how, failure, message: stop.message };
  }
  if (exit.code === 0) return { status: 'finished', ...how };
  return { ...how, ...describeFailure(exit, evidence) };
}

function describeFailure(exit: TrainingExit, { exception, memoryKill }: Evidence): Ending {
  if (exit.signal !== null) {
    const message = l10n.t('killed by {0}', exit.signal);
    if (exit.signal !== 'SIGKILL' || memoryKill === undefined) return { status: 'killed', failure: 'signal', message };
    return { status: 'killed', failure: 'out-of-memory', message: `${message}: ${memoryKill}` };
  }
  if (exception !== undefined) {
    const message = describeException(exception);
    if (isOutOfMemory(exception)) return { status: 'failed', failure: 'out-of-memory', message, exception };
    const killed = memoryKill !== undefined && KILLED_CHILD.test(exception.message);
    if (killed) return { status: 'failed', failure: 'out-of-memory', message: `${message}: ${memoryKill}`, exception };
    return { status: 'failed', failure: 'exception', message, exception };
  }
  const message = l10n.t('exit code {0}', exit.code ?? -1);
  if (exit.code !== KILLED_EXIT_CODE || memoryKill === undefined) {
    return { status: 'failed', failure: 'exit-code', message };
  }
  return { status: 'failed', failure: 'out-of-memory', message: `${message}: ${memoryKill}` };
}

function isOutOfMemory({ type, message }: TrainingException): boolean {
  return MEMORY_TYPES.test(type) || MEMORY_MESSAGES.test(message);
}

/** `ValueError: bad batch`: the first line of it, as Python prints it. */
export function describeException({ type, message }: TrainingException): string {
  const [line = ''] = message.split('\n');
  return (line === '' ? type : `${type}: ${line}`).slice(0, MAX_MESSAGE).trimEnd();
}
