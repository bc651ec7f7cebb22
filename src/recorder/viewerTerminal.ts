/** The terminal of the viewer, while it stands for that of the training. */
import { isatty } from 'node:tty';
import { DisposableStore, type Disposable, toDisposable } from '../common/disposables';
import type { TerminalSize } from './program';
import type { ViewerMessage } from './viewerMessages';

/** The size that a training's terminal shall have: that of ours; `undefined` unless both our ends are terminals. */
export function ownTerminalSize(): TerminalSize | undefined {
  // Not `process.stdin.isTTY`: that stream would make a pipe non-blocking for the training as well.
  if (!isatty(0) || !isatty(1)) return undefined;
  const { columns, rows } = process.stdout;
  // Some terminals, such as that of a serial line, do not know their size.
  return { columns: columns || 80, rows: rows || 24 };
}

/**
 * Hands every key on as it is typed, and each change of the size, until it is disposed. Whatever ends this process, the
 * terminal is left as it was found.
 */
export function lendTerminal(send: (message: ViewerMessage) => void): Disposable {
  const store = new DisposableStore();
  const { stdin, stdout } = process;
  const restore = (): void => setRaw(false);
  setRaw(true);
  listen(store, stdin, 'data', (bytes: Buffer) => send({ kind: 'typed', base64: bytes.toString('base64') }));
  // A terminal that is closed while we read from it.
  stdin.on('error', () => undefined);
  const tellSize = (): void => {
    const size = ownTerminalSize();
    if (size !== undefined) send({ kind: 'resized', ...size });
  };
  listen(store, stdout, 'resize', tellSize);
  listen(store, process, 'exit', restore);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    listen(store, process, signal, () => {
      store.dispose();
      process.kill(process.pid, signal);
    });
  }
  store.add(toDisposable(restore));
  // An open stream would keep this process alive.
  store.add(toDisposable(() => stdin.pause()));
  // It may have changed since the training was started.
  tellSize();
  return store;
}

function setRaw(raw: boolean): void {
  try {
    process.stdin.setRawMode(raw);
  } catch {
    // The terminal is gone.
  }
}

function listen(
  store: DisposableStore,
  emitter: NodeJS.EventEmitter,
  event: string,
  listener: (argument: Buffer) => void,
): void {
  emitter.on(event, listener);
  store.add(toDisposable(() => emitter.off(event, listener)));
}
