import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Disposable } from '../../common/disposables';
import type { Sample } from './machineSampler';
import { fieldsOf, findNvidiaSmi, MIB, numberIn, queryWords } from './nvidiaSmi';

/** What is asked of each GPU, behind its index: the property, the metric's key, and what makes its unit of the answer's. */
const PROPERTIES = [
  { property: 'utilization.gpu', key: 'utilization_percent', factor: 1 },
  { property: 'memory.used', key: 'memory_bytes', factor: MIB },
  { property: 'power.draw', key: 'power_watts', factor: 1 },
  { property: 'temperature.gpu', key: 'temperature_celsius', factor: 1 },
] as const;

const MAX_STARTS = 3;
const RESTART_MS = 5_000;

/**
 * Follows one `nvidia-smi` that prints a line for each GPU every interval; silent on a machine without. It ends with us
 * however we end: nobody reads its output then, and the next line that it writes is its last.
 */
export class GpuMonitor implements Disposable {
  private starts = 0;
  private child: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;

  /** `onSamples` gets what one GPU does. */
  constructor(
    private readonly intervalMs: number,
    private readonly onSamples: (samples: Sample[]) => void,
  ) {
    this.start();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.child?.kill();
  }

  private start(): void {
    const program = findNvidiaSmi();
    if (program === undefined) return;
    this.starts += 1;
    const words = queryWords(['index', ...PROPERTIES.map(({ property }) => property)]);
    const seconds = Math.max(1, Math.round(this.intervalMs / 1000));
    const child = spawn(program, [...words, '-l', String(seconds)], {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    this.child = child;
    let answered = false;
    createInterface(child.stdout).on('line', (line) => {
      const samples = this.disposed ? [] : parseGpuLine(line);
      if (samples.length === 0) return;
      answered = true;
      this.onSamples(samples);
    });
    child.once('error', () => undefined);
    // One that never gave a value has no driver to ask.
    child.once('exit', () => {
      if (answered) this.restart();
    });
  }

  private restart(): void {
    if (this.disposed || this.starts >= MAX_STARTS) return;
    this.timer = setTimeout(() => this.start(), RESTART_MS).unref();
  }
}

/** The samples of a line such as `0, 87, 41234, 612.31, 58`; what the GPU cannot tell is left out. */
export function parseGpuLine(line: string): Sample[] {
  const [index, ...values] = fieldsOf(line);
  if (numberIn(index) === undefined) return [];
  return PROPERTIES.flatMap(({ key, factor }, i) => {
    const value = numberIn(values[i]);
    return value === undefined ? [] : [{ key: `gpu/${index}/${key}`, value: value * factor }];
  });
}
