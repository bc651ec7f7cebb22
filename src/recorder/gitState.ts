import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GitState } from './snapshotManifest';

const TIMEOUT_MS = 5_000;

/** Commit, branch and dirtiness of the repository around a folder; `null` without one, without git, or when it is slow. */
export async function readGitState(folder: string): Promise<GitState | null> {
  // `--no-optional-locks`: we must not make the user's own git command fail by holding the index.
  const args = ['--no-optional-locks', 'status', '--porcelain=v2', '--branch'];
  try {
    const options = { cwd: folder, timeout: TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024, windowsHide: true };
    const { stdout } = await promisify(execFile)('git', args, options);
    return parseGitStatus(stdout);
  } catch {
    return null;
  }
}

/** Reads what `git status --porcelain=v2 --branch` prints (see git-status(1)). */
export function parseGitStatus(output: string): GitState {
  const lines = output.split('\n').filter((line) => line !== '');
  const header = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`# branch.${name} `))?.slice(`# branch.${name} `.length);
  const [oid, head] = [header('oid'), header('head')];
  return {
    commit: oid === undefined || oid === '(initial)' ? null : oid,
    branch: head === undefined || head === '(detached)' ? null : head,
    dirty: lines.some((line) => !line.startsWith('#')),
  };
}
