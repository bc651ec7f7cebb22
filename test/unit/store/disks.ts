/** Small disks to fill and to make read-only: file systems in memory, where the tests may mount them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { trialbookDir } from '../../../src/common/workspaceFolder';
import { TestWorkspace } from './helpers';

/** A workspace whose `.trialbook` is a disk of its own. */
export class SmallDisk {
  private constructor(readonly workspace: TestWorkspace) {}

  /** `undefined` where mounting is not permitted. */
  static mount(megabytes: number): SmallDisk | undefined {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
    const workspace = new TestWorkspace();
    const dir = trialbookDir(workspace.dir);
    mkdirSync(dir);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', dir], { stdio: 'ignore' });
    } catch {
      rmSync(workspace.dir, { recursive: true });
      return undefined;
    }
    return new SmallDisk(workspace);
  }

  /** Writes until nothing fits any more. */
  fill(): void {
    for (let size = 1024 * 1024; size >= 1024; size /= 2) {
      try {
        for (;;) writeFileSync(this.ballast, Buffer.alloc(size), { flag: 'a' });
      } catch {
        // A smaller piece may still fit.
      }
    }
  }

  free(): void {
    rmSync(this.ballast);
  }

  remount(mode: 'ro' | 'rw'): void {
    execFileSync('mount', ['-o', `remount,${mode}`, this.dir]);
  }

  async dispose(): Promise<void> {
    await this.workspace.closeAll();
    execFileSync('umount', ['-l', this.dir]);
    await this.workspace.dispose();
  }

  private get dir(): string {
    return trialbookDir(this.workspace.dir);
  }

  private get ballast(): string {
    return path.join(this.dir, 'ballast');
  }
}
