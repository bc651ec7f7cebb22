/** Starts programs in a pseudo terminal: they see a terminal, and we are its keyboard and its screen. */
import { spawn } from 'node:child_process';
import { accessSync, constants, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import { text } from 'node:stream/consumers';
import { ReadStream } from 'node:tty';
import type { Program, ProgramStart, TerminalSize, TrainingExit } from './program';
import { findProgram } from './trainingCommand';

const PACKAGE = '@lydell/node-pty';
const PLATFORM_PACKAGE = `${PACKAGE}-${process.platform}-${process.arch}`;

const TERMINAL_READ_BYTES = 4096;

/** Looks beside this file first, where a package of Trialbook carries it, then in the repository. */
const load = createRequire(import.meta.url);

/**
 * What we use of the native module. The package's own class around it ends the stream 200 ms after the program: what a
 * loaded machine has not read by then would be lost, and what a process prints that outlives the program.
 */
interface PosixModule {
  fork(
    file: string,
    args: string[],
    env: string[],
    cwd: string,
    columns: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helper: string,
    onExit: (code: number, signal: number) => void,
  ): { fd: number; pid: number };
  resize(fd: number, columns: number, rows: number): void;
}

/** What we use of the package on Windows. */
interface WindowsModule {
  spawn(
    file: string,
    args: string[],
    options: { cwd: string; env: NodeJS.ProcessEnv; cols: number; rows: number },
  ): {
    pid: number;
    onData(listener: (text: string) => void): void;
    onExit(listener: (exit: { exitCode: number }) => void): void;
    write(text: string): void;
    resize(columns: number, rows: number): void;
  };
}

/**
 * Starts a program in a terminal of this size. `undefined` where that cannot be done: no such terminals on this platform,
 * or nothing that could be started, of which the start without a terminal tells more.
 */
export function startInTerminal(start: ProgramStart, size: TerminalSize): Program | undefined {
  const [name = ''] = start.command;
  if (!isExecutable(findProgram(name, start.cwd, start.env))) return undefined;
  return process.platform === 'win32' ? startOnWindows(start, size) : startOnPosix(start, size);
}

function startOnPosix(start: ProgramStart, size: TerminalSize): Program | undefined {
  let exit: (exit: TrainingExit) => void = () => undefined;
  const exited = new Promise<TrainingExit>((resolve) => (exit = resolve));
  const forked = fork(start, size, (code, signal) =>
    exit(signal === 0 ? { code, signal: null } : { code: null, signal: signalName(signal) }),
  );
  if (forked === undefined) return undefined;
  const { native, fd, pid } = forked;
  const stream = new ReadStream(fd);
  // Linux says that nobody holds the other end by an error; the end of the stream tells all there is to tell.
  stream.on('error', () => undefined);
  stream.on('data', (chunk: Buffer) => start.onOutput('terminal', chunk));
  // The descriptor is closed behind the listeners of this event.
  stream.once('end', () => readRest(fd, (chunk) => start.onOutput('terminal', chunk)));
  const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
  const terminal = {
    type: (bytes: Buffer) => void stream.write(bytes),
    resize: ({ columns, rows }: TerminalSize) => {
      if (!stream.destroyed) native.resize(fd, columns, rows);
    },
    hasSignalKeys: async () => !stream.destroyed && /(?<!-)\bisig\b/.test(await readModes(fd)),
  };
  return { pid, exited, closed, terminal };
}

/**
 * Reads what the kernel still holds of a terminal that nobody writes to any more. libuv calls it the end once the other
 * side is closed and a read gives less than it asked for, which each read of a terminal does.
 */
function readRest(fd: number, onRead: (chunk: Buffer) => void): void {
  try {
    for (;;) {
      const chunk = Buffer.alloc(TERMINAL_READ_BYTES);
      const length = readSync(fd, chunk);
      if (length === 0) return;
      onRead(chunk.subarray(0, length));
    }
  } catch {
    // Linux ends with an error, as above.
  }
}

/** What `stty` says of a terminal; nothing where there is no such program. */
async function readModes(fd: number): Promise<string> {
  const stty = spawn('stty', ['-a'], { stdio: [fd, 'pipe', 'ignore'] });
  stty.on('error', () => undefined);
  return stty.stdout === null ? '' : text(stty.stdout).catch(() => '');
}

function fork(
  { command, cwd, env }: ProgramStart,
  { columns, rows }: TerminalSize,
  onExit: (code: number, signal: number) => void,
): { native: PosixModule; fd: number; pid: number } | undefined {
  const [file = '', ...args] = command;
  const pairs = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  try {
    const native = load(`${PLATFORM_PACKAGE}/pty.node`) as PosixModule;
    const helper = process.platform === 'darwin' ? load.resolve(`${PLATFORM_PACKAGE}/spawn-helper`) : '';
    // User and group stay as they are; keys are UTF-8.
    return { native, ...native.fork(file, args, pairs, cwd, columns, rows, -1, -1, true, helper, onExit) };
  } catch {
    return undefined;
  }
}

function startOnWindows(start: ProgramStart, size: TerminalSize): Program | undefined {
  const console = openConsole(start, size);
  if (console === undefined) return undefined;
  console.onData((text) => start.onOutput('terminal', Buffer.from(text)));
  const exited = new Promise<TrainingExit>((resolve) =>
    console.onExit(({ exitCode }) => resolve({ code: exitCode, signal: null })),
  );
  let ended = false;
  const closed = exited.then(() => void (ended = true));
  const terminal = {
    type: (bytes: Buffer) => console.write(bytes.toString()),
    resize: ({ columns, rows }: TerminalSize) => {
      if (!ended) console.resize(columns, rows);
    },
    hasSignalKeys: () => Promise.resolve(false),
  };
  return { pid: console.pid, exited, closed, terminal };
}

function openConsole(
  { command, cwd, env }: ProgramStart,
  { columns, rows }: TerminalSize,
): ReturnType<WindowsModule['spawn']> | undefined {
  const [file = '', ...args] = command;
  try {
    return (load(PACKAGE) as WindowsModule).spawn(file, args, { cwd, env, cols: columns, rows });
  } catch {
    return undefined;
  }
}

function isExecutable(file: string | undefined): boolean {
  try {
    accessSync(file ?? '', constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function signalName(number: number): NodeJS.Signals {
  const names = Object.entries(os.constants.signals) as [NodeJS.Signals, number][];
  return names.find(([, one]) => one === number)?.[0] ?? 'SIGKILL';
}
