/** The command lines of a re-run: over a grid of values, and over seeds. */
import { changeCall, type ValueChanges } from './scriptCallChange';
import type { OptionValue, ScriptCall } from './scriptCall';
import type { ScriptOption } from './scriptOptions';
import { isSeedKey } from './seeds';

/** Runs that may be asked for together. */
export const MAX_RERUNS = 500;

/** The values to try of an option; one of them where there is nothing to try. */
export interface Axis {
  /** Place of the option. */
  option: number;
  values: readonly (OptionValue | undefined)[];
}

/** How often each point of the grid is run: with these seeds, or so many times as it is. */
export type Repeats = { seeds: readonly string[] } | { times: number };

/** The option that chooses the script's random numbers: the first one that is called so. */
export function seedOption(options: readonly ScriptOption[]): number | undefined {
  const found = options.findIndex(({ key, type }) => type !== 'flag' && isSeedKey(key));
  return found < 0 ? undefined : found;
}

/** How many runs a grid has. */
export function countReruns(axes: readonly Axis[], repeats: Repeats): number {
  const times = 'times' in repeats ? repeats.times : repeats.seeds.length;
  return axes.reduce((product, { values }) => product * values.length, times);
}

/**
 * The words of each run behind the script: all combinations of values, the last axis and then the seeds varying
 * fastest. Seeds need a {@link seedOption}. The caller has seen to it that there are no more than {@link MAX_RERUNS}.
 */
export function planReruns(
  call: ScriptCall,
  options: readonly ScriptOption[],
  axes: readonly Axis[],
  repeats: Repeats,
): string[][] {
  const seed = seedOption(options);
  const seeds: Axis[] =
    'seeds' in repeats && seed !== undefined ? [{ option: seed, values: repeats.seeds.map((one) => [one]) }] : [];
  const points = combine([...axes.filter(({ option }) => seeds.length === 0 || option !== seed), ...seeds]);
  const words = points.map((changes) => changeCall(call, options, changes));
  return 'times' in repeats ? words.flatMap((one) => Array.from({ length: repeats.times }, () => one)) : words;
}

function combine(axes: readonly Axis[]): ValueChanges[] {
  let points: ValueChanges[] = [new Map()];
  for (const { option, values } of axes) {
    points = points.flatMap((point) => values.map((value) => new Map([...point, [option, value]])));
  }
  return points;
}

/**
 * Seeds as people write them: `0-4`, `0–4`, `1, 2, 3`, `0 1 2`. `undefined` for what is none, and for more than
 * {@link MAX_RERUNS}.
 */
export function parseSeeds(text: string): string[] | undefined {
  const seeds: string[] = [];
  for (const part of text.split(/[\s,;]+/).filter((one) => one !== '')) {
    const [, from, to] = /^(\d{1,15})(?:[-–](\d{1,15}))?$/.exec(part) ?? [];
    if (from === undefined) return undefined;
    const [first, last] = [Number(from), Number(to ?? from)];
    if (last < first || seeds.length + last - first >= MAX_RERUNS) return undefined;
    for (let seed = first; seed <= last; seed++) seeds.push(String(seed));
  }
  return seeds;
}
