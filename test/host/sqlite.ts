/** Reads a database as any other program would, while its owner goes on: through Python, which brings SQLite along. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

export type SqlValue = number | string | Uint8Array | null;
export type Row = Record<string, SqlValue>;

const SCRIPT = `
import base64, json, pathlib, sqlite3, sys
database = sqlite3.connect(pathlib.Path(sys.argv[1]).resolve().as_uri() + '?mode=ro', uri=True, timeout=10)
database.row_factory = sqlite3.Row
value = lambda v: {'bytes': base64.b64encode(v).decode()} if isinstance(v, bytes) else v
print(json.dumps([[{k: value(r[k]) for k in r.keys()} for r in database.execute(q)] for q in sys.argv[2:]]))`;
const MOST_OUTPUT = 64 * 1024 * 1024;

/** The rows of each query; no rows while there is no file yet. Rejects with SQLite's message. */
export async function queryDatabase(file: string, queries: readonly string[]): Promise<Row[][]> {
  if (!existsSync(file)) return queries.map(() => []);
  const python = process.platform === 'win32' ? 'python' : 'python3';
  const { stdout } = await promisify(execFile)(python, ['-c', SCRIPT, file, ...queries], { maxBuffer: MOST_OUTPUT });
  return JSON.parse(stdout, (_, value: unknown) => {
    const bytes = (value as { bytes?: unknown } | null)?.bytes;
    return typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : value;
  }) as Row[][];
}
