const collator = new Intl.Collator('en', { numeric: true });

/** Orders names with the numbers in them by their value: `layer_2` before `layer_10`. */
export const inKeyOrder: (a: string, b: string) => number = collator.compare;

/** The same by key. */
export function byKey(a: { key: string }, b: { key: string }): number {
  return inKeyOrder(a.key, b.key);
}

/** The same by path. */
export function byPath(a: { path: string }, b: { path: string }): number {
  return inKeyOrder(a.path, b.path);
}
