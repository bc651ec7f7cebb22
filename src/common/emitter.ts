import { type Disposable, toDisposable } from './disposables';

export type Listener<T> = (value: T) => void;

/** An event that any number of listeners hear, in the order in which they came. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<Listener<T>>();

  readonly event = (listener: Listener<T>): Disposable => {
    this.listeners.add(listener);
    return toDisposable(() => this.listeners.delete(listener));
  };

  fire(value: T): void {
    // A copy: a listener may remove itself or add another.
    for (const listener of Array.from(this.listeners)) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
