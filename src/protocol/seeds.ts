/** Which params only choose the random numbers: runs that differ in no others are repeats of one another. */

/** What the tracker saw a script seed, such as `seed.torch`. */
const SEEDED = /^seed\./;
const NAMES = /(^|_)seed$|^random_state$/i;

/** Whether a param is a seed, by its key or by the last part of it: `seed`, `data.split_seed`, `SVC.random_state`. */
export function isSeedKey(key: string): boolean {
  return SEEDED.test(key) || NAMES.test(key.split(/[./]/).at(-1)!);
}
