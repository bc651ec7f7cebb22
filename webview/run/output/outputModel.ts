import { effect, signal } from '@preact/signals';
import type { OutputRow, OutputState } from '../../../src/protocol/outputApi';
import type { RunModel } from '../runModel';
import { OutputSearch } from './outputSearch';
import { placesIn } from './places';

/** Rows that are asked for at once. */
const BLOCK = 200;
/** Blocks that are kept: more than any window shows. */
const KEPT_BLOCKS = 40;
/** How often a live run is asked for news, ms. */
const POLL_MS = 400;

/** The output as the page knows it: what is in sight is read, and no more. */
export class OutputModel {
  /** `null` for a run without output. */
  readonly state = signal<OutputState | null | undefined>(undefined);
  /** Counts the times that rows came: what is drawn of them is drawn anew. */
  readonly version = signal(0);
  /** Whether the end stays in sight while the run is live. */
  readonly follow = signal(true);
  readonly search: OutputSearch;

  private readonly blocks = new Map<number, OutputRow[]>();
  private readonly asked = new Set<number>();
  /** Whether the files that rows name are there. */
  private readonly files = new Map<string, boolean>();
  private shown = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly model: RunModel) {
    this.search = new OutputSearch(model, () => this.state.value?.generation);
    // The last of the output comes when the run ends.
    effect(() => {
      if (!model.live.value && model.run.value !== undefined) this.poll();
    });
  }

  /** Begins to follow the output, for as long as it is in sight. */
  show(): () => void {
    this.shown = true;
    // Of a run that ended well the beginning is in sight first, of others what they said last.
    this.follow.value = this.model.run.peek()?.status !== 'finished';
    this.poll();
    return () => {
      this.shown = false;
      clearTimeout(this.timer);
    };
  }

  /** A row, when it is known. */
  row(index: number): OutputRow | undefined {
    return this.blocks.get(Math.floor(index / BLOCK))?.[index % BLOCK];
  }

  /** Reads what is not known of these rows. */
  need(from: number, to: number): void {
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block += 1) {
      if (!this.blocks.has(block) && !this.asked.has(block)) void this.readBlock(block);
    }
  }

  isFile(file: string): boolean {
    return this.files.get(file) === true;
  }

  /** Asks for news at once. */
  poll(): void {
    clearTimeout(this.timer);
    if (this.shown) void this.ask();
  }

  private async ask(): Promise<void> {
    const runId = this.model.runId.value;
    if (runId === undefined) return;
    try {
      this.take(await this.model.host.call('outputState', { runId }));
    } catch (error) {
      // A store that crashed is there again at the next question.
      this.model.failure.value = error instanceof Error ? error.message : String(error);
    }
    clearTimeout(this.timer);
    const counting = this.state.value?.complete === false;
    if (this.shown && (counting || this.model.live.value || this.state.value === undefined)) {
      this.timer = setTimeout(() => void this.ask(), counting ? 0 : POLL_MS);
    }
  }

  private take(state: OutputState | null): void {
    const before = this.state.value;
    if (isSame(state, before)) return;
    if (state?.generation !== before?.generation) {
      this.blocks.clear();
      this.asked.clear();
      this.search.restart();
    } else this.forgetFrom(before?.settled ?? 0);
    this.state.value = state;
    if (state !== null) this.search.goOn(before?.settled ?? 0);
  }

  /** Rows from this one on may have changed. They stay in sight until they are read again. */
  private forgetFrom(row: number): void {
    const first = Math.floor(row / BLOCK);
    for (const block of this.blocks.keys()) if (block >= first) void this.readBlock(block);
  }

  private async readBlock(block: number): Promise<void> {
    const runId = this.model.runId.value;
    if (runId === undefined) return;
    this.asked.add(block);
    try {
      const query = { runId, from: block * BLOCK, to: (block + 1) * BLOCK };
      const { rows, generation } = await this.model.host.call('readOutput', query);
      const { state } = this;
      const expected = Math.min(BLOCK, (state.value?.rows ?? 0) - block * BLOCK);
      // A store that began anew has not counted all rows yet.
      if (generation === state.value?.generation && rows.length >= expected) this.keep(block, rows);
      else this.readAgain(block);
    } catch {
      // The poll tells what went wrong.
      this.readAgain(block);
    } finally {
      this.asked.delete(block);
    }
  }

  private readAgain(block: number): void {
    this.poll();
    if (this.shown) setTimeout(() => void this.readBlock(block), POLL_MS);
  }

  private keep(block: number, rows: OutputRow[]): void {
    this.blocks.delete(block);
    this.blocks.set(block, rows);
    const [oldest] = this.blocks.keys();
    if (this.blocks.size > KEPT_BLOCKS && oldest !== undefined) this.blocks.delete(oldest);
    this.version.value += 1;
    void this.lookForFiles(rows);
  }

  private async lookForFiles(rows: readonly OutputRow[]): Promise<void> {
    const named = new Set(rows.flatMap(({ text }) => placesIn(text).map(({ file }) => file)));
    const unknown = [...named].filter((file) => !this.files.has(file));
    if (unknown.length === 0) return;
    for (const file of unknown) this.files.set(file, false);
    const found = await this.model.host.call('findFiles', { files: unknown }).catch(() => []);
    for (const file of found) this.files.set(file, true);
    if (found.length > 0) this.version.value += 1;
  }
}

function isSame(a: OutputState | null, b: OutputState | null | undefined): boolean {
  if (!a || !b) return a === b;
  return a.generation === b.generation && a.bytes === b.bytes && a.rows === b.rows && a.complete === b.complete;
}
