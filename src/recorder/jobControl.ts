/** Ctrl-Z, `fg` and `bg` of the shell that a viewer was started from. */
import type { Disposable } from '../common/disposables';

const CTRL_Z = 0x1a;

export function hasSuspend(bytes: Buffer): boolean {
  return bytes.includes(CTRL_Z);
}

export interface Suspension {
  /** Called before this process is suspended. */
  begin(): Promise<void>;
  /** Called when it goes on, in the foreground or not. */
  end(): void;
}

/** Lets this process be suspended with its job, and what it stands for with it. Never where nobody could have it go on. */
export class JobControl implements Disposable {
  private busy = false;
  private disposed = false;

  constructor(private readonly suspension: Suspension) {
    if (process.platform !== 'win32') this.listen();
  }

  /** As Ctrl-Z in the terminal of the shell does, which went to the training. */
  async suspend(): Promise<void> {
    if (this.busy || process.platform === 'win32') return;
    this.busy = true;
    await this.suspension.begin();
    process.removeListener('SIGTSTP', this.onStop);
    // Also to who started us in the same job, for whom the shell waits. We go on behind this line when the shell says so.
    process.kill(0, 'SIGTSTP');
    this.listen();
    this.suspension.end();
    this.busy = false;
  }

  /** Leaves Ctrl-Z to whoever comes behind: with a second listener the signal would only be heard, and suspend nothing. */
  dispose(): void {
    this.disposed = true;
    process.off('SIGTSTP', this.onStop);
  }

  private readonly onStop = (): void => void this.suspend();

  private listen(): void {
    if (!this.disposed) process.on('SIGTSTP', this.onStop);
  }
}
