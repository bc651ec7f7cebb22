import { computed, signal } from '@preact/signals';
import type { ChartSettings } from '../../src/protocol/chartSettings';
import {
  HEIGHTS,
  MOST_COLUMNS,
  parseCompareLayout,
  type ChartLayout,
  type CompareLayout,
} from '../../src/protocol/compareLayout';

/** Time to gather changes in before they are saved, ms: a drag makes many. */
const SAVE_DELAY = 300;

/** How the charts are laid out, which people share; what is changed is saved. */
export class LayoutModel {
  readonly layout = signal<CompareLayout>(parseCompareLayout(undefined));
  private readonly places = computed(() => new Map(this.layout.value.order.map((key, place) => [key, place])));
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `save` keeps a layout for everyone. */
  constructor(private readonly save: (layout: CompareLayout) => void) {}

  /** Takes in a layout as it came: written by hand, maybe. One's own changes that are not saved yet are newer. */
  take(layout: unknown): void {
    if (this.timer === undefined) this.layout.value = parseCompareLayout(layout);
  }

  of(key: string): ChartLayout {
    return this.layout.value.charts[key] ?? {};
  }

  /** Whether somebody gave a chart its place. */
  isPlaced(key: string): boolean {
    return this.places.value.has(key);
  }

  /** Keys in their order: those that were placed first. */
  sorted(keys: readonly string[]): string[] {
    const placeOf = (key: string): number => this.places.value.get(key) ?? Number.POSITIVE_INFINITY;
    const rank = (a: string, b: string): number => (placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b));
    return [...keys].sort(rank);
  }

  /**
   * Moves a chart to a place among the charts of its group, which stand in this order. Only charts up to the last place
   * that was touched are remembered: the others keep following from their names.
   */
  move(group: readonly string[], key: string, place: number): void {
    const from = group.indexOf(key);
    const to = Math.max(0, Math.min(group.length - 1, place));
    if (from === -1 || from === to) return;
    const moved = group.filter((one) => one !== key);
    moved.splice(to, 0, key);
    const { order } = this.layout.value;
    const known = Math.max(from, to, ...group.map((one, index) => (order.includes(one) ? index : 0)));
    const others = order.filter((one) => !group.includes(one));
    this.change({ ...this.layout.value, order: [...others, ...moved.slice(0, known + 1)] });
  }

  resize(key: string, size: { columns?: number; height?: number }): void {
    const { columns = this.of(key).columns ?? 1, height = this.of(key).height ?? HEIGHTS.usual } = size;
    this.set(key, {
      columns: Math.max(1, Math.min(MOST_COLUMNS, Math.round(columns))),
      height: Math.max(HEIGHTS.least, Math.min(HEIGHTS.most, Math.round(height))),
    });
  }

  hide(key: string): void {
    this.set(key, { hidden: true });
  }

  show(keys: readonly string[]): void {
    for (const key of keys) this.set(key, { hidden: undefined });
  }

  /** Sets a chart's own settings; without any it follows the page. */
  setSettings(key: string, settings: Partial<ChartSettings> | undefined): void {
    this.set(key, { settings });
  }

  private set(key: string, changes: { [Name in keyof ChartLayout]: ChartLayout[Name] | undefined }): void {
    const changed = { [key]: { ...this.of(key), ...changes } };
    // Parsing leaves out what is as usual, and a chart of which nothing is left.
    this.change(parseCompareLayout({ ...this.layout.value, charts: { ...this.layout.value.charts, ...changed } }));
  }

  private change(layout: CompareLayout): void {
    this.layout.value = layout;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.save(this.layout.value);
    }, SAVE_DELAY);
  }
}
