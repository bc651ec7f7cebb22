import path from 'node:path';
import { isDatasetFile, isSkippedPath } from '../common/fileKinds';
import { hashBytes } from '../common/hashing';
import { relativeToWorkspace } from '../common/workspaceFolder';
import type { InputEvent, NewEvent, OpenEvent } from '../protocol/trainingEvents';
import type { FileHasher, HashedFile } from './fileHasher';
import { isCodeFile, isSecretFile } from '../common/snapshots/snapshotRules';
import type { RunSpecification } from './specification';
import { statFile } from '../common/statFile';
import { filesOnCommandLine } from './trainingCommand';

/** Distinct files of a run that are hashed; a folder of a million images must not keep the recorder for days. */
const MAX_INPUTS = 2_000;
/** Larger files are hashed when the training has ended: until then the disk is the training's. */
const MAX_HASHED_MEANWHILE = 64 * 1024 * 1024;
/** Python and Node round a time of the file system differently. */
const SAME_MTIME_MS = 2;

interface SeenFile {
  size: number;
  mtime: number;
}

/**
 * Makes `ds` events of what the training read: files of the workspace that a tracker saw it open, data from elsewhere
 * that a library names, and, without a tracker, unchanged files that the command line names.
 */
export class Inputs {
  private readonly seen = new Map<string, SeenFile>();
  private readonly addresses = new Set<string>();
  private readonly named: Map<string, SeenFile>;
  private postponed: (() => void)[] = [];

  /** To be made before the training starts: what the command line names is looked at now. */
  constructor(
    private readonly specification: RunSpecification,
    private readonly hasher: FileHasher,
    private readonly emit: (event: NewEvent) => void,
  ) {
    this.named = this.filesNamed();
  }

  /** A file was opened for reading. A library's word that it is data counts for more than its name. */
  opened(event: OpenEvent): void {
    const relative = relativeToWorkspace(this.specification.root, event.path);
    if (relative === undefined || isSecretFile(path.basename(relative))) return;
    const isInput = event.kind === 'data' ? !isSkippedPath(relative) : isDataFile(relative);
    if (isInput) this.add(relative, { size: event.size ?? -1, mtime: event.mtime ?? Number.NaN });
  }

  /** Data that is no file here. Its digest stands for its name, and its version where that is known. */
  remote({ uri, version }: InputEvent): void {
    const name = `${uri}\n${version ?? ''}`;
    if (this.addresses.has(name) || this.addresses.size >= MAX_INPUTS) return;
    this.addresses.add(name);
    const uncertain = version === undefined ? { uncertain: true } : {};
    this.emit({ e: 'ds', path: uri, size: 0, digest: hashBytes(Buffer.from(name)), ...uncertain });
  }

  /** The training has ended: hands all that is left to the hasher. */
  finish(trackerSeen: boolean): void {
    if (!trackerSeen) this.addNamed();
    for (const hash of this.postponed.splice(0)) hash();
  }

  private add(relative: string, seen: SeenFile): void {
    const known = this.seen.get(relative);
    if (known !== undefined ? isSame(known, seen) : this.seen.size >= MAX_INPUTS) return;
    this.seen.set(relative, seen);
    const hash = (): void => this.hash(relative, seen);
    if (seen.size <= MAX_HASHED_MEANWHILE) hash();
    else this.postponed.push(hash);
  }

  private hash(relative: string, seen: SeenFile): void {
    this.hasher.add(this.absolute(relative), (hashed) => {
      const { size, digest } = hashed;
      const uncertain = hashed.changed || !matches(seen, hashed);
      this.emit({ e: 'ds', path: relative, size, digest, ...(uncertain ? { uncertain } : {}) });
    });
  }

  private filesNamed(): Map<string, SeenFile> {
    const { command, cwd, root } = this.specification;
    const named = new Map<string, SeenFile>();
    for (const file of filesOnCommandLine(command, cwd)) {
      const relative = relativeToWorkspace(root, file);
      const stat = statFile(file);
      if (relative === undefined || stat === undefined || isSecretFile(path.basename(relative))) continue;
      if (isDataFile(relative)) named.set(relative, { size: stat.size, mtime: stat.mtimeMs });
    }
    return named;
  }

  /** A named file that changed meanwhile was an output, such as `--out model.json`. */
  private addNamed(): void {
    for (const [relative, seen] of this.named) {
      const stat = statFile(this.absolute(relative));
      if (stat !== undefined && matches(seen, { size: stat.size, mtime: stat.mtimeMs })) this.add(relative, seen);
    }
  }

  private absolute(relative: string): string {
    return path.join(this.specification.root, relative);
  }
}

function isDataFile(relative: string): boolean {
  return isDatasetFile(relative) && !isCodeFile(path.posix.basename(relative));
}

function isSame(a: SeenFile, b: SeenFile): boolean {
  return a.size === b.size && Object.is(a.mtime, b.mtime);
}

function matches(seen: SeenFile, now: Pick<HashedFile, 'size' | 'mtime'>): boolean {
  // A tracker that could not tell leaves nothing to compare.
  const sameTime = Number.isNaN(seen.mtime) || Math.abs(seen.mtime - now.mtime) <= SAME_MTIME_MS;
  return (seen.size < 0 || seen.size === now.size) && sameTime;
}
