/** The terminal of the viewer, while it stands for that of the training. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import { DisposableStore, type Disposable, toDisposable } from '../common/disposables';
import type { TerminalSize } from './program';
import type { ViewerMessage } from './viewerMessages';

/**
 * The size of the terminal that a training shall see: that of ours; `undefined` unless we read from a terminal, print all to
 * one, and what is typed goes to us.
 */
export function lendableSize(): TerminalSize | undefined {
  // Not `process.stdin.isTTY`: that stream would make a pipe non-blocking for the training as well.
  return [0, 1, 2].every((fd) => isatty(fd)) && inForeground() ? ownSize() : undefined;
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
  // It was paused if it has been lent before.
  stdin.resume();
  // A terminal that is gone. Its shell tells the jobs that it knows of, but a debugger starts us in one that is not its own.
  const hangUp = (): void => void process.kill(process.pid, 'SIGHUP');
  for (const event of ['end', 'error']) listen(store, stdin, event, hangUp);
  stdin.on('error', () => undefined);
  const tellSize = (): void => send({ kind: 'resized', ...ownSize() });
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

/**
 * Hands a Ctrl-C that ended the training on to whatever else is in the foreground, such as the script that started us: the
 * terminal, which would have told them all, gave it to us alone.
 */
export function passInterruptOn(): void {
  if (process.platform === 'win32') return;
  // Our own exit code is that of the training.
  process.removeAllListeners('SIGINT').on('SIGINT', () => undefined);
  process.kill(0, 'SIGINT');
}

function ownSize(): TerminalSize {
  const { columns, rows } = process.stdout;
  // Some terminals, such as that of a serial line, do not know their size.
  return { columns: columns || 80, rows: rows || 24 };
}

/** Whether our job is that of the terminal: who reads from it, or sets its mode, in the background is suspended for it. */
function inForeground(): boolean {
  if (process.platform === 'win32') return true;
  try {
    const [group, foreground] = process.platform === 'linux' ? groupsFromProc() : groupsFromPs();
    return group === foreground;
  } catch {
    return false;
  }
}

/** Our process group, and the one that the terminal belongs to. The name before them, in parentheses, may hold anything. */
function groupsFromProc(): (string | undefined)[] {
  const fields = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\)/s, '').trim().split(' ');
  return [fields[2], fields[5]];
}

function groupsFromPs(): (string | undefined)[] {
  const words = ['-o', 'pgid=', '-o', 'tpgid=', '-p', String(process.pid)];
  return execFileSync('ps', words, { encoding: 'utf8' }).trim().split(/\s+/);
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
