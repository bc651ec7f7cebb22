import type { EngineChoice } from '../../protocol/storeOptions';
import type { Database } from './database';
import { isLocalDisk } from './localDisk';
import { NativeEngine } from './nativeEngine';
import { SqljsEngine } from './sqljsEngine';

/** The engines of one store. That of sql.js is loaded when it is needed first: it takes 30 ms and some memory. */
export class Engines {
  private sqljs: Promise<SqljsEngine> | undefined;

  private constructor(
    /** The engine that shares files; `undefined` when it is not there, or not wanted for this folder. */
    readonly native: NativeEngine | undefined,
    private readonly wasmPath: string,
  ) {}

  /** Chooses for a folder. Rejects when sql.js is needed and does not load. */
  static async choose(choice: EngineChoice, folder: string, wasmPath: string): Promise<Engines> {
    const wanted = choice === 'native' || (choice === 'auto' && isLocalDisk(folder));
    const engines = new Engines(wanted ? NativeEngine.load() : undefined, wasmPath);
    if (engines.native === undefined) await engines.image();
    return engines;
  }

  /** The engine that holds databases in memory. */
  image(): Promise<SqljsEngine> {
    this.sqljs ??= SqljsEngine.load(this.wasmPath);
    return this.sqljs;
  }

  /** An empty database in memory. */
  async memory(): Promise<Database> {
    return this.native?.open(':memory:') ?? (await this.image()).open();
  }
}
