import { constants } from 'node:fs';
import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { errorCode, errorMessage } from '../common/errors';
import { ARTIFACTS_FOLDER } from '../common/workspaceFolder';

/** Bytes of a run's copies together; beyond, only what was asked for is copied. */
const MAX_TOTAL = 1024 * 1024 * 1024;

/** Copies artifacts into the run folder, where a later run cannot write over them. */
export class ArtifactCopies {
  private total = 0;
  private full = false;

  /** `below`: files of fewer bytes are copied unasked. `warn` is told of what is not copied, and why. */
  constructor(
    private readonly runDir: string,
    private readonly below: number,
    private readonly warn: (code: string, message: string) => void,
  ) {}

  /**
   * Copies a file, which shares its blocks with the original where the file system can do that. Gives the copy's path
   * relative to the run folder; `undefined` when none is made. `asked`: whatever its size. Rejects as `fs` does when the
   * file is gone.
   */
  async copy(file: string, relative: string, asked: boolean): Promise<string | undefined> {
    const found = await stat(file);
    if (!found.isFile() || (!asked && !this.hasRoom(found.size))) return undefined;
    const copy = `${ARTIFACTS_FOLDER}/${relative}`;
    const target = path.join(this.runDir, copy);
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await copyFile(file, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
      this.total += found.size;
      return copy;
    } catch (error) {
      this.fail(relative, error);
      // What was there before is the run's own.
      if (errorCode(error) !== 'EEXIST') await rm(target, { force: true });
      return undefined;
    }
  }

  private hasRoom(size: number): boolean {
    if (size >= this.below || this.full) return false;
    if (this.total + size <= MAX_TOTAL) return true;
    this.full = true;
    this.warn(
      'copies-capped',
      l10n.t('The copies of this run reached 1 GiB: only what the script asks for is copied.'),
    );
    return false;
  }

  private fail(relative: string, error: unknown): void {
    const noSpace = ['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '');
    // The next file would meet the same disk; what is left of it is for the events.
    this.full ||= noSpace;
    const reason = noSpace ? l10n.t('the disk is full') : errorMessage(error);
    this.warn('copy-failed', l10n.t('{0} was not copied: {1}', relative, reason));
  }
}
