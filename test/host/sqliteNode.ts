/** A Node that has SQLite: VS Code's has, while ours may be older. */
import { ensureServer } from './install';

/** The path of this Node or, where it lacks `node:sqlite`, of the one that VS Code's server brings along. */
export async function sqliteNode(): Promise<string> {
  return process.getBuiltinModule?.('node:sqlite') === undefined ? (await ensureServer()).node : process.execPath;
}
