/** `control.jsonl`, by which any window or shell speaks to the recorder of a live run. */
import { appendFileSync, existsSync, watch } from 'node:fs';
import path from 'node:path';
import { type Disposable, DisposableStore, toDisposable } from '../common/disposables';
import { readLines } from '../common/lineReader';
import { CONTROL_FILE } from '../common/workspaceFolder';
import type { ControlCommand } from '../protocol/recorderChannel';

const POLL_MS = 500;

/** Asks the recorder of a run folder for something. Throws as `fs` does. */
export function sendControl(runDir: string, cmd: ControlCommand['cmd']): void {
  const command: ControlCommand = { cmd, at: Date.now() };
  appendFileSync(path.join(runDir, CONTROL_FILE), JSON.stringify(command) + '\n');
}

/** Checks a line of the file, or a message of the channel: any program may have written it. */
export function asControlCommand(value: unknown): ControlCommand['cmd'] | undefined {
  const cmd = typeof value === 'object' && value !== null ? (value as ControlCommand).cmd : undefined;
  return cmd === 'stop' || cmd === 'kill' ? cmd : undefined;
}

/** Calls back for every command. The poll is for file systems whose changes cannot be watched. */
export function watchControl(runDir: string, onCommand: (cmd: ControlCommand['cmd']) => void): Disposable {
  const file = path.join(runDir, CONTROL_FILE);
  const store = new DisposableStore();
  let offset = 0;
  let reading = false;
  const check = async (): Promise<void> => {
    if (reading || !existsSync(file)) return;
    reading = true;
    try {
      const chunk = await readLines(file, offset);
      offset = chunk.nextOffset;
      for (const line of chunk.lines) {
        const cmd = asControlCommand(parse(line));
        if (cmd !== undefined) onCommand(cmd);
      }
    } catch {
      // Removed meanwhile, or unreadable: the next poll tries again.
    } finally {
      reading = false;
    }
  };
  const timer = setInterval(() => void check(), POLL_MS);
  store.add(toDisposable(() => clearInterval(timer)));
  try {
    appendFileSync(file, '');
    store.add(closing(watch(file, () => void check())));
  } catch {
    // The poll does it alone.
  }
  void check();
  return store;
}

function closing(watcher: ReturnType<typeof watch>): Disposable {
  watcher.on('error', () => watcher.close());
  return toDisposable(() => watcher.close());
}

function parse(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return undefined;
  }
}
