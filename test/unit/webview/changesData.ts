/** Differences of two runs, as the store answers them. */
import type { MetricChange, MetricSide, RelatedRuns, RunChanges } from '../../../src/protocol/changesApi';
import type { Run, RunRef } from '../../../src/protocol/entities';
import { makeRun } from './runData';

export const OTTER = makeRun(1, { name: 'brisk-otter' }).run;
export const HERON = makeRun(0, { name: 'calm-heron' }).run;

export function refOf({ id, name, status, colorIndex, startedAt, keyMetric }: Run): RunRef {
  return { id, name, status, colorIndex, startedAt, keyMetric };
}

/** Two runs that differ in nothing, until something is put in. */
export function makeChanges(changes: Partial<RunChanges> = {}): RunChanges {
  return {
    run: OTTER,
    base: HERON,
    params: [],
    seeds: [],
    data: [],
    code: { known: true, marked: true, files: [], total: 0, notRun: 0, git: [] },
    packages: { python: null, changed: [] },
    machine: { parts: [], variables: [] },
    command: [],
    metrics: [],
    metricsCut: false,
    repeats: { base: 1, run: 1, together: false },
    ...changes,
  };
}

export function related(runs: Partial<RelatedRuns> = {}): RelatedRuns {
  return { previous: refOf(HERON), basedOn: null, bestSibling: null, ...runs };
}

function sideOf(last: number, mean = last, sd: number | null = null, n = 1): MetricSide {
  return { last, best: last, spread: { n, nonFinite: 0, mean, sd, min: mean, max: mean } };
}

/** One run each: the second is better by 0.1. */
export const UNTESTED: MetricChange = {
  key: 'accuracy',
  direction: 'higher',
  before: sideOf(0.7),
  after: sideOf(0.8),
  verdict: { kind: 'untested', difference: 0.1 },
};

/** Five repeats each. */
export const TESTED: MetricChange = {
  key: 'accuracy',
  direction: 'higher',
  before: { ...sideOf(0.905, 0.9064, 0.0065, 5), best: 0.921 },
  after: sideOf(0.918, 0.923, 0.0089, 5),
  verdict: { kind: 'beyond', difference: 0.0166, p: 0.0115, n: { base: 5, run: 5 } },
};

const LOSS: MetricChange = {
  key: 'val_loss',
  direction: 'lower',
  before: sideOf(0.31, 0.305, 0.02, 5),
  after: sideOf(0.29, 0.3, 0.02, 5),
  verdict: { kind: 'within', difference: -0.005, p: 0.71, n: { base: 5, run: 5 } },
};

/** All kinds of differences at once. */
export function everything(): RunChanges {
  const gone: MetricChange = { key: 'old', before: sideOf(3), verdict: { kind: 'incomparable' } };
  return makeChanges({
    metrics: [TESTED, LOSS, gone],
    params: [
      { key: 'lr', before: 0.01, after: 0.003 },
      { key: 'optimizer.name', before: 'sgd', after: 'adamw' },
      { key: 'warmup', after: 500 },
      { key: 'momentum', before: 0.9 },
    ],
    seeds: [{ key: 'seed', before: 0, after: 1 }],
    data: [
      {
        key: 'penguins.csv',
        before: { version: 2, digest: 'ab12'.repeat(16), size: 10 },
        after: { version: 3, digest: 'cd34'.repeat(16), size: 12 },
      },
    ],
    packages: {
      python: { key: 'Python', before: '3.12.1', after: '3.13.0' },
      changed: [{ key: 'numpy', before: '2.0.0', after: '2.1.0' }],
    },
    machine: null,
    command: [{ key: 'command', before: 'python train.py --lr 0.01', after: 'python train.py --lr 0.003' }],
    code: {
      known: true,
      marked: true,
      total: 3,
      notRun: 1,
      git: [
        { key: 'commit', before: '1a2b3c4d5e6f', after: '5d6e7f8a9b0c' },
        { key: 'dirty', before: 'false', after: 'true' },
      ],
      files: [
        {
          path: 'data/augment.py',
          kind: 'added',
          added: 2,
          removed: 0,
          hunks: [{ before: 0, after: 1, lines: ['+def flip(image):', '+    return image[:, ::-1]'] }],
        },
        {
          path: 'train.py',
          kind: 'changed',
          added: 1,
          removed: 1,
          hunks: [
            {
              before: 12,
              after: 12,
              lines: [
                ' def step(batch):',
                '-    loss = mse(batch)',
                '+    loss = huber(batch, delta=0.5)',
                '     return loss',
              ],
            },
          ],
          cut: 'long',
        },
      ],
    },
  });
}
