import { signal } from '@preact/signals';
import type { RunModel } from '../runModel';

/** Matches that are kept; beyond it is said that there are more. */
const MOST_MATCHES = 100_000;

/** Looks for a text in all of the output, step by step. */
export class OutputSearch {
  readonly text = signal('');
  /** Rows that hold it, in their order. */
  readonly rows = signal<readonly number[]>([]);
  /** Index of the match that was gone to. */
  readonly current = signal<number | undefined>(undefined);
  readonly searching = signal(false);
  /** There are more matches than are kept. */
  readonly cut = signal(false);

  private next = 0;
  /** Of the search that is under way: another one ends it. */
  private turn = 0;

  constructor(
    private readonly model: RunModel,
    private readonly generation: () => number | undefined,
  ) {}

  setText(text: string): void {
    if (text === this.text.value) return;
    this.text.value = text;
    this.current.value = undefined;
    this.restart();
  }

  /** Searches anew. */
  restart(): void {
    this.rows.value = [];
    this.cut.value = false;
    this.next = 0;
    void this.run();
  }

  /** Searches what came since; rows from this one on may have changed. */
  goOn(settled: number): void {
    if (this.text.value === '' || this.searching.value) return;
    this.rows.value = this.rows.value.filter((row) => row < settled);
    this.next = Math.min(this.next, settled);
    void this.run();
  }

  /** Goes to the next match or the one before, from this row on when none was gone to yet; gives its row. */
  go(direction: 1 | -1, from: number): number | undefined {
    const rows = this.rows.value;
    if (rows.length === 0) return undefined;
    const at = this.current.value;
    const first = rows.findIndex((row) => row >= from);
    const start = direction === 1 ? Math.max(0, first) : (first === -1 ? rows.length : first) - 1;
    const index = at === undefined ? start : at + direction;
    this.current.value = (index + rows.length) % rows.length;
    return rows[this.current.value];
  }

  private async run(): Promise<void> {
    const turn = ++this.turn;
    const text = this.text.value;
    const runId = this.model.runId.value;
    this.searching.value = text !== '' && runId !== undefined;
    if (runId === undefined || text === '') return;
    try {
      for (let complete = false; !complete;) {
        const found = await this.model.host.call('searchOutput', { runId, text, from: this.next });
        if (turn !== this.turn) return;
        // The output is another one: whoever learns of that searches anew.
        if (found.generation !== this.generation()) break;
        this.take(found.rows);
        this.next = found.next;
        complete = found.complete || this.cut.value;
      }
    } catch {
      // The output tells what went wrong, and is searched on with what comes.
    }
    if (turn === this.turn) this.searching.value = false;
  }

  private take(rows: readonly number[]): void {
    if (rows.length === 0) return;
    const room = MOST_MATCHES - this.rows.value.length;
    this.cut.value = rows.length > room;
    this.rows.value = [...this.rows.value, ...rows.slice(0, room)];
  }
}
