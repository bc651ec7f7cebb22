/** A database of sql.js, in memory. Knows nothing of files, so that a report holds one in a browser. */
import type initSqlJs from 'sql.js';
import { checkParams, type Database, type Row, type SqlValue, type Statement } from './database';
import { StatementCache } from './statementCache';
import { Transactions } from './transactions';

type Native = InstanceType<initSqlJs.SqlJsStatic['Database']>;
type NativeStatement = ReturnType<Native['prepare']>;

/** Applies to the connection, so it is said again whenever sql.js has reopened the file. */
const CONNECTION =
  'PRAGMA foreign_keys=ON; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;';

export class SqljsDatabase implements Database {
  readonly engine = 'sql.js';
  private readonly statements = new StatementCache(
    (sql) => new SqljsStatement(this.native, sql),
    (statement) => statement.free(),
  );
  private readonly transactions = new Transactions((sql) => void this.native.exec(sql), 'BEGIN');

  constructor(private readonly native: Native) {
    native.exec(CONNECTION);
  }

  prepare<R extends object = Row>(sql: string): Statement<R> {
    return this.statements.get(sql) as unknown as Statement<R>;
  }

  exec(sql: string): void {
    this.native.exec(sql);
  }

  transaction<T>(work: () => T): T {
    return this.transactions.run(work);
  }

  /** Nobody else has a database in memory. */
  foreignVersion(): number {
    return 0;
  }

  /** The whole database as the bytes of a SQLite file. Not inside a transaction. */
  image(): Uint8Array {
    if (this.transactions.isOpen) throw new Error('An image cannot be taken inside a transaction');
    // `export` finalises all statements and reopens the file: they are prepared again at their next use.
    const image = this.native.export();
    for (const statement of this.statements.all()) statement.forget();
    this.native.exec(CONNECTION);
    return image;
  }

  close(): void {
    this.statements.clear();
    this.native.close();
  }
}

class SqljsStatement implements Statement {
  private prepared: NativeStatement | undefined;
  private columns: string[] = [];

  constructor(
    private readonly native: Native,
    private readonly sql: string,
  ) {}

  /** The connection finalised it: it is prepared again at its next use. */
  forget(): void {
    this.prepared = undefined;
  }

  free(): void {
    this.prepared?.free();
    this.prepared = undefined;
  }

  run(...params: SqlValue[]): void {
    this.use(params, (statement) => void statement.step());
  }

  get(...params: SqlValue[]): Row | undefined {
    return this.use(params, (statement) => (statement.step() ? this.row(statement) : undefined));
  }

  all(...params: SqlValue[]): Row[] {
    return this.use(params, (statement) => {
      const rows: Row[] = [];
      while (statement.step()) rows.push(this.row(statement));
      return rows;
    });
  }

  private use<T>(params: SqlValue[], read: (statement: NativeStatement) => T): T {
    checkParams(params);
    const statement = (this.prepared ??= this.prepareNow());
    try {
      statement.bind(params);
      return read(statement);
    } finally {
      statement.reset();
    }
  }

  private prepareNow(): NativeStatement {
    const statement = this.native.prepare(this.sql);
    this.columns = statement.getColumnNames();
    return statement;
  }

  private row(statement: NativeStatement): Row {
    const values = statement.get();
    const row: Row = {};
    for (let i = 0; i < this.columns.length; i += 1) row[this.columns[i]!] = values[i] as SqlValue;
    return row;
  }
}
