import { type Disposable, DisposableStore } from '../../common/disposables';
import { GpuMonitor } from './gpuMonitor';
import { MachineSampler, type Sample } from './machineSampler';
import { ProcProbe } from './procProbe';
import type { Probe, Reading } from './reading';

/** Where the points go, and the one problem that may come up. */
export interface MachineListener {
  /** `key` is that of the metric; `seconds` are whole ones since the start. */
  point(key: string, value: number, seconds: number): void;
  problem(error: unknown): void;
}

/**
 * Records what a training's process tree and the machine do, every so many seconds, until it is disposed of: that gives
 * the last points. Never throws.
 */
export function recordMachine(pid: number, intervalSeconds: number, listener: MachineListener): Disposable {
  const started = performance.now();
  const intervalMs = Math.max(1, intervalSeconds) * 1000;
  const emit = (samples: Sample[], seconds = Math.round((performance.now() - started) / 1000)): void => {
    for (const { key, value } of samples) listener.point(`system/${key}`, value, seconds);
  };
  const disposables = new DisposableStore();
  disposables.add(new MachineSampler(probeOf(pid), intervalMs, emit, (error) => listener.problem(error)));
  disposables.add(new GpuMonitor(intervalMs, emit));
  return disposables;
}

function probeOf(pid: number): Probe {
  return process.platform === 'linux' ? new ProcProbe(pid) : new LazySystemProbe(pid);
}

/** The library is large, and only needed where there is no `/proc`. */
class LazySystemProbe implements Probe {
  private probe: Promise<Probe> | undefined;

  constructor(private readonly pid: number) {}

  async read(): Promise<Reading> {
    this.probe ??= import('./systemProbe').then(({ SystemProbe }) => new SystemProbe(this.pid));
    return (await this.probe).read();
  }
}
