import { bytesOf, mapColumns } from './curve';
import type { Thinned } from './decimate';

/** Sixteen pages with twenty charts each fit; points take 24 bytes, more where they are smoothed. */
const CACHE_BYTES = 48 * 1024 * 1024;

interface Entry extends Thinned {
  /** Points that the series had. */
  count: number;
}

/**
 * Decimated series by what was asked for, so that a page which is shown again, or scrolled back, costs no decoding. Series
 * only grow, so an entry holds as long as the number of points is the same.
 */
export class DecimationCache {
  /** In the order of the last use. */
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  /** Gives a copy, whose buffers may be transferred; makes and keeps the entry when there is none of this count. */
  get(key: string, count: number, make: () => Thinned): Thinned {
    const present = this.entries.get(key);
    if (present !== undefined) this.remove(key, present);
    const entry = present?.count === count ? present : { count, ...make() };
    this.entries.set(key, entry);
    this.bytes += bytesOf(entry.columns);
    this.trim();
    const { count: _, ...thinned } = entry;
    return { ...thinned, columns: mapColumns(entry.columns, (column) => column.slice()) };
  }

  /** The database is another: numbers of series mean others now. */
  clear(): void {
    this.entries.clear();
    this.bytes = 0;
  }

  private trim(): void {
    for (const [key, entry] of this.entries) {
      if (this.bytes <= CACHE_BYTES) return;
      this.remove(key, entry);
    }
  }

  private remove(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.bytes -= bytesOf(entry.columns);
  }
}
