import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { formatEvent } from '../../../src/common/eventWriter';
import { runDir, trialbookDir } from '../../../src/common/workspaceFolder';
import { toWire } from '../../../src/protocol/numbers';
import type { Args, Result } from '../../../src/protocol/rpc';
import type { StoreApi, StoreEvent } from '../../../src/protocol/storeApi';
import type { EngineChoice } from '../../../src/protocol/storeOptions';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import type { Database } from '../../../src/store/database/database';
import { NativeEngine } from '../../../src/store/database/nativeEngine';
import { StoreService } from '../../../src/store/service';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';

export const WASM = path.resolve('node_modules/sql.js/dist/sql-wasm.wasm');

/** The engine under test: these tests run once with each. */
export const ENGINE: EngineChoice = process.env['TRIALBOOK_TEST_ENGINE'] === 'native' ? 'native' : 'sql.js';

/** Tests of what only one engine does: nothing in the run with the other. */
export function describeOnly(engine: typeof ENGINE, title: string, tests: (this: Mocha.Suite) => void): void {
  if (engine === ENGINE) describe(title, tests);
}

/** An empty database in memory, of the engine under test. */
export async function openMemory(): Promise<Database> {
  return ENGINE === 'native' ? nativeEngine().open(':memory:') : (await SqljsEngine.load(WASM)).open();
}

/** A file as another program opens it. Throws where Node has no SQLite. */
export function openDatabase(file: string): Database {
  return nativeEngine().open(file);
}

function nativeEngine(): NativeEngine {
  const engine = NativeEngine.load();
  if (engine === undefined) throw new Error(`Node ${process.version} has no node:sqlite`);
  return engine;
}

/** Wall time of the first event of {@link events}, in µs and in ms. */
export const T0 = 1_750_000_000_000_000;
export const T0_MS = T0 / 1000;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The n-th run id: later ones sort behind earlier ones. */
export function runIdOf(n: number): string {
  const digits = [...Array(4)].map((_, place) => ALPHABET[Math.floor(n / 32 ** (3 - place)) % 32]).join('');
  return `01JXSTRE00000000000000${digits}`;
}

/** A workspace folder that is removed after the test. */
export class TestWorkspace {
  readonly dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'trialbook-store-')));
  private readonly services: OpenStore[] = [];

  /** Appends events to a file of a run, numbered from `q` and a second apart. */
  append(runId: string, events: readonly NewEvent[], { file = 'events-1-1.jsonl', q = 0 } = {}): void {
    this.appendText(runId, events.map((event, i) => formatEvent(event, q + i, T0 + (q + i) * 1e6)).join(''), file);
  }

  appendText(runId: string, text: string, file = 'events-1-1.jsonl'): void {
    mkdirSync(runDir(this.dir, runId), { recursive: true });
    appendFileSync(path.join(runDir(this.dir, runId), file), text);
  }

  async open(engine: EngineChoice = ENGINE): Promise<OpenStore> {
    const store = await OpenStore.open(this.dir, engine);
    this.services.push(store);
    return store;
  }

  async closeAll(): Promise<void> {
    for (const store of this.services) await store.close().catch(() => undefined);
  }

  async dispose(): Promise<void> {
    await this.closeAll();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** A store in this thread, and what it said. */
export class OpenStore {
  private constructor(
    readonly service: StoreService,
    readonly events: StoreEvent[],
  ) {}

  static async open(dir: string, engine: EngineChoice): Promise<OpenStore> {
    const events: StoreEvent[] = [];
    const options = { workspaceDir: dir, wasmPath: WASM, engine };
    const service = await StoreService.open(options, (event) => events.push(event));
    return new OpenStore(service, events);
  }

  async ask<M extends keyof StoreApi>(method: M, args: Args<StoreApi, M>): Promise<Result<StoreApi, M>> {
    // What the real client gets has crossed from one thread to another.
    return structuredClone(await this.service.handlers[method](args));
  }

  async refresh(): Promise<this> {
    await this.ask('refresh', {});
    return this;
  }

  async close(): Promise<void> {
    await this.ask('close', {});
  }

  said<K extends StoreEvent['kind']>(kind: K): Extract<StoreEvent, { kind: K }>[] {
    return this.events.filter((event): event is Extract<StoreEvent, { kind: K }> => event.kind === kind);
  }
}

/** A store in a process of its own. */
export class StoreProcess {
  output = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (data: Buffer) => (this.output += data.toString()));
    child.stderr!.on('data', (data: Buffer) => (this.output += data.toString()));
  }

  /** Opens the store of a workspace and, with a method, asks it that without arguments. */
  static start(dir: string, engine: EngineChoice = ENGINE, ...method: 'emptyTrash'[]): StoreProcess {
    const script = path.resolve('test/unit/store/serviceProcess.ts');
    return new StoreProcess(spawn(process.execPath, ['--import=tsx', script, dir, WASM, engine, ...method]));
  }

  /** Ends it without a chance to tidy up. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}

/** The lock files of a workspace folder: of the one who has it alone, or of each who shares it. */
export function lockFiles(dir: string): string[] {
  return readdirSync(trialbookDir(dir)).filter((name) => name.startsWith('trialbook.lock'));
}

/** The names of all runs, newest first. */
export async function names(store: OpenStore): Promise<string[]> {
  return (await store.ask('listRuns', { offset: 0, limit: 1000 })).runs.map(({ name }) => name);
}

/** All values of a series, in the order in which they were recorded. */
export async function valuesOf(store: OpenStore, runId: string, key = 'loss'): Promise<number[]> {
  const after = [{ runId, key, count: 0 }];
  const [series] = await store.ask('series', { runIds: [runId], keys: [key], width: 1, after });
  return [...(series?.values ?? [])];
}

/** A finished run: its recorder's lines around those given. */
export function finishedRun(runId: string, name: string, inner: readonly NewEvent[] = []): NewEvent[] {
  return [...startedRun(runId, name), ...inner, { e: 'st', status: 'finished', code: 0 }, { e: 'bye' }];
}

/** The first lines of a recorder. The pid is that of this process, so that the run is live, unless another is given. */
export function startedRun(
  runId: string,
  name: string,
  hello: { pid?: number; host?: string; start?: string } = {},
): NewEvent[] {
  return [
    { e: 'hello', v: 1, role: 'recorder', pid: process.pid, host: hostname(), argv: ['trialbook'], ...hello },
    {
      e: 'run',
      id: runId,
      name,
      experiment: 'penguins',
      command: ['python', 'train.py'],
      cwd: '.',
      script: 'train.py',
    },
    { e: 'st', status: 'running', pid: process.pid },
  ];
}

export function points(key: string, values: readonly number[]): NewEvent[] {
  return values.map((v, s) => ({ e: 'm', k: key, v: toWire(v), s }));
}

/** Waits until something holds; fails loudly when it never does. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 15_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
    await delay(20);
  }
}
