/**
 * What the benchmarks' trainings log: noisy decaying losses and rising accuracies, one point of every key per step. Of
 * ten keys seven are doubles with a full mantissa, the worst case for compression, and three hold what a float32 can,
 * as frameworks give it. The same run number gives the same numbers, on every machine.
 */
import type { ParamValue } from '../../src/protocol/numbers';

const NAMED_KEYS = ['loss', 'accuracy', 'val_loss', 'val_accuracy', 'grad_norm', 'learning_rate'];
const FLOAT32_OF_TEN = 3;
const OPTIMIZERS = ['adam', 'adamw', 'sgd', 'rmsprop'] as const;

export interface TrainingShape {
  runs: number;
  keys: number;
  /** Points of each key. */
  steps: number;
  params: number;
}

/** Points in all. */
export function pointsOf({ runs, keys, steps }: TrainingShape): number {
  return runs * keys * steps;
}

export function metricKeys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => NAMED_KEYS[index] ?? `layer_${index}/weight_norm`);
}

/** One training: call {@link Training.values} once per step, in order. */
export class Training {
  private readonly random: () => number;
  private readonly quality: number;
  private readonly speed: number;

  constructor(
    private readonly run: number,
    private readonly shape: TrainingShape,
  ) {
    this.random = randomNumbers(run + 1);
    this.quality = 0.5 + 0.5 * this.random();
    this.speed = 2 + 8 * this.random();
  }

  params(): [key: string, value: ParamValue][] {
    const own: [string, ParamValue][] = [
      ['optimizer', OPTIMIZERS[this.run % OPTIMIZERS.length]!],
      ['lr', 10 ** (-1 - 4 * this.random())],
      ['seed', this.run],
    ];
    for (let index = own.length; index < this.shape.params; index += 1) {
      own.push([`param_${index}`, index % 2 === 0 ? Math.floor(this.random() * 1000) : `choice-${this.run % index}`]);
    }
    return own.slice(0, this.shape.params);
  }

  /** The values of all keys at the next step; `step` counts from 0. */
  values(step: number): number[] {
    const left = Math.exp((-this.speed * (step + 1)) / this.shape.steps);
    return Array.from({ length: this.shape.keys }, (_, key) => {
      const noise = 1 + 0.1 * (this.random() - 0.5);
      const loss = (0.05 + (1 - this.quality) + 2 * left) * noise;
      const value = key % 2 === 0 ? loss : this.quality * (1 - left) * noise;
      return key % 10 >= 10 - FLOAT32_OF_TEN ? Math.fround(value) : value;
    });
  }

  /** How it ends: one of 20 fails and one of 20 is killed. */
  status(): 'finished' | 'failed' | 'killed' {
    if (this.run % 20 === 7) return 'failed';
    return this.run % 20 === 13 ? 'killed' : 'finished';
  }
}

/** Mulberry32: numbers in [0, 1) that are the same on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    // Two halves, so that a double's whole mantissa is used.
    const low = Math.imul(state, 0x85ebca6b) >>> 0;
    return ((mixed >>> 0) + low / 2 ** 32) / 2 ** 32;
  };
}
