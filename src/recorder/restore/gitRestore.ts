/** A snapshot as a commit of git, made without touching the user's index or files. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { checkoutsDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { OtherRestore } from '../../protocol/reproduction';
import type { SnapshotFile, SnapshotManifest } from '../../protocol/snapshotManifest';
import { writeFolder } from '../checkouts/writeFiles';
import { Git } from './git';
import { isGone } from './goneFiles';

export interface GitRestore {
  workspace: string;
  runId: RunId;
  snapshot: SnapshotManifest;
  /** Those of its files that are restored. */
  files: readonly SnapshotFile[];
}

/** Makes a branch that holds the snapshot on top of the commit that the run recorded. Throws a {@link UserError}. */
export async function restoreBranch(request: GitRestore, branch: string): Promise<OtherRestore> {
  const git = await Git.open(request.workspace);
  await requireNewBranch(git, branch);
  const commit = await commitSnapshot(git, request);
  // Fails when somebody made the branch meanwhile.
  await git.run('update-ref', `refs/heads/${branch}`, commit, '0'.repeat(commit.length));
  return { kind: 'branch', runId: request.runId, branch, commit };
}

/** Makes a worktree that holds the snapshot, on a new branch or on none. Throws a {@link UserError}. */
export async function restoreWorktree(
  request: GitRestore,
  folder: string,
  branch: string | null,
): Promise<OtherRestore> {
  const git = await Git.open(request.workspace);
  if (existsSync(folder) && (await readdir(folder).catch(() => [''])).length > 0) {
    throw new UserError(l10n.t('{0} is there already and not empty. Name another folder.', folder));
  }
  if (branch !== null) await requireNewBranch(git, branch);
  const commit = await commitSnapshot(git, request);
  await git.run('worktree', 'add', ...(branch === null ? ['--detach'] : ['-b', branch]), '--', folder, commit);
  return { kind: 'worktree', runId: request.runId, folder, branch, commit };
}

async function requireNewBranch(git: Git, branch: string): Promise<void> {
  if (!(await git.succeeds('check-ref-format', '--branch', branch)) || branch.startsWith('-')) {
    throw new UserError(l10n.t('{0} is no name for a branch.', branch));
  }
  if (await git.succeeds('show-ref', '--verify', '--quiet', `refs/heads/${branch}`)) {
    throw new UserError(l10n.t('There is a branch {0} already. Name another one.', branch));
  }
}

async function commitSnapshot(git: Git, { workspace, runId, snapshot, files }: GitRestore): Promise<string> {
  const base = snapshot.git?.commit;
  if (base === undefined || base === null) {
    throw new UserError(l10n.t('The run recorded no commit of git. Restore it into a folder instead.'));
  }
  if (!(await git.succeeds('cat-file', '-e', `${base}^{commit}`))) {
    throw new UserError(
      l10n.t('The commit {0} that the run recorded is not in this repository. Fetch it first.', base),
    );
  }
  const work = path.join(checkoutsDir(workspace), `.git-${randomUUID()}`);
  try {
    await writeFolder(workspace, files, path.join(work, git.prefix.replace(/\/$/, '')));
    return await commitFolder(git.withWorkTree(work), base, runId, snapshot, files);
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

/** `git` has a work tree, and an index, of its own. */
async function commitFolder(
  git: Git,
  base: string,
  runId: RunId,
  snapshot: SnapshotManifest,
  files: readonly SnapshotFile[],
): Promise<string> {
  await git.run('read-tree', base);
  const tracked = (await git.run('ls-files', '-s', '-z', '--', git.prefix || '.'))
    .split('\0')
    .filter((one) => one !== '');
  refuseSubmodules(tracked, git.prefix, files);
  const gone = tracked.map((entry) => entry.slice(entry.indexOf('\t') + 1 + git.prefix.length));
  await git.runWith(list(git.prefix, gone.filter(isGone(snapshot))), 'update-index', '--force-remove', '-z', '--stdin');
  // Filters of `.gitattributes`, such as those for line ends, hold as with `git add`.
  const paths = files.map((file) => file.path);
  await git.runWith(list(git.prefix, paths), 'update-index', '--add', '--replace', '-z', '--stdin');
  const tree = (await git.run('write-tree')).trim();
  const message = l10n.t('Code of the Trialbook run {0}', runId);
  return (await git.run('commit-tree', tree, '-p', base, '-m', message)).trim();
}

/** Another repository's files cannot be part of a commit of this one. */
function refuseSubmodules(tracked: readonly string[], prefix: string, files: readonly SnapshotFile[]): void {
  const submodules = tracked
    .filter((entry) => entry.startsWith('160000 '))
    .map((one) => one.slice(one.indexOf('\t') + 1));
  const inside = submodules.find((one) => files.some((file) => `${prefix}${file.path}`.startsWith(`${one}/`)));
  if (inside === undefined) return;
  throw new UserError(
    l10n.t(
      '{0} is a repository of its own (a submodule): restore it into a folder, or single files with --file.',
      inside,
    ),
  );
}

function list(prefix: string, paths: readonly string[]): string {
  return paths.map((one) => `${prefix}${one}\0`).join('');
}
