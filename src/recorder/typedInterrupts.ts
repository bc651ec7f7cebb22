/** Ctrl-C as it is typed at the training's terminal, which makes of it what the training wants. */
import type { TrainingExit } from './program';

const CTRL_C = 0x03;
/** So many within so many ms end a training that does not listen. */
const KILL_COUNT = 3;
const KILL_MS = 3_000;
/** How Windows says that Ctrl-C ended a program: STATUS_CONTROL_C_EXIT. */
const WINDOWS_INTERRUPTED = 0xc000013a;
/** How shells say it, and programs that handle the signal themselves. */
const INTERRUPTED = 130;

export function hasInterrupt(bytes: Buffer): boolean {
  return bytes.includes(CTRL_C);
}

export class TypedInterrupts {
  private times: number[] = [];

  /** Takes what was typed. Gives whether it asks for more than an interrupt: the third within three seconds. */
  type(bytes: Buffer): boolean {
    const now = Date.now();
    const typed = bytes.filter((byte) => byte === CTRL_C);
    this.times.push(...Array.from(typed, () => now));
    return this.times.filter((time) => now - time <= KILL_MS).length >= KILL_COUNT;
  }

  /** Whether an exit is the answer to an interrupt. `exception` is the type of the one that ended Python. */
  ended(exit: TrainingExit, exception: string | undefined): boolean {
    if (this.times.length === 0) return false;
    if (exit.signal === 'SIGINT' || exit.code === INTERRUPTED || exit.code === WINDOWS_INTERRUPTED) return true;
    return exit.code !== 0 && exception === 'KeyboardInterrupt';
  }
}
