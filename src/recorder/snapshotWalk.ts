import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { isSkippedPath } from '../common/fileKinds';
import type { LeftOutFile } from './snapshotManifest';
import { isSecretFile, isSnapshotFile, MAX_SNAPSHOT_FILES } from './snapshotRules';

/** What a snapshot lists as left out at most; a workspace may ignore any number of files. */
const MAX_LEFT_OUT = 1000;
/** Entries that a walk looks at: a folder of a million images must not keep the recorder busy. */
const MAX_ENTRIES = 200_000;

export interface WalkResult {
  /** Relative to the workspace folder with `/`. */
  files: string[];
  leftOut: LeftOutFile[];
}

interface IgnoreRules {
  /** Relative to the workspace folder, ends in `/` unless empty. */
  base: string;
  rules: Ignore;
}

/** Finds the code and configuration of a workspace; honours `.gitignore` in every folder as git does. */
export async function walkSnapshotFiles(workspaceDir: string): Promise<WalkResult> {
  const walk = new Walk(workspaceDir);
  await walk.folder('', []);
  return { files: walk.files, leftOut: walk.leftOut };
}

class Walk {
  readonly files: string[] = [];
  readonly leftOut: LeftOutFile[] = [];
  private entries = 0;

  constructor(private readonly workspaceDir: string) {}

  /** `base` is relative and ends in `/` unless empty. */
  async folder(base: string, outer: readonly IgnoreRules[]): Promise<void> {
    const entries = await this.read(base);
    const own = entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
    const rules = own ? [...outer, ...(await this.readRules(base))] : outer;
    for (const entry of entries) {
      this.entries += 1;
      if (this.entries > MAX_ENTRIES) return;
      const relative = base + entry.name;
      if (isSkippedPath(relative) || (entry.isDirectory() && entry.name.endsWith('.egg-info'))) continue;
      if (entry.isDirectory()) await this.enter(`${relative}/`, rules);
      else this.file(relative, entry, rules);
    }
  }

  private async enter(base: string, rules: readonly IgnoreRules[]): Promise<void> {
    if (isIgnored(base, rules)) this.leave(base, 'ignored');
    else await this.folder(base, rules);
  }

  private file(relative: string, entry: Dirent, rules: readonly IgnoreRules[]): void {
    const secret = isSecretFile(entry.name);
    if (!secret && !isSnapshotFile(relative)) return;
    if (secret) this.leave(relative, 'secret');
    else if (isIgnored(relative, rules)) this.leave(relative, 'ignored');
    else if (entry.isSymbolicLink()) this.leave(relative, 'link');
    else if (!entry.isFile()) return;
    else if (this.files.length >= MAX_SNAPSHOT_FILES) this.leave(relative, 'too-many');
    else this.files.push(relative);
  }

  private leave(relative: string, reason: LeftOutFile['reason']): void {
    if (this.leftOut.length < MAX_LEFT_OUT) this.leftOut.push({ path: relative, reason });
  }

  private async read(base: string): Promise<Dirent[]> {
    try {
      const entries = await readdir(path.join(this.workspaceDir, base), { withFileTypes: true });
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch {
      this.leave(base, 'unreadable');
      return [];
    }
  }

  private async readRules(base: string): Promise<IgnoreRules[]> {
    try {
      const text = await readFile(path.join(this.workspaceDir, base, '.gitignore'), 'utf8');
      return [{ base, rules: ignore().add(text) }];
    } catch {
      return [];
    }
  }
}

/** The innermost `.gitignore` that says anything of a path decides, as in gitignore(5). */
function isIgnored(relative: string, rules: readonly IgnoreRules[]): boolean {
  for (const one of [...rules].reverse()) {
    const result = one.rules.test(relative.slice(one.base.length));
    if (result.ignored || result.unignored) return result.ignored;
  }
  return false;
}
