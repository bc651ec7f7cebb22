/** What of a workspace git ignores, and what its settings hide. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { hiddenPatterns } from './hiddenPatterns';

/** Patterns, and the paths that they speak of. */
interface RuleFile {
  /** The folder of the file, relative to the workspace folder; empty or ending in `/`. */
  base: string;
  /** Of a file above the workspace folder, the way from it to the workspace folder; empty or ending in `/`. */
  above: string;
  rules: Ignore;
}

/**
 * The rules that hold in one folder, as in gitignore(5): `.gitignore` files from the repository's folder downwards, which
 * may lie above the workspace, and `.git/info/exclude`. A repository inside another has rules of its own. What
 * `files.exclude` and `search.exclude` of the workspace's settings hide is ignored too. The user's global git
 * configuration is not looked at: the same code shall give the same snapshot for everybody.
 */
export class IgnoreRules {
  private constructor(
    private readonly root: string,
    private readonly hidden: Ignore | undefined,
    /** The innermost last. */
    private readonly files: readonly RuleFile[],
  ) {}

  /** The rules that a workspace folder is under. Never throws. */
  static around(root: string): IgnoreRules {
    const patterns = hiddenPatterns(root);
    return new IgnoreRules(root, patterns.length === 0 ? undefined : makeRules(patterns.join('\n')), rulesAbove(root));
  }

  /** The rules of a folder that has been walked into, below these. `base` is empty or ends in `/`. Never throws. */
  below(base: string): IgnoreRules {
    const folder = path.join(this.root, base);
    const own: RuleFile[] = [];
    const startsAnew = base !== '' && existsSync(path.join(folder, '.git'));
    if (startsAnew) own.push(...readRules(excludeFile(folder), base, ''));
    own.push(...readRules(path.join(folder, '.gitignore'), base, ''));
    if (own.length === 0 && !startsAnew) return this;
    return new IgnoreRules(this.root, this.hidden, startsAnew ? own : [...this.files, ...own]);
  }

  /** Whether a path relative to the workspace folder is ignored; that of a folder ends in `/`. The innermost file that says anything of it decides. */
  ignores(relative: string): boolean {
    if (this.hidden?.ignores(relative) === true) return true;
    for (let i = this.files.length - 1; i >= 0; i--) {
      const { base, above, rules } = this.files[i]!;
      const result = rules.test(above + relative.slice(base.length));
      if (result.ignored || result.unignored) return result.ignored;
    }
    return false;
  }
}

/** Rules from the repository's folder down to that above the workspace; none where those ignore the workspace itself. */
function rulesAbove(root: string): RuleFile[] {
  const repository = repositoryAround(root);
  if (repository === undefined) return [];
  const names = path
    .relative(repository, root)
    .split(path.sep)
    .filter((name) => name !== '');
  const way = (depth: number): string =>
    names
      .slice(depth)
      .map((name) => `${name}/`)
      .join('');
  const files = readRules(excludeFile(repository), '', way(0));
  for (let depth = 0; depth < names.length; depth++) {
    files.push(...readRules(path.join(repository, ...names.slice(0, depth), '.gitignore'), '', way(depth)));
  }
  const ignoresAll = files.some(({ above, rules }) => above !== '' && rules.ignores(above));
  return ignoresAll ? [] : files;
}

function repositoryAround(root: string): string | undefined {
  for (let folder = root; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git'))) return folder;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** Where a repository keeps what it alone excludes; a worktree or submodule has a file that names its git folder. */
function excludeFile(repository: string): string {
  const dotGit = path.join(repository, '.git');
  let gitDir = dotGit;
  try {
    if (statSync(dotGit).isFile()) {
      gitDir = path.resolve(
        repository,
        readFileSync(dotGit, 'utf8')
          .replace(/^gitdir: */, '')
          .trim(),
      );
    }
    const common = path.join(gitDir, 'commondir');
    if (existsSync(common)) gitDir = path.resolve(gitDir, readFileSync(common, 'utf8').trim());
  } catch {
    // What cannot be read excludes nothing.
  }
  return path.join(gitDir, 'info', 'exclude');
}

function readRules(file: string, base: string, above: string): RuleFile[] {
  if (!existsSync(file)) return [];
  try {
    return [{ base, above, rules: makeRules(readFileSync(file, 'utf8')) }];
  } catch {
    return [];
  }
}

/** Git tells upper from lower case where the file system does. */
function makeRules(patterns: string): Ignore {
  return ignore({ ignorecase: process.platform !== 'linux' }).add(patterns);
}
