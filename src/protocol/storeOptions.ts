/** Which SQLite holds the database: Node's own, that of sql.js, or the better one of those that can. */
export type EngineChoice = 'auto' | 'sql.js' | 'native';

/** Handed to the worker thread as its `workerData`. */
export interface StoreOptions {
  /** `auto` when absent. */
  engine?: EngineChoice;
  /** The workspace folder that holds (or will hold) `.trialbook`. */
  workspaceDir: string;
  /** Absolute path of `sql-wasm.wasm`. */
  wasmPath: string;
  /** Contents of the l10n bundle for the user's language; absent for English. */
  l10nBundle?: Record<string, string | { message: string; comment: string[] }>;
}
