export interface Disposable {
  dispose(): void;
}

/** Wraps a function as a {@link Disposable}. */
export function toDisposable(dispose: () => void): Disposable {
  return { dispose };
}

/** Owns disposables and disposes of them in reverse order. What is added after its end is disposed of at once. */
export class DisposableStore implements Disposable {
  private readonly items: Disposable[] = [];
  private disposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.push(item);
    return item;
  }

  dispose(): void {
    this.disposed = true;
    for (const item of this.items.splice(0).reverse()) item.dispose();
  }
}
