import { batch, signal } from '@preact/signals';
import type { FilterCompletion, FilterCompletions } from '../../src/protocol/filterApi';

/** Completions are asked for when the typing rests so long, ms: the rows of the filter come first. */
const REST_MS = 120;

/** What may follow at the end of a filter, as it is offered below its field. */
export class Completions {
  readonly items = signal<readonly FilterCompletion[]>([]);
  /** Place of the one that the keyboard is on; −1 without any. */
  readonly active = signal(-1);
  /** The filter that the items complete, and where the word begins that they take the place of. */
  private offeredFor = { filter: '', start: 0 };
  private wanted: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `complete` gives `undefined` for what could not be read: then nothing is offered. */
  constructor(private readonly complete: (filter: string) => Promise<FilterCompletions | undefined>) {}

  /** Offers what completes a filter, soon. */
  offer(filter: string): void {
    this.wanted = filter;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.read(filter), REST_MS);
  }

  close(): void {
    this.wanted = undefined;
    clearTimeout(this.timer);
    this.show([]);
  }

  /** Goes from one to the next, and from the last to the first. */
  move(by: 1 | -1): void {
    const count = this.items.value.length;
    const from = this.active.value < 0 && by < 0 ? 0 : this.active.value;
    this.active.value = count === 0 ? -1 : (from + by + count) % count;
  }

  /** The filter with a completion put in; `undefined` without it, or when it was offered for what is not there any more. */
  filterWith(place: number): string | undefined {
    const item = this.items.value[place];
    const { filter, start } = this.offeredFor;
    return item === undefined || filter !== this.wanted ? undefined : filter.slice(0, start) + item.text;
  }

  private async read(filter: string): Promise<void> {
    const found = await this.complete(filter);
    if (filter !== this.wanted) return;
    this.offeredFor = { filter, start: found?.replaced.start ?? filter.length };
    this.show(found?.items ?? []);
  }

  private show(items: readonly FilterCompletion[]): void {
    batch(() => {
      this.items.value = items;
      this.active.value = -1;
    });
  }
}
