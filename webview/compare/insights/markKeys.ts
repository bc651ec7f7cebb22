/** The marks of a drawn chart by keys, as the crosshair of line charts is moved. */
import type { TargetedKeyboardEvent } from 'preact';
import { walk } from './walk';

interface MarkKeys<Mark> {
  /** Read out: what the chart shows, and what the keys do. */
  label: string;
  /** The mark that is pointed at, by keys or the mouse. */
  at: Mark | undefined;
  /** Its place among `count` marks. */
  place: number;
  count: number;
  /** Read out of the mark. */
  told: string;
  /** The mark that a key leads to; `undefined` for a key that leads nowhere. */
  next: (key: string) => Mark | undefined;
  onPoint: (mark: Mark | undefined) => void;
  /** What Enter does, which is what a click does. */
  onPick?: (mark: Mark) => void;
}

/**
 * Attributes and handlers of the element that takes the chart's focus. It is a slider, as line charts are: screen readers leave
 * the arrow keys to it, and read its value text out whenever that changes. Whatever in it has `data-pointed` is kept in sight.
 */
export function markKeys<Mark>({ label, at, place, count, told, next, onPoint, onPick }: MarkKeys<Mark>) {
  const press = (event: TargetedKeyboardEvent<HTMLElement>): boolean => {
    const { key, currentTarget } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const target = next(key);
    if (target !== undefined) {
      onPoint(target);
      requestAnimationFrame(() => showPointed(currentTarget));
      return true;
    }
    if (at === undefined) return false;
    if (key === 'Enter' && onPick !== undefined) onPick(at);
    else if (key === 'Escape') onPoint(undefined);
    else return false;
    return true;
  };
  return {
    role: 'slider',
    tabIndex: 0,
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': Math.max(0, count - 1),
    'aria-valuenow': at === undefined ? 0 : place,
    'aria-valuetext': at === undefined ? '' : told,
    onKeyDown: (event: TargetedKeyboardEvent<HTMLElement>) => {
      if (press(event)) event.preventDefault();
    },
    onBlur: () => onPoint(undefined),
  } as const;
}

/** Lets go of the mark when the pointer leaves its chart; not of one that keys hold: the page may have moved below the pointer. */
export function letGo(chart: Element | null, onPoint: (mark: undefined) => void): void {
  if (chart?.matches(':focus-visible') !== true) onPoint(undefined);
}

function showPointed(chart: HTMLElement): void {
  chart.querySelector('[data-pointed]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/**
 * The mark that a key leads to. Left, Right, Home and End go along `across`, Up, Down and the page keys along `upwards`; both
 * hold all marks. Without a mark the walk begins at the first one across, with End at the last.
 */
export function nextMark<Mark>(
  key: string,
  at: Mark | undefined,
  across: readonly Mark[],
  upwards: readonly Mark[],
): Mark | undefined {
  const along = ALONG[key];
  const isUpward = along !== undefined && at !== undefined && upwards.includes(at);
  const order = isUpward ? upwards : across;
  const point = at === undefined ? -1 : order.indexOf(at);
  const to = walk(along ?? key, point < 0 ? undefined : { row: 0, point }, [order.length]);
  return to && order[to.point];
}

/** Keys that go upwards or downwards, as those that go along a row. */
const ALONG: Readonly<Record<string, string>> = {
  ArrowUp: 'ArrowRight',
  ArrowDown: 'ArrowLeft',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
};
