import type { Disposable } from '../common/disposables';
import type { Severity } from './trainingProcess';

/** Asks a training to end: SIGINT, which Python code can catch to save its state, then SIGTERM, then SIGKILL. */
export class StopSequence implements Disposable {
  private timers: NodeJS.Timeout[] = [];
  private started = false;

  /** `grace`: how long the training has to answer before it is asked more firmly, in ms. */
  constructor(
    private readonly grace: number,
    private readonly signal: (severity: Severity) => void,
  ) {}

  /** Begins, once. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.signal('interrupt');
    this.timers = [
      setTimeout(() => this.signal('terminate'), this.grace),
      setTimeout(() => this.signal('kill'), 2 * this.grace),
    ];
  }

  kill(): void {
    this.started = true;
    this.dispose();
    this.signal('kill');
  }

  dispose(): void {
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
  }
}
