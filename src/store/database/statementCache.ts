/** Our own statements are some hundred; those of filters that people type would go on for ever. */
const MOST_STATEMENTS = 400;

/** Prepared statements by their text; those used longest ago are let go. */
export class StatementCache<S> {
  /** In the order of the last use. */
  private readonly statements = new Map<string, S>();

  constructor(
    private readonly prepare: (sql: string) => S,
    /** Frees what a statement holds; it may be used again nevertheless. */
    private readonly release: (statement: S) => void = () => undefined,
  ) {}

  get(sql: string): S {
    const present = this.statements.get(sql);
    if (present !== undefined) this.statements.delete(sql);
    const statement = present ?? this.prepare(sql);
    this.statements.set(sql, statement);
    if (this.statements.size > MOST_STATEMENTS) this.dropOldest();
    return statement;
  }

  all(): Iterable<S> {
    return this.statements.values();
  }

  clear(): void {
    this.statements.clear();
  }

  private dropOldest(): void {
    const [oldest] = this.statements;
    if (oldest === undefined) return;
    this.statements.delete(oldest[0]);
    this.release(oldest[1]);
  }
}
