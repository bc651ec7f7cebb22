import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { type ListedProcess, type Probe, processTree, type Reading } from './reading';

/** A line of `/proc/<pid>/stat`; see proc(5). */
interface ProcessStat extends ListedProcess {
  /** What tells it from a later process with the same pid. */
  start: string;
  group: number;
  session: number;
  zombie: boolean;
  /** Clock ticks of processor time, its own and that of the children which it has waited for. */
  ticks: number;
  /** Pages in memory. */
  pages: number;
}

/** Interfaces that carry what others carry already, or nothing that leaves the machine. */
const NOT_COUNTED = /^(lo|veth|docker|br-|virbr|tap|tun)/;
const DISK_BYTES = /^read_bytes: (\d+)\nwrite_bytes: (\d+)/m;
const AT_PAGESZ = 6n;
const AT_CLKTCK = 17n;
/** Larger than any of the files read with it. */
const BUFFER = Buffer.alloc(64 * 1024);

/**
 * Reads the process tree of a training from Linux's `/proc`. To the tree belong the descendants of the training, the
 * processes of its session and group, and what once belonged to it, whoever is their parent now.
 */
export class ProcProbe implements Probe {
  private readonly unit = readUnits();
  private known = new Set<string>();

  constructor(private readonly pid: number) {}

  read(): Reading {
    const tree = this.findTree();
    this.known = new Set(tree.map(identity));
    const sum = (pick: (process: ProcessStat) => number): number => tree.reduce((all, one) => all + pick(one), 0);
    const disk = tree.map(({ pid }) => readDisk(pid));
    const network = readNetwork();
    return {
      levels: {
        memory_bytes: sum(({ pages }) => pages) * this.unit.pageBytes,
        processes: tree.filter(({ zombie }) => !zombie).length,
      },
      totals: {
        cpu_percent: (sum(({ ticks }) => ticks) / this.unit.ticksPerSecond) * 100,
        disk_read_bytes_per_s: disk.reduce((all, one) => all + one.read, 0),
        disk_write_bytes_per_s: disk.reduce((all, one) => all + one.written, 0),
        network_received_bytes_per_s: network.received,
        network_sent_bytes_per_s: network.sent,
      },
    };
  }

  private findTree(): ProcessStat[] {
    const all = readdirSync('/proc').flatMap((name) => (/^\d/.test(name) ? (readStat(name) ?? []) : []));
    return processTree(
      all,
      this.pid,
      (one) => one.session === this.pid || one.group === this.pid || this.known.has(identity(one)),
    );
  }
}

function identity(process: ProcessStat): string {
  return `${process.pid} ${process.start}`;
}

function readStat(pid: string): ProcessStat | undefined {
  const text = readSmall(`/proc/${pid}/stat`);
  // The name in parentheses may hold anything, spaces and parentheses too.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 22) return undefined;
  const number = (index: number): number => Number(fields[index]);
  return {
    pid: Number(pid),
    parent: number(1),
    group: number(2),
    session: number(3),
    zombie: fields[0] === 'Z',
    ticks: number(11) + number(12) + number(13) + number(14),
    start: fields[19] ?? '',
    pages: number(21),
  };
}

/** Bytes that a process and the children that it waited for had from disks and gave to them; 0 where that is hidden. */
function readDisk(pid: number): { read: number; written: number } {
  const text = readSmall(`/proc/${pid}/io`);
  const [, read = 0, written = 0] = DISK_BYTES.exec(text) ?? [];
  return { read: Number(read), written: Number(written) };
}

/** Bytes that the machine, or this container, has received and sent. */
function readNetwork(): { received: number; sent: number } {
  const total = { received: 0, sent: 0 };
  for (const line of readSmall('/proc/net/dev').split('\n').slice(2)) {
    const [name = '', counters = ''] = line.trim().split(/:\s*/);
    if (counters === '' || NOT_COUNTED.test(name)) continue;
    const numbers = counters.split(/\s+/).map(Number);
    total.received += numbers[0] ?? 0;
    total.sent += numbers[8] ?? 0;
  }
  return total;
}

/** A file of `/proc` as text, empty where there is none: a process may end at any time. */
function readSmall(file: string): string {
  try {
    const fd = openSync(file, 'r');
    try {
      return BUFFER.toString('latin1', 0, readSync(fd, BUFFER, 0, BUFFER.length, 0));
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}

/** The units of `/proc`, as the kernel tells them to every process in its auxiliary vector; see getauxval(3). */
function readUnits(): { pageBytes: number; ticksPerSecond: number } {
  const units = { pageBytes: 4096, ticksPerSecond: 100 };
  if (!['x64', 'arm64', 'riscv64', 'loong64'].includes(process.arch)) return units;
  try {
    const vector = readFileSync('/proc/self/auxv');
    for (let at = 0; at + 16 <= vector.length; at += 16) {
      const [type, value] = [vector.readBigUInt64LE(at), Number(vector.readBigUInt64LE(at + 8))];
      if (type === AT_PAGESZ) units.pageBytes = value;
      if (type === AT_CLKTCK) units.ticksPerSecond = value;
    }
  } catch {
    // What nearly all machines have stands in.
  }
  return units;
}
