import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { EventLoad, runIds } from './eventLoad';
import type { HostMessage } from './storeHost';
import { verify, type Engine } from './verify';

/** A host is killed so long after its start at the latest: by then it has taken the backlog in and edits. */
const LONGEST_MS = 600;

export interface KillRoundsOptions {
  dir: string;
  /** The bundled `storeHost.ts`. */
  host: string;
  wasm: string;
  engine: Engine;
  random: () => number;
}

/** One folder whose hosts are killed again and again. */
export class KillRounds {
  private readonly load: EventLoad;
  /** Numbers of the last durable names by run. */
  private readonly edits = new Map<string, number>();
  private readonly hosts = new Set<ChildProcess>();
  private readonly errors: string[] = [];
  private edited = 0;

  constructor(private readonly options: KillRoundsOptions) {
    this.load = new EventLoad(options.dir, options.random);
  }

  /** Hosts work while runs are written, and are killed; then all must be there. Throws an AssertionError else. */
  async round(): Promise<void> {
    const { dir, wasm, engine, random } = this.options;
    this.load.start();
    try {
      // Of the engine that shares the file every second round has two.
      const count = engine === 'native' && random() < 0.5 ? 2 : 1;
      const hosts = Array.from({ length: count }, (_, part) => this.host(part, count));
      const delays = hosts.map(() => random() * LONGEST_MS);
      await Promise.all(hosts.map((host, i) => killAfter(host, delays[i]!)));
    } finally {
      this.load.stop();
    }
    if (this.errors.length > 0) throw new Error(this.errors.join('\n'));
    const other = engine === 'native' ? 'sql.js' : 'native';
    await verify(dir, wasm, random() < 0.33 ? other : engine, this.edits);
  }

  /** Ends what a failed round left. */
  async stop(): Promise<void> {
    this.load.stop();
    for (const host of this.hosts) await kill(host);
  }

  /** Each host names runs of its own, so that the last name is known. */
  private host(part: number, of: number): ChildProcess {
    const { dir, wasm, engine, host } = this.options;
    this.edited += 1_000_000;
    const runs = runIds().filter((_, index) => index % of === part);
    const child = fork(host, [dir, wasm, engine, String(this.edited), ...runs], { stdio: ['ignore', 2, 2, 'ipc'] });
    this.hosts.add(child);
    child.once('exit', () => this.hosts.delete(child));
    child.on('message', (message: HostMessage) => this.heard(message));
    return child;
  }

  private heard(message: HostMessage): void {
    if (message === 'starts') return;
    if ('error' in message) this.errors.push(message.error);
    else this.edits.set(message.runId, Math.max(message.n, this.edits.get(message.runId) ?? 0));
  }
}

/** Throws when the host ends by itself: it works until it is killed. */
async function killAfter(host: ChildProcess, ms: number): Promise<void> {
  await Promise.race([
    once(host, 'message'),
    once(host, 'exit').then(([code]) => Promise.reject(new Error(`the host ended with exit code ${code}`))),
  ]);
  await delay(ms);
  await kill(host);
}

/** What it sent before is heard before this resolves. */
async function kill(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const closed = Promise.all([once(host, 'exit'), host.connected ? once(host, 'disconnect') : undefined]);
  host.kill('SIGKILL');
  await closed;
}
