import { lstatSync, readFileSync } from 'node:fs';
import { lstat, readFile, rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { relativeToWorkspace, SNAPSHOT_FILE } from '../common/workspaceFolder';
import { readGitState } from './gitState';
import { storeObject } from './objectStore';
import type { LeftOutFile, SnapshotEnvironment, SnapshotFile, SnapshotManifest } from './snapshotManifest';
import { isSecretFile, MAX_SNAPSHOT_FILE } from './snapshotRules';
import { walkSnapshotFiles } from './snapshotWalk';
import type { RunSpecification } from './specification';
import { findProgram } from './trainingCommand';

/** A file's content in memory. */
interface ReadFile {
  path: string;
  mode: number;
  content: Buffer;
}

/**
 * The plain code snapshot of a run. The script is read before the training starts, which costs a millisecond; the rest
 * while it runs, so that no run waits for its snapshot.
 */
export class Snapshot {
  private readonly script: ReadFile | undefined;

  /** Reads the script. Never throws: a script that cannot be read here is read with the rest, or listed as left out. */
  constructor(
    private readonly specification: RunSpecification,
    private readonly runDir: string,
    script: string | undefined,
  ) {
    this.script = script === undefined ? undefined : readScript(specification.workspace, script);
  }

  /** Stores all files and writes the manifest. Rejects as `fs` does, on a full disk for instance. */
  async capture(): Promise<SnapshotManifest> {
    const { workspace } = this.specification;
    const [git, walk] = await Promise.all([readGitState(workspace), walkSnapshotFiles(workspace)]);
    const leftOut = [...walk.leftOut];
    const files: SnapshotFile[] = [];
    for (const relative of this.withScript(walk.files)) {
      const read = relative === this.script?.path ? this.script : await readSmallFile(workspace, relative);
      if ('reason' in read) leftOut.push(read);
      else files.push(await this.store(read));
    }
    const environment = describeEnvironment(this.specification);
    const manifest: SnapshotManifest = { version: 1, createdAt: Date.now(), git, environment, files, leftOut };
    await this.writeManifest(manifest);
    return manifest;
  }

  /** What was run is kept even where `.gitignore` names it. */
  private withScript(files: readonly string[]): string[] {
    const script = this.script?.path;
    return script === undefined || files.includes(script) ? [...files] : [script, ...files];
  }

  private async store(file: ReadFile): Promise<SnapshotFile> {
    const object = await storeObject(this.specification.workspace, file.content);
    return { path: file.path, mode: file.mode, size: file.content.length, object };
  }

  private async writeManifest(manifest: SnapshotManifest): Promise<void> {
    const file = path.join(this.runDir, SNAPSHOT_FILE);
    await writeFile(`${file}.tmp`, JSON.stringify(manifest, undefined, 1));
    await rename(`${file}.tmp`, file);
  }
}

function readScript(workspace: string, script: string): ReadFile | undefined {
  const relative = relativeToWorkspace(workspace, script);
  if (relative === undefined || isSecretFile(path.basename(script))) return undefined;
  try {
    const stat = lstatSync(script);
    if (!stat.isFile() || stat.size > MAX_SNAPSHOT_FILE) return undefined;
    return { path: relative, mode: stat.mode & 0o7777, content: readFileSync(script) };
  } catch {
    return undefined;
  }
}

async function readSmallFile(workspace: string, relative: string): Promise<ReadFile | LeftOutFile> {
  try {
    const file = path.join(workspace, relative);
    const stat = await lstat(file);
    if (stat.size > MAX_SNAPSHOT_FILE) return { path: relative, reason: 'too-large' };
    return { path: relative, mode: stat.mode & 0o7777, content: await readFile(file) };
  } catch {
    return { path: relative, reason: 'unreadable' };
  }
}

function describeEnvironment(specification: RunSpecification): SnapshotEnvironment {
  const { command, cwd } = specification;
  const cpus = os.cpus();
  return {
    platform: process.platform,
    arch: process.arch,
    release: os.release(),
    host: os.hostname(),
    cpus: cpus.length,
    cpuModel: cpus[0]?.model ?? '',
    memory: os.totalmem(),
    command,
    cwd,
    interpreter: findProgram(command[0] ?? '', cwd, process.env) ?? null,
  };
}
