/** A run with all that hangs on it, as the store answers it. */
import type { MetricSummary, RunDetail } from '../../../src/protocol/entities';
import { toWire } from '../../../src/protocol/numbers';
import type { SnapshotFacts, SnapshotFolder } from '../../../src/protocol/snapshotsApi';
import { compare, makeRun, type RunData } from './runData';

/** How a metric went over 40 epochs. */
function course(from: number, to: number): number[] {
  return Array.from({ length: 40 }, (_, step) => to + (from - to) * Math.exp(-step / 8) + Math.sin(step * 2.3) * 0.01);
}

export const HERON = makeRun(0, {
  name: 'calm-heron',
  params: { lr: 0.01 },
  metrics: { accuracy: course(0.4, 0.91), loss: course(1.4, 0.24) },
});

export const OTTER = makeRun(1, {
  name: 'brisk-otter',
  experiment: 'penguins',
  command: ['python', 'train.py', '--lr', '0.003', '--hidden', '64', '--epochs', '40'],
  endedAt: 1_700_000_134_000,
  params: { lr: 0.003, hidden: 64, epochs: 40, optimizer: 'adamw', augment: true, seed: 1 },
  metrics: {
    accuracy: course(0.5, 0.934),
    loss: course(1.2, 0.207),
    'val/accuracy': course(0.5, 0.92),
    'val/loss': course(1.2, 0.23),
    lr: course(0.003, 0.0001),
    'system/cpu_percent': course(20, 90),
    'system/process_memory_mb': course(300, 900),
  },
});

/** What `getRun` answers. */
export function detailOf(data: RunData, more: Partial<RunDetail> = {}): RunDetail {
  const [run] = compare([data], [data.run.id]).runs;
  const metrics = summaries(data).filter(({ key }) => !key.startsWith('system/'));
  return {
    ...run!,
    metricCount: metrics.length,
    cwd: '.',
    note: null,
    params: Object.entries(data.params).map(([key, value]) => ({ key, value })),
    exception: null,
    metrics,
    sources: [],
    tags: [],
    inputs: [],
    artifacts: [],
    warnings: [],
    ...more,
  };
}

export function summaries({ metrics }: RunData): MetricSummary[] {
  return Object.entries(metrics).map(([key, values]) => ({
    key,
    count: values.length,
    first: toWire(values[0] ?? Number.NaN),
    last: toWire(values.at(-1) ?? Number.NaN),
    lastStep: values.length - 1,
    min: toWire(Math.min(...values)),
    max: toWire(Math.max(...values)),
    mean: 0,
  }));
}

const DIGEST = 'ab12'.repeat(16);

/** A finished run that has everything. */
export function everything(): RunDetail {
  return detailOf(OTTER, {
    note: '# Augmented\n\nFlips and *crops*; see [the paper](https://example.org/paper) and `augment.py`.\n\n1. keep `lr`\n2. try **more** epochs\n\n```\npython train.py --lr 0.003\n```\n\n> promising\n\n<img src=x onerror="alert(1)"> [bad](javascript:alert(1))',
    tags: [
      { key: 'stage', value: 'candidate' },
      { key: 'reviewed', value: '' },
    ],
    inputs: [
      { datasetId: 1, path: 'data/penguins.csv', version: 3, digest: DIGEST, size: 15_240, uncertain: false },
      { datasetId: 2, path: 'data/labels.csv', version: 1, digest: DIGEST, size: 1_240, uncertain: true },
    ],
    artifacts: [
      { path: 'out/model.pt', kind: 'model', digest: DIGEST, size: 12_400, version: 4, copy: null, source: 'torch' },
      {
        path: 'out/confusion.svg',
        kind: 'file',
        digest: DIGEST,
        size: 940,
        version: null,
        copy: 'artifacts/c',
        source: null,
      },
      {
        path: 'out/scores.csv',
        kind: 'file',
        digest: DIGEST,
        size: 320,
        version: null,
        copy: 'artifacts/s',
        source: null,
      },
      { path: 'out/metrics.json', kind: 'file', digest: DIGEST, size: 40, version: null, copy: null, source: null },
    ],
  });
}

/** One that an exception ended. */
export function failed(): RunDetail {
  return detailOf(OTTER, {
    status: 'failed',
    exitCode: 1,
    failure: 'out-of-memory',
    message: 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has 79.1 GiB in all.',
    exception: {
      type: 'torch.OutOfMemoryError',
      message: 'CUDA out of memory.',
      frames: [
        { file: 'train.py', line: 88, name: '<module>' },
        { file: 'model/attention.py', line: 41, name: 'forward' },
      ],
    },
    warnings: [{ code: 'output-left-out', message: 'Output beyond 64 MiB was left out of the middle of the log.' }],
  });
}

export const SNAPSHOT: SnapshotFacts = {
  createdAt: 1_700_000_000_000,
  git: { commit: '5d6e7f8a9b0c1d2e', branch: 'augment', dirty: true, remote: null },
  environment: {
    platform: 'linux',
    arch: 'x64',
    release: '6.1',
    host: 'birch',
    user: 'ada',
    cpus: 16,
    cpuModel: 'AMD EPYC 7713',
    memory: 137_000_000_000,
    gpus: [{ name: 'NVIDIA H100', memory: 85_000_000_000 }],
    driver: '550',
    command: ['python', 'train.py'],
    cwd: '.',
    interpreter: '/usr/bin/python3',
    variables: {},
  },
  files: 120,
  used: 3,
  leftOut: [],
  leftOutTotal: 2,
};

export const FOLDERS: Record<string, SnapshotFolder> = {
  '': {
    folders: [{ name: 'model', files: 1 }],
    files: [
      { path: 'augment.py', mode: 0o644, size: 1_240, object: DIGEST, used: true },
      { path: 'train.py', mode: 0o644, size: 4_812, object: DIGEST, used: true },
    ],
    total: 2,
  },
  'model/': {
    folders: [],
    files: [{ path: 'model/attention.py', mode: 0o644, size: 2_048, object: DIGEST, used: true, uncertain: true }],
    total: 1,
  },
};
