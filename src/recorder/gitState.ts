import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { redactText } from '../common/redaction';
import { REDACTED } from '../protocol/redacted';
import type { GitState } from '../protocol/snapshotManifest';

const TIMEOUT_MS = 5_000;

/** What is known of the repository around a folder; `null` without one, without git, or when it is slow. */
export async function readGitState(folder: string): Promise<GitState | null> {
  // `--no-optional-locks`: we must not make the user's own git command fail by holding the index.
  const status = git(folder, '--no-optional-locks', 'status', '--porcelain=v2', '--branch');
  const remote = git(folder, 'config', '--get', 'remote.origin.url');
  const [states, address] = await Promise.all([status, remote]);
  return states === undefined ? null : { ...parseGitStatus(states), remote: stripCredentials(address?.trim() ?? '') };
}

async function git(cwd: string, ...args: string[]): Promise<string | undefined> {
  try {
    const options = { cwd, timeout: TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024, windowsHide: true };
    return (await promisify(execFile)('git', args, options)).stdout;
  } catch {
    return undefined;
  }
}

function stripCredentials(address: string): string | null {
  return address === '' ? null : redactText(address).replace(`${REDACTED}@`, '');
}

/** Reads what `git status --porcelain=v2 --branch` prints (see git-status(1)). */
export function parseGitStatus(output: string): Omit<GitState, 'remote'> {
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
