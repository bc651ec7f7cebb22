import { computed, type ReadonlySignal } from '@preact/signals';

/** A derived value that stays the same object until its content changes, so that what shows it rests meanwhile. */
export function stable<T>(read: () => T): ReadonlySignal<T> {
  let last: { value: T; content: string } | undefined;
  return computed(() => {
    const value = read();
    const content = JSON.stringify(value);
    if (last?.content !== content) last = { value, content };
    return last.value;
  });
}

/** A derived list that stays the same object as long as it holds the same ones. */
export function stableList<T>(read: () => readonly T[]): ReadonlySignal<readonly T[]> {
  let last: readonly T[] | undefined;
  return computed(() => {
    const list = read();
    if (last === undefined || !isEqualList(last, list)) last = list;
    return last;
  });
}

/** Whether two lists hold the same values in the same order; NaN is one of them. */
export function isEqualList<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (!Object.is(a[i], b[i])) return false;
  return true;
}
