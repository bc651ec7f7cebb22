import os from 'node:os';
import { networkStats, processes } from 'systeminformation';
import { type Probe, processTree, type Reading } from './reading';

/**
 * Asks the system's own programs for a training's process tree (`ps`, PowerShell), by a library that knows what they
 * print. What single processes read and write on disks they do not tell.
 */
export class SystemProbe implements Probe {
  /** On Windows a process's share is that of all processors together; a metric of 100 means one processor. */
  private readonly shares = process.platform === 'win32' ? os.cpus().length : 1;

  constructor(private readonly pid: number) {}

  async read(): Promise<Reading> {
    const [{ list }, interfaces] = await Promise.all([processes(), networkStats()]);
    const tree = processTree(
      list.map((one) => ({ pid: one.pid, parent: one.parentPid, cpu: one.cpu, memory: one.memRss * 1024 })),
      this.pid,
    );
    const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
    return {
      levels: {
        memory_bytes: sum(tree.map(({ memory }) => memory)),
        processes: tree.length,
        cpu_percent: sum(tree.map(({ cpu }) => cpu)) * this.shares,
      },
      totals: {
        network_received_bytes_per_s: sum(interfaces.map((one) => one.rx_bytes)),
        network_sent_bytes_per_s: sum(interfaces.map((one) => one.tx_bytes)),
      },
    };
  }
}
