import type { Disposable } from '../common/disposables';

const HELD = ['SIGINT', 'SIGTERM'] as const;

/**
 * Has signals that ask for an end wait while a run is begun: one that ended this process in the midst of that would leave
 * a folder without a run, or a run that nobody stops.
 */
export class HeldSignals implements Disposable {
  private readonly came = new Set<NodeJS.Signals>();
  private readonly hold = (signal: NodeJS.Signals): void => void this.came.add(signal);

  constructor() {
    for (const signal of HELD) process.on(signal, this.hold);
  }

  /** Those that came go to whoever listens by now, or end this process. */
  dispose(): void {
    for (const signal of HELD) process.off(signal, this.hold);
    for (const signal of this.came) {
      if (!process.emit(signal, signal)) process.kill(process.pid, signal);
    }
    this.came.clear();
  }
}
