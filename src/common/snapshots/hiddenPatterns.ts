/** What a workspace's settings hide from the explorer and from its search. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';

const SETTINGS = ['files.exclude', 'search.exclude'];

/** The patterns that `.vscode/settings.json` hides files by, as lines of a `.gitignore`. Never throws. */
export function hiddenPatterns(workspaceDir: string): string[] {
  let settings: unknown;
  try {
    settings = parse(readFileSync(path.join(workspaceDir, '.vscode', 'settings.json'), 'utf8'));
  } catch {
    return [];
  }
  if (typeof settings !== 'object' || settings === null) return [];
  return SETTINGS.flatMap((name) => {
    const globs = (settings as Record<string, unknown>)[name];
    if (typeof globs !== 'object' || globs === null) return [];
    // One with a condition ({"when": …}) hides some of the files that it matches, such as compiled ones: it is left out.
    return Object.entries(globs).flatMap(([glob, value]) => (value === true ? toGitPatterns(glob) : []));
  });
}

/** The editor's globs start at the workspace folder and know alternatives in braces; the rest is as in git. */
function toGitPatterns(glob: string): string[] {
  return expandBraces(glob).map((one) => (one.startsWith('**/') ? one : `/${one.replace(/^\//, '')}`));
}

/** `*.{a,b}` as `*.a` and `*.b`, the innermost braces first. */
function expandBraces(glob: string): string[] {
  const [braces, inner] = /\{([^{}]*)\}/.exec(glob) ?? [];
  if (braces === undefined || inner === undefined) return [glob];
  return inner.split(',').flatMap((one) => expandBraces(glob.replace(braces, () => one)));
}
