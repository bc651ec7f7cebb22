import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cli, removeTemporary, temporaryFolder, workspaceWith } from '../support';
import { FILES, read, record, refusal, write } from './support';

const COMMAND = ['python3', 'train.py'];

function git(folder: string, ...words: string[]): string {
  const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
  return execFileSync('git', [...identity, ...words], { cwd: folder, encoding: 'utf8' });
}

function repository(folder: string): void {
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'first');
}

describe('trialbook restore, into git', function () {
  this.timeout(120_000);
  after(removeTemporary);

  it('makes a branch on the recorded commit and touches neither index nor files', async () => {
    const workspace = workspaceWith({
      ...FILES,
      'notes.md': 'kept',
      'old.py': 'deleted before the run',
      'bin/run.sh': '',
    });
    repository(workspace);
    const commit = git(workspace, 'rev-parse', 'HEAD').trim();
    write(workspace, 'model.py', `${FILES['model.py']}# edited\n`);
    rmSync(path.join(workspace, 'old.py'));
    write(workspace, 'untracked.py', 'x');
    chmodSync(path.join(workspace, 'bin/run.sh'), 0o755);
    const id = await record(workspace, COMMAND);
    write(workspace, 'model.py', 'now');
    git(workspace, 'add', 'untracked.py');
    const before = [git(workspace, 'status', '--porcelain'), git(workspace, 'rev-parse', 'HEAD')];
    const { code, stderr } = await cli(workspace, ['restore', id, '--branch', 'restored/one']);
    assert.equal(code, 0, stderr);
    assert.deepEqual([git(workspace, 'status', '--porcelain'), git(workspace, 'rev-parse', 'HEAD')], before);
    assert.equal(git(workspace, 'rev-parse', 'restored/one^').trim(), commit);
    assert.equal(git(workspace, 'show', 'restored/one:model.py'), `${FILES['model.py']}# edited\n`);
    const changed = git(workspace, 'diff', '--name-status', commit, 'restored/one');
    assert.equal(changed, 'M\tbin/run.sh\nM\tmodel.py\nD\told.py\nA\tuntracked.py\n');
    assert.match(git(workspace, 'ls-tree', 'restored/one', 'bin/run.sh'), /^100755/);
    assert.match(
      await refusal(workspace, ['restore', id, '--branch', 'restored/one']),
      /There is a branch restored\/one already/,
    );
    assert.match(await refusal(workspace, ['restore', id, '--branch', 'a..b']), /is no name for a branch/);
    assert.deepEqual(readdirSync(path.join(workspace, '.trialbook/checkouts')), []);
  });

  it('makes a worktree, with a branch or without, also of a folder inside a repository', async () => {
    const outer = workspaceWith({ 'README.md': 'outer' });
    const workspace = path.join(outer, 'project');
    for (const [name, content] of Object.entries(FILES)) write(workspace, name, content);
    mkdirSync(path.join(workspace, '.trialbook'));
    repository(outer);
    write(workspace, 'model.py', `${FILES['model.py']}# edited\n`);
    const id = await record(workspace, COMMAND);
    const folder = path.join(temporaryFolder(), 'tree');
    assert.equal((await cli(workspace, ['restore', id, '--worktree', folder])).code, 0);
    assert.equal(read(folder, 'project/model.py'), `${FILES['model.py']}# edited\n`);
    assert.equal(read(folder, 'README.md'), 'outer');
    assert.equal(git(folder, 'status', '--porcelain'), '');
    assert.match(await refusal(workspace, ['restore', id, '--worktree', folder]), /is there already and not empty/);
    const other = path.join(temporaryFolder(), 'tree');
    assert.equal((await cli(workspace, ['restore', id, '--worktree', other, '--branch', 'again'])).code, 0);
    assert.equal(git(other, 'branch', '--show-current').trim(), 'again');
  });

  it('says what is missing without a commit, a repository or git', async () => {
    const workspace = workspaceWith(FILES);
    const bare = await record(workspace, COMMAND);
    assert.match(await refusal(workspace, ['restore', bare, '--branch', 'x']), /is in no repository of git/);
    git(workspace, 'init', '-q');
    assert.match(await refusal(workspace, ['restore', bare, '--branch', 'x']), /The run recorded no commit of git/);
    const without = await cli(workspace, ['restore', bare, '--branch', 'x'], { PATH: temporaryFolder() });
    assert.match(without.stderr, /There is no git here/);
    git(workspace, 'add', '-A');
    git(workspace, 'commit', '-qm', 'first');
    const id = await record(workspace, COMMAND);
    rmSync(path.join(workspace, '.git'), { recursive: true });
    git(workspace, 'init', '-q');
    assert.match(
      await refusal(workspace, ['restore', id, '--branch', 'x']),
      /is not in this repository. Fetch it first/,
    );
  });

  it('refuses to put the files of a submodule into a commit of the outer repository', async () => {
    const inner = workspaceWith({ 'lib.py': 'x = 1\n' });
    repository(inner);
    const workspace = workspaceWith(FILES);
    git(workspace, 'init', '-q');
    git(workspace, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'inner');
    repository(workspace);
    const id = await record(workspace, COMMAND);
    assert.match(await refusal(workspace, ['restore', id, '--branch', 'x']), /inner is a repository of its own/);
    const single = await cli(workspace, ['restore', id, '--branch', 'x', '--file', 'model.py']);
    assert.equal(single.code, 0, single.stderr);
    assert.equal(existsSync(path.join(workspace, 'inner/lib.py')), true);
  });
});
