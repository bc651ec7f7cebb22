/** A stream of random numbers that a seed determines, so that what is computed with them can be repeated. */
export type RandomNumbers = () => number;

/**
 * Numbers from 0 up to below 1 by the generator mulberry32 (T. Ettinger, public domain), whose 2^32 numbers are plenty for
 * drawing samples.
 */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Puts the items into a random order, in place, by the method of R. A. Fisher and F. Yates (1938). */
export function shuffle(items: { [place: number]: number; length: number }, random: RandomNumbers): void {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const other = Math.floor(random() * (i + 1));
    const item = items[i]!;
    items[i] = items[other]!;
    items[other] = item;
  }
}
