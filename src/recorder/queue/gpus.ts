/** Hands out GPUs to runs of a queue. */

export const VISIBLE_DEVICES = 'CUDA_VISIBLE_DEVICES';

/**
 * The GPUs, counted from 0, that this value of {@link VISIBLE_DEVICES} lets a run see; `undefined` where it names them in
 * another way, or none: that is left to the run. `count`: the GPUs of this machine.
 */
export function visibleGpus(count: number, value: string | undefined): number[] | undefined {
  if (value === undefined) return Array.from({ length: count }, (_, gpu) => gpu);
  const numbers = value.split(',').map((one) => (/^\s*\d+\s*$/.test(one) ? Number(one) : Infinity));
  return numbers.every((gpu) => gpu < count) ? numbers : undefined;
}

/**
 * The GPU that the next run gets: the one with the fewest runs, the first of equal ones; `undefined` while each has
 * `perGpu`. `taken` has the GPU of each run that trains.
 */
export function chooseGpu(
  gpus: readonly number[],
  perGpu: number,
  taken: readonly (number | undefined)[],
): number | undefined {
  const load = (gpu: number): number => taken.filter((one) => one === gpu).length;
  return gpus.filter((gpu) => load(gpu) < perGpu).sort((a, b) => load(a) - load(b))[0];
}
