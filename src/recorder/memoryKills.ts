/** Whether the kernel killed for want of memory while a training ran: it says so in counters that only grow. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';

/** A mounted hierarchy of control groups that accounts for memory. */
interface GroupMount {
  /** The group that is mounted, as the mounts of a container are. */
  root: string;
  folder: string;
  /** The file of each group that counts its kills. */
  counter: 'memory.events' | 'memory.oom_control';
}

/**
 * Follows `oom_kill` of the control group that a process is in (`memory.events` in version 2, `memory.oom_control` in
 * version 1, see the kernel's cgroup documentation), and that of the whole machine in `/proc/vmstat`. Where there are
 * none, as outside Linux, nothing is ever found.
 */
export class MemoryKills {
  /** By file, the nearest evidence last: what it counted when it was first seen. */
  private readonly before = new Map<string, number>();
  private readonly machine: string;

  /** `proc`: where the kernel shows its processes. */
  constructor(private readonly proc = '/proc') {
    this.machine = path.join(proc, 'vmstat');
    this.note(this.machine);
  }

  /** Notes the group that a process is in now; a launcher may move it to another after its start. */
  watch(pid: number): void {
    for (const file of this.groupCounters(pid)) this.note(file);
  }

  /** One sentence that names the counter that has risen since; `undefined` when none has. */
  describe(): string | undefined {
    for (const [file, before] of [...this.before].reverse()) {
      const kills = (readCount(file) ?? before) - before;
      if (kills <= 0) continue;
      return file === this.machine
        ? l10n.t('memory ran out on this machine ({0}: oom_kill rose by {1})', file, kills)
        : l10n.t("memory ran out in the run's control group ({0}: oom_kill rose by {1})", file, kills);
    }
    return undefined;
  }

  private note(file: string): void {
    if (this.before.has(file)) return;
    const count = readCount(file);
    if (count !== undefined) this.before.set(file, count);
  }

  private groupCounters(pid: number): string[] {
    const groups = readLines(path.join(this.proc, String(pid), 'cgroup'));
    if (groups.length === 0) return [];
    return readMounts(path.join(this.proc, 'self', 'mountinfo')).flatMap(({ root, folder, counter }) => {
      const group = groups.find((line) => (counter === 'memory.events' ? line.startsWith('0::') : isMemory(line)));
      if (group === undefined) return [];
      const name = group.split(':').slice(2).join(':');
      const below = root !== '/' && name.startsWith(root) ? name.slice(root.length) : name;
      return [path.join(folder, below, counter)];
    });
  }
}

/** Of a line such as `4:memory:/user.slice`. */
function isMemory(line: string): boolean {
  return line.split(':')[1]?.split(',').includes('memory') === true;
}

/** Mounts of control groups, from lines as proc(5) describes them. */
function readMounts(file: string): GroupMount[] {
  return readLines(file).flatMap((line): GroupMount[] => {
    const [place = '', system = ''] = line.split(' - ');
    const [, , , root = '/', folder = '/'] = place.split(' ');
    const [type, , options = ''] = system.split(' ');
    if (type === 'cgroup2') return [{ root, folder, counter: 'memory.events' }];
    const memory = type === 'cgroup' && options.split(',').includes('memory');
    return memory ? [{ root, folder, counter: 'memory.oom_control' }] : [];
  });
}

function readCount(file: string): number | undefined {
  const line = readLines(file).find((one) => one.startsWith('oom_kill '));
  return line === undefined ? undefined : Number(line.slice('oom_kill '.length));
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
