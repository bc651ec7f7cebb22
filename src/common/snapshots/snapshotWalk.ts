import { type Dirent, existsSync, lstatSync, opendirSync, readFileSync, type Stats } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import ignore, { type Ignore } from 'ignore';
import { isSkippedFolder } from '../fileKinds';
import type { LeftOutFile } from '../../protocol/snapshotManifest';
import { isSecretFile, isSnapshotFile, MAX_SNAPSHOT_FILES } from './snapshotRules';

/** What a snapshot lists as left out at most; a workspace may ignore any number of files. */
const MAX_LEFT_OUT = 1000;
/** Entries that a walk looks at: a folder of a million images must not keep the recorder busy. */
const MAX_ENTRIES = 200_000;
/** How long the recorder's other work waits while a walk goes on in the background. */
const SLICE_MS = 10;
const READ_AT_ONCE = 256;

/**
 * What tells a file from what it was before. Times are ms since 1970 with fractions, to a quarter of a microsecond: finer
 * than any file system's clock ticks.
 */
export type FileStat = Pick<Stats, 'size' | 'mode' | 'ino' | 'mtimeMs' | 'ctimeMs'>;

export interface SeenFile {
  /** Relative to the workspace folder with `/`. */
  path: string;
  stat: FileStat;
  /** It was first seen after the training had started. */
  late: boolean;
}

export interface WalkResult {
  files: SeenFile[];
  leftOut: LeftOutFile[];
}

interface IgnoreRules {
  /** Relative to the workspace folder, ends in `/` unless empty. */
  base: string;
  rules: Ignore;
}

interface Folder {
  base: string;
  /** Those of the innermost folder last. */
  rules: readonly IgnoreRules[];
}

/** An entry that the snapshot has something to say of, unless it is ignored. */
interface Candidate {
  path: string;
  rules: readonly IgnoreRules[];
  found: SeenFile | LeftOutFile;
}

/**
 * Finds the code and configuration of a workspace, the folders nearest to its root first; honours `.gitignore` in every
 * folder as git does. It can be interrupted between any two files: a training waits for its begin alone.
 *
 * It looks at the disk synchronously, which is several times as fast as asking other threads for each of thousands of
 * files. Whether a file is ignored is judged last, when nothing waits: that takes as long as looking at it.
 */
export class SnapshotWalk {
  private readonly folders: Folder[] = [{ base: '', rules: [] }];
  private readonly candidates: Candidate[] = [];
  private readonly leftOut: LeftOutFile[] = [];
  private readonly steps = this.walk();
  private late = false;

  constructor(private readonly workspaceDir: string) {}

  /** Walks for so many ms at most; tells whether it came to the end. */
  advance(limitMs: number): boolean {
    const end = performance.now() + limitMs;
    do {
      if (this.steps.next().done === true) return true;
    } while (performance.now() < end);
    return false;
  }

  /** Walks the rest, little by little: the training has started. Never rejects. */
  async finish(): Promise<WalkResult> {
    this.late = true;
    while (!this.advance(SLICE_MS)) await nextTurn();
    return this.sortOut();
  }

  private *walk(): Generator<void, void> {
    let entries = 0;
    // The list grows while it is gone through.
    for (const { base, rules: outer } of this.folders) {
      yield;
      const rules = [...outer, ...this.readRules(base)];
      for (const entry of this.read(base)) {
        entries += 1;
        if (entries > MAX_ENTRIES) return;
        this.look({ base, rules }, entry);
        yield;
      }
    }
  }

  /** The entries of a folder, piece by piece: one may hold a million images. */
  private *read(base: string): Generator<Dirent, void> {
    try {
      const folder = opendirSync(path.join(this.workspaceDir, base), { bufferSize: READ_AT_ONCE });
      try {
        for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) yield entry;
      } finally {
        folder.closeSync();
      }
    } catch {
      this.leave({ path: base, reason: 'unreadable' });
    }
  }

  private look(folder: Folder, entry: Dirent): void {
    const relative = folder.base + entry.name;
    if (isSkippedFolder(entry.name)) return;
    if (!entry.isDirectory()) this.lookAtFile(folder, entry, relative);
    else if (entry.name.endsWith('.egg-info')) return;
    else if (isIgnored(`${relative}/`, folder.rules)) this.leave({ path: `${relative}/`, reason: 'ignored' });
    else this.folders.push({ base: `${relative}/`, rules: folder.rules });
  }

  private lookAtFile({ rules }: Folder, entry: Dirent, relative: string): void {
    if (isSecretFile(entry.name)) this.leave({ path: relative, reason: 'secret' });
    else if (!isSnapshotFile(relative)) return;
    else if (entry.isSymbolicLink()) {
      this.candidates.push({ path: relative, rules, found: { path: relative, reason: 'link' } });
    } else if (entry.isFile()) this.candidates.push({ path: relative, rules, found: this.see(relative) });
  }

  private see(relative: string): SeenFile | LeftOutFile {
    try {
      const { size, mode, ino, mtimeMs, ctimeMs } = lstatSync(path.join(this.workspaceDir, relative));
      return { path: relative, stat: { size, mode, ino, mtimeMs, ctimeMs }, late: this.late };
    } catch {
      return { path: relative, reason: 'unreadable' };
    }
  }

  private async sortOut(): Promise<WalkResult> {
    const files: SeenFile[] = [];
    let end = performance.now() + SLICE_MS;
    for (const { path: relative, rules, found } of this.candidates) {
      if (isIgnored(relative, rules)) this.leave({ path: relative, reason: 'ignored' });
      else if ('reason' in found) this.leave(found);
      else if (files.length >= MAX_SNAPSHOT_FILES) this.leave({ path: relative, reason: 'too-many' });
      else files.push(found);
      if (performance.now() < end) continue;
      await nextTurn();
      end = performance.now() + SLICE_MS;
    }
    const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
    return { files: files.sort(byPath), leftOut: this.leftOut.sort(byPath) };
  }

  private leave(file: LeftOutFile): void {
    if (this.leftOut.length < MAX_LEFT_OUT) this.leftOut.push(file);
  }

  private readRules(base: string): IgnoreRules[] {
    const file = path.join(this.workspaceDir, base, '.gitignore');
    if (!existsSync(file)) return [];
    try {
      return [{ base, rules: ignore().add(readFileSync(file, 'utf8')) }];
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
