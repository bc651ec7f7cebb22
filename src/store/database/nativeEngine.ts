/** SQLite of Node itself: `node:sqlite`, in Node from 22.5 on and in VS Code from 1.101 on. */
import { errorCode } from '../../common/errors';
import { checkParams, type Database, type Row, type SqlValue, type Statement } from './database';
import { StatementCache } from './statementCache';
import { Transactions } from './transactions';

/** What we use of https://nodejs.org/api/sqlite.html; the types of the oldest Node that we build with lack it. */
interface NativeModule {
  DatabaseSync: new (location: string) => NativeConnection;
}

interface NativeConnection {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  close(): void;
}

type NativeValue = SqlValue | bigint;
type NativeRow = Record<string, NativeValue>;

interface NativeStatement {
  run(...params: NativeValue[]): unknown;
  get(...params: NativeValue[]): NativeRow | undefined;
  all(...params: NativeValue[]): NativeRow[];
  setReadBigInts(enabled: boolean): void;
}

/** Another window's commit is waited for that long; the thread stands still meanwhile. */
const BUSY_TIMEOUT_MS = 1000;
/** Unlike a larger file, a larger cache costs memory: 8 MB hold the inner pages of half a million rows. */
const CACHE_KIB = 8 * 1024;
/** Pages of the log (4 kB each) after which SQLite writes them back into the file. */
const CHECKPOINT_PAGES = 2000;

/** The timeout first, since others may have the file open; `auto_vacuum` decides only while it has no table yet. */
const CONNECTION = `PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA foreign_keys=ON;
  PRAGMA temp_store=MEMORY; PRAGMA cache_size=-${CACHE_KIB}; PRAGMA synchronous=NORMAL;`;

export class NativeEngine {
  private constructor(private readonly sqlite: NativeModule) {}

  /** `undefined` where Node has no SQLite. */
  static load(): NativeEngine | undefined {
    // Asked for in this way it is neither bundled nor a reason to fail.
    const sqlite = process.getBuiltinModule?.('node:sqlite') as NativeModule | undefined;
    return sqlite === undefined ? undefined : new NativeEngine(sqlite);
  }

  /** Opens a file, made when there is none, or `:memory:`. Throws as SQLite does. */
  open(file: string): NativeDatabase {
    const connection = new this.sqlite.DatabaseSync(file);
    try {
      connection.exec(CONNECTION);
      return new NativeDatabase(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
  }
}

export class NativeDatabase implements Database {
  readonly engine = 'native';
  private readonly statements = new StatementCache((sql) => new NativeStatementOf(this.connection.prepare(sql)));
  // At once for writing: one that reads first and writes later fails when another process wrote in between.
  private readonly transactions = new Transactions((sql) => this.connection.exec(sql), 'BEGIN IMMEDIATE');

  constructor(private readonly connection: NativeConnection) {}

  /** Switches to a write-ahead log, and takes over what a killed process left in one. */
  useLog(): void {
    // Without a read in between a checkpoint fails (SQLITE_LOCKED) when the file was checked before it was switched.
    this.exec(`PRAGMA journal_mode=WAL; PRAGMA user_version; PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES};
      PRAGMA journal_size_limit=${CHECKPOINT_PAGES * 4096}; PRAGMA wal_checkpoint(TRUNCATE);`);
  }

  /** Makes all commits durable: a checkpoint syncs the log before it copies pages into the file. */
  syncLog(): void {
    this.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** See https://sqlite.org/pragma.html#pragma_data_version. */
  foreignVersion(): number {
    return this.prepare<{ data_version: number }>('PRAGMA data_version').get()?.data_version ?? 0;
  }

  prepare<R extends object = Row>(sql: string): Statement<R> {
    return this.statements.get(sql) as unknown as Statement<R>;
  }

  exec(sql: string): void {
    this.connection.exec(sql);
  }

  transaction<T>(work: () => T): T {
    return this.transactions.run(work);
  }

  close(): void {
    this.statements.clear();
    this.connection.close();
  }
}

class NativeStatementOf implements Statement {
  constructor(private readonly statement: NativeStatement) {}

  run(...params: SqlValue[]): void {
    this.statement.run(...bindable(params));
  }

  get(...params: SqlValue[]): Row | undefined {
    const values = bindable(params);
    return this.read(() => this.statement.get(...values)) as Row | undefined;
  }

  all(...params: SqlValue[]): Row[] {
    const values = bindable(params);
    return this.read(() => this.statement.all(...values)) as Row[];
  }

  /** Node refuses integers beyond 2^53 unless it may give all of them as BigInts: then they are rounded here. */
  private read<T extends NativeRow | NativeRow[] | undefined>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (errorCode(error) !== 'ERR_OUT_OF_RANGE') throw error;
    }
    this.statement.setReadBigInts(true);
    try {
      const result = read();
      for (const row of Array.isArray(result) ? result : [result]) roundBigInts(row);
      return result;
    } finally {
      this.statement.setReadBigInts(false);
    }
  }
}

/** Node binds every number as REAL: what is whole becomes an INTEGER, as sql.js binds it, so that files are the same. */
function bindable(params: readonly SqlValue[]): NativeValue[] {
  checkParams(params);
  return params.map((value) => (typeof value === 'number' && value === (value | 0) ? BigInt(value) : value));
}

function roundBigInts(row: NativeRow | undefined): void {
  for (const [column, value] of Object.entries(row ?? {})) {
    if (typeof value === 'bigint') row![column] = Number(value);
  }
}
