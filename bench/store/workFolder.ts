/** A temporary folder for gigabytes of runs, which is removed in any case. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export class WorkFolder {
  readonly dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'trialbook-bench-')));
  private readonly removeAtExit = (): void => rmSync(this.dir, { recursive: true, force: true });

  /** Throws when the disk has less than so many bytes left. */
  constructor(bytes: number) {
    process.once('exit', this.removeAtExit);
    const { bavail, bsize } = statfsSync(this.dir);
    if (bavail * bsize < bytes) {
      throw new Error(`${tmpdir()} needs ${bytes / 1e9} GB for this benchmark; TMPDIR names another folder.`);
    }
  }

  /** Makes an empty folder in it. */
  make(name: string): string {
    const dir = path.join(this.dir, name);
    mkdirSync(dir);
    return dir;
  }

  remove(dir: string): void {
    rmSync(dir, { recursive: true, force: true });
  }

  dispose(): void {
    this.removeAtExit();
    process.off('exit', this.removeAtExit);
  }
}
