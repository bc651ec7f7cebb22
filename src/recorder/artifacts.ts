import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { artifactKind } from '../common/fileKinds';
import { ARTIFACTS_FOLDER, relativeToWorkspace } from '../common/workspaceFolder';
import type { NewEvent, OpenEvent } from '../protocol/trainingEvents';
import type { ArtifactCopies } from './artifactCopies';
import type { FileHasher } from './fileHasher';
import { isSecretFile } from '../common/snapshots/snapshotRules';
import { isTensorboardFile } from './tensorboard/tensorboardFiles';

const MAX_ARTIFACTS = 2_000;

interface WrittenFile {
  kind: 'model' | 'file';
  /** The library that wrote it. */
  src?: string;
  /** A copy was asked for. */
  keep: boolean;
}

/** Makes `art` events of what the training wrote: files of the workspace, and those that it put into the run folder. */
export class Artifacts {
  private readonly written = new Map<string, WrittenFile>();
  /** By their path below the folder of artifacts. */
  private readonly inRunFolder = new Map<string, WrittenFile>();
  private readonly folder: string;

  constructor(
    private readonly workspace: string,
    runDir: string,
    private readonly copies: ArtifactCopies,
    private readonly hasher: FileHasher,
    private readonly emit: (event: NewEvent) => void,
  ) {
    this.folder = path.join(runDir, ARTIFACTS_FOLDER);
  }

  /** Whether a path relative to the workspace was written by the training so far. */
  has(relative: string): boolean {
    return this.written.has(relative);
  }

  /** A file was opened for writing. A library's word on what it is counts for more than its name. */
  opened(event: OpenEvent): void {
    const own = relativeToWorkspace(this.folder, event.path);
    if (own !== undefined) this.note(this.inRunFolder, own, event);
    else {
      const relative = relativeToWorkspace(this.workspace, event.path);
      if (relative !== undefined) this.note(this.written, relative, event);
    }
  }

  /** A scan found a file that changed meanwhile. */
  found(relative: string): void {
    this.note(this.written, relative, {});
  }

  /** The training has ended: hands what it wrote to the hasher. Rejects as `fs` does. */
  async finish(): Promise<void> {
    for (const relative of await filesBelow(this.folder)) this.note(this.inRunFolder, relative, {});
    for (const [relative, file] of sorted(this.inRunFolder)) this.record(relative, file);
    for (const [relative, file] of sorted(this.written)) {
      // A file that the script put into the run folder under the same name is what it meant to keep.
      if (!this.inRunFolder.has(relative)) this.copyAndRecord(relative, file);
    }
  }

  private note(files: Map<string, WrittenFile>, relative: string, word: Partial<OpenEvent>): void {
    const known = files.get(relative);
    if (known === undefined && files.size >= MAX_ARTIFACTS) return;
    const byName = artifactKind(relative);
    if (byName === undefined || isSecretFile(path.posix.basename(relative))) return;
    const byLibrary = word.kind === undefined || word.kind === 'data' ? undefined : word.kind;
    const kind = byLibrary === undefined ? (known?.kind ?? byName) : byLibrary === 'model' ? 'model' : 'file';
    const src = word.src ?? known?.src;
    files.set(relative, {
      kind,
      keep: word.keep === true || known?.keep === true,
      ...(src === undefined ? {} : { src }),
    });
  }

  private record(relative: string, { kind, src }: WrittenFile): void {
    this.hasher.add(path.join(this.folder, relative), ({ size, digest }) => {
      const copy = `${ARTIFACTS_FOLDER}/${relative}`;
      this.emit({ e: 'art', path: relative, kind, size, digest, copy, ...(src && { src }) });
    });
  }

  private copyAndRecord(relative: string, { kind, src, keep }: WrittenFile): void {
    const file = path.join(this.workspace, relative);
    let copy: string | undefined;
    // What is hashed is the copy: the original may be written again meanwhile.
    const source = async (): Promise<string> => {
      // TensorBoard, shown the workspace, would find its files a second time; what we take of them is recorded.
      if (keep || !isTensorboardFile(relative)) copy = await this.copies.copy(file, relative, keep);
      return copy === undefined ? file : path.join(path.dirname(this.folder), copy);
    };
    this.hasher.add(source, ({ size, digest }) => {
      this.emit({ e: 'art', path: relative, kind, size, digest, ...(copy && { copy }), ...(src && { src }) });
    });
  }
}

function sorted(files: ReadonlyMap<string, WrittenFile>): [string, WrittenFile][] {
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Plain files below a folder, as paths relative to it with `/`; none where there is no folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return files.flatMap((file) => relativeToWorkspace(folder, file) ?? []).slice(0, MAX_ARTIFACTS);
}
