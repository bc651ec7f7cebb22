/** Transactions of one connection, whichever engine it belongs to; one inside another joins it. */
export class Transactions {
  private open = false;

  constructor(
    private readonly exec: (sql: string) => void,
    private readonly begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  ) {}

  get isOpen(): boolean {
    return this.open;
  }

  /** Commits what `work` did, or rolls it back when it throws. */
  run<T>(work: () => T): T {
    if (this.open) return work();
    this.exec(this.begin);
    this.open = true;
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.rollBack();
      throw error;
    } finally {
      this.open = false;
    }
  }

  /** Some errors end the transaction by themselves, see https://sqlite.org/lang_transaction.html#response_to_errors. */
  private rollBack(): void {
    try {
      this.exec('ROLLBACK');
    } catch {
      // There is none any more.
    }
  }
}
