import type { Disposable } from '../common/disposables';
import type { Severity } from './trainingProcess';

/** How long a training has to answer a request before it is asked more firmly, in ms. */
const PATIENCE_MS = 5_000;

/** Asks a training to end: SIGINT, which Python code can catch to save its state, then SIGTERM, then SIGKILL. */
export class StopSequence implements Disposable {
  private timers: NodeJS.Timeout[] = [];
  /** Whether anyone asked for the end. */
  requested = false;

  constructor(private readonly signal: (severity: Severity) => void) {}

  stop(): void {
    if (this.requested) return;
    this.requested = true;
    this.signal('interrupt');
    this.timers = [
      setTimeout(() => this.signal('terminate'), PATIENCE_MS),
      setTimeout(() => this.signal('kill'), 2 * PATIENCE_MS),
    ];
  }

  kill(): void {
    this.requested = true;
    this.dispose();
    this.signal('kill');
  }

  dispose(): void {
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
  }
}
