import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MemoryKills } from '../../../src/recorder/memoryKills';
import {
  cli,
  finalStatus,
  recorderEnded,
  removeTemporary,
  runFolders,
  runWords,
  temporaryFolder,
  until,
  workspaceWith,
} from './support';

/** Files as the kernel shows them, with one process, 7, in a group. */
class Kernel {
  readonly proc = temporaryFolder();
  private readonly groups = temporaryFolder();

  constructor(mount: string, membership: string) {
    mkdirSync(path.join(this.proc, 'self'));
    this.write(
      this.file('self/mountinfo'),
      `22 1 0:21 / /proc rw - proc proc rw\n${mount.replace('GROUPS', this.groups)}`,
    );
    this.join(membership);
    this.count('vmstat', 0);
  }

  join(membership: string): void {
    mkdirSync(this.file('7'), { recursive: true });
    this.write(this.file('7/cgroup'), membership);
  }

  count(name: 'vmstat', kills: number): void {
    this.write(this.file(name), `pgfault 3\noom_kill ${kills}\n`);
  }

  countGroup(name: string, kills: number): string {
    const file = path.join(this.groups, name);
    mkdirSync(path.dirname(file), { recursive: true });
    this.write(file, `oom 0\noom_kill ${kills}\noom_group_kill 0\n`);
    return file;
  }

  private file(name: string): string {
    return path.join(this.proc, name);
  }

  private write(file: string, text: string): void {
    writeFileSync(file, text);
  }
}

const VERSION_2 = '30 22 0:26 / GROUPS rw,nosuid shared:9 - cgroup2 cgroup2 rw\n';
const VERSION_1 = '33 22 0:28 /docker/abc GROUPS rw shared:9 - cgroup cgroup rw,memory\n';

describe("the kernel's word on memory", () => {
  after(removeTemporary);

  it('is nothing as long as its counters stand', () => {
    const kernel = new Kernel(VERSION_2, '0::/a/b\n');
    kernel.countGroup('a/b/memory.events', 3);
    kernel.count('vmstat', 8);
    const kills = new MemoryKills(kernel.proc);
    kills.watch(7);
    assert.equal(kills.describe(), undefined);
  });

  it("is the control group's before the machine's", () => {
    const kernel = new Kernel(VERSION_2, '0::/a/b\n');
    const file = kernel.countGroup('a/b/memory.events', 3);
    const kills = new MemoryKills(kernel.proc);
    kills.watch(7);
    kernel.count('vmstat', 2);
    const machine = path.join(kernel.proc, 'vmstat');
    assert.equal(kills.describe(), `memory ran out on this machine (${machine}: oom_kill rose by 2)`);
    kernel.countGroup('a/b/memory.events', 4);
    assert.equal(kills.describe(), `memory ran out in the run's control group (${file}: oom_kill rose by 1)`);
  });

  it('is found in the group that a launcher moved the training to', () => {
    const kernel = new Kernel(VERSION_2, '0::/\n');
    const kills = new MemoryKills(kernel.proc);
    kills.watch(7);
    const file = kernel.countGroup('job/memory.events', 5);
    kernel.join('0::/job\n');
    kills.watch(7);
    kernel.countGroup('job/memory.events', 6);
    kills.watch(7);
    assert.equal(kills.describe(), `memory ran out in the run's control group (${file}: oom_kill rose by 1)`);
  });

  it('is found in version 1 below the mount of a container', () => {
    const kernel = new Kernel(VERSION_1, '5:cpu:/docker/abc/x\n4:hugetlb,memory:/docker/abc/train\n0::/\n');
    const file = kernel.countGroup('train/memory.oom_control', 0);
    const kills = new MemoryKills(kernel.proc);
    kills.watch(7);
    kernel.countGroup('train/memory.oom_control', 1);
    assert.equal(kills.describe(), `memory ran out in the run's control group (${file}: oom_kill rose by 1)`);
  });

  it('is nothing where the kernel shows nothing', () => {
    const kills = new MemoryKills('/nonexistent');
    kills.watch(7);
    assert.equal(kills.describe(), undefined);
  });
});

const GROUP = `/sys/fs/cgroup/memory/trialbook-test-${process.pid}`;
const UNIFIED = `/sys/fs/cgroup/trialbook-test-${process.pid}`;

/** Makes a control group of 48 MiB; `undefined` where this user may not, or its kernel has none. */
function smallGroup(): { folder: string; counter: string } | undefined {
  const limits = [
    { folder: GROUP, limit: 'memory.limit_in_bytes', counter: 'memory.oom_control' },
    { folder: UNIFIED, limit: 'memory.max', counter: 'memory.events' },
  ];
  for (const { folder, limit, counter } of limits) {
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    try {
      writeFileSync(path.join(folder, limit), String(48 * 1024 * 1024), { flag: 'r+' });
      if (/^oom_kill \d/m.test(readFileSync(path.join(folder, counter), 'utf8'))) return { folder, counter };
    } catch {
      // No memory controller here.
    }
    rmdirSync(folder);
  }
  return undefined;
}

describe('a training that the kernel kills', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('ran out of memory by the counter of its control group, and by the exit code of a wrapper', async function () {
    const group = smallGroup();
    if (group === undefined) return this.skip(); // Making a control group is not permitted here.
    const { folder, counter } = group;
    const evidence = `memory ran out in the run's control group (${folder}/${counter}: oom_kill rose by 1)`;
    const eat = `import os, time
open('${folder}/cgroup.procs', 'w').write(str(os.getpid()))
time.sleep(2.5)
eaten = bytearray(200 * 1024 * 1024)`;
    try {
      const workspace = workspaceWith({ 'train.py': eat });
      await cli(workspace, runWords(['python3', 'train.py']));
      await cli(
        workspace,
        runWords(['sh', '-c', `echo $$ > ${folder}/cgroup.procs; sleep 2.5; python3 train.py; exit $?`]),
      );
      const finals = [];
      for (const run of runFolders(workspace)) finals.push(finalStatus(await recorderEnded(run)));
      assert.deepEqual(finals, [
        {
          e: 'st',
          status: 'killed',
          signal: 'SIGKILL',
          message: `killed by SIGKILL: ${evidence}`,
          failure: 'out-of-memory',
        },
        { e: 'st', status: 'failed', code: 137, message: `exit code 137: ${evidence}`, failure: 'out-of-memory' },
      ]);
    } finally {
      await until('the group is empty', () => {
        rmdirSync(folder);
        return true;
      });
    }
  });
});
