import { readFileSync } from 'node:fs';
import initSqlJs from 'sql.js';
import { SqljsDatabase } from './sqljsDatabase';

/** SQLite compiled to WebAssembly; databases live in memory and become files as whole images. */
export class SqljsEngine {
  private constructor(private readonly sql: initSqlJs.SqlJsStatic) {}

  /** Loads `sql-wasm.wasm` from a path. Rejects when it is missing or broken. */
  static async load(wasmPath: string): Promise<SqljsEngine> {
    const bytes = readFileSync(wasmPath);
    const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    return new SqljsEngine(await initSqlJs({ wasmBinary }));
  }

  /** Opens an image, or an empty database without one. SQLite looks at the image when the first statement runs. */
  open(image?: Uint8Array): SqljsDatabase {
    const native = new this.sql.Database(image);
    try {
      return new SqljsDatabase(native);
    } catch (error) {
      native.close();
      throw error;
    }
  }
}
