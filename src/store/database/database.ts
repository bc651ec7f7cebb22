/**
 * The little of SQLite that the store needs, so that engines can be exchanged. Everything is synchronous: a transaction
 * never yields, so that requests and ingestion cannot mix inside one.
 */
export type SqlValue = number | string | Uint8Array | null;

export type Row = Record<string, SqlValue>;

/** A prepared statement; it stays usable for as long as its database is open. */
export interface Statement<R extends object = Row> {
  run(...params: SqlValue[]): void;
  /** The first row; the statement is run to its first row only. */
  get(...params: SqlValue[]): R | undefined;
  all(...params: SqlValue[]): R[];
}

/**
 * An open database. BLOBs are `Uint8Array`. NaN is refused as a parameter, because SQLite would store it as NULL: encode
 * it with `toWire` first.
 */
export interface Database {
  readonly engine: 'sql.js' | 'native';
  /** Cached by text: preparing the same statement twice costs nothing. `R` is what the caller knows of its columns. */
  prepare<R extends object = Row>(sql: string): Statement<R>;
  /** Runs any number of statements without parameters. */
  exec(sql: string): void;
  /** A number that is another when another process committed since. */
  foreignVersion(): number;
  /** Commits what `work` did, or rolls it back when it throws. Inside another transaction it joins that one. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Says no to parameters that SQLite would change silently. */
export function checkParams(params: readonly SqlValue[]): void {
  for (const value of params) {
    if (typeof value === 'number' && Number.isNaN(value)) throw new TypeError('NaN is no SQL value: encode it first');
  }
}
