import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readGitState } from '../../../src/recorder/gitState';
import { contentsOf, git, takeSnapshot } from './snapshotSupport';
import { removeTemporary, workspaceWith } from './support';

const X = 'x = 1\n';

/** A repository with these files committed. */
function repositoryWith(files: Record<string, string>): string {
  const folder = workspaceWith(files);
  git(folder, 'init', '-q', '-b', 'trunk');
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'one');
  return folder;
}

describe('what a snapshot leaves out by rules', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('is what .git/info/exclude names, and nothing that git only has not been told of', async () => {
    const workspace = repositoryWith({ 'a.py': X });
    writeFileSync(path.join(workspace, 'untracked.py'), X);
    writeFileSync(path.join(workspace, 'mine.py'), X);
    appendFileSync(path.join(workspace, '.git/info/exclude'), '/mine.py\n');
    assert.deepEqual(contentsOf(await takeSnapshot(workspace)), {
      files: ['a.py', 'untracked.py'],
      leftOut: { 'mine.py': 'ignored' },
    });
  });

  it('tells upper from lower case as git does', async function () {
    if (process.platform !== 'linux') return this.skip();
    const workspace = workspaceWith({ '.gitignore': 'Build/\n', 'Build/a.py': X, 'build/b.py': X });
    assert.deepEqual(contentsOf(await takeSnapshot(workspace)), {
      files: ['.gitignore', 'build/b.py'],
      leftOut: { 'Build/': 'ignored' },
    });
  });

  it('holds for a workspace that is a part of its repository', async () => {
    const repository = repositoryWith({
      '.gitignore': '*.gen.py\n/made.py\n',
      'part/.gitignore': '!kept.gen.py\n',
      'part/deep/made.py': X,
      'part/made.py': X,
      'part/kept.gen.py': X,
    });
    writeFileSync(path.join(repository, 'part/x.gen.py'), X);
    assert.deepEqual(contentsOf(await takeSnapshot(path.join(repository, 'part'))), {
      files: ['.gitignore', 'deep/made.py', 'kept.gen.py', 'made.py'],
      leftOut: { 'x.gen.py': 'ignored' },
    });
  });

  it('is not everything where the repository ignores the very workspace', async () => {
    const repository = repositoryWith({ '.gitignore': 'scratch/\n*.json\n' });
    mkdirSync(path.join(repository, 'scratch'));
    writeFileSync(path.join(repository, 'scratch/a.py'), X);
    writeFileSync(path.join(repository, 'scratch/b.json'), '{}');
    assert.deepEqual(contentsOf(await takeSnapshot(path.join(repository, 'scratch'))).files, ['a.py', 'b.json']);
  });

  it('is what the settings of the workspace hide', async () => {
    const settings = {
      'files.exclude': { '**/gen': true, '*.{ini,cfg}': true, '**/*.js': { when: '$(basename).ts' }, 'b.py': false },
      'search.exclude': { 'vendored/**': true, '**/*.lock': true },
    };
    const workspace = workspaceWith({
      '.vscode/settings.json': `// with a comment\n${JSON.stringify(settings)}`,
      'a.ini': '',
      'c.cfg': '',
      'deep/a.ini': '',
      'deep/gen/x.py': X,
      'deep/poetry.lock': '',
      'a.js': '',
      'b.py': X,
      'vendored/y.py': X,
    });
    const { files } = contentsOf(await takeSnapshot(workspace));
    assert.deepEqual(files, ['a.js', 'b.py', 'deep/a.ini']);
  });

  it('is not changed by settings that are none', async () => {
    for (const text of ['', '{', 'null', '[]', '{"files.exclude": 3}', '{"files.exclude": {"{{,": true, "": true}}']) {
      const workspace = workspaceWith({ '.vscode/settings.json': text, 'a.py': X });
      assert.deepEqual(contentsOf(await takeSnapshot(workspace)).files, ['a.py'], text);
    }
  });
});

describe('repositories in a workspace', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('are code like any other, under their own rules', async () => {
    const workspace = repositoryWith({ '.gitignore': '*.json\n', 'a.py': X });
    const inner = path.join(workspace, 'inner');
    mkdirSync(inner);
    git(inner, 'init', '-q');
    for (const name of ['b.py', 'c.json', 'd.toml']) writeFileSync(path.join(inner, name), X);
    writeFileSync(path.join(inner, '.gitignore'), '*.toml\n');
    assert.deepEqual(contentsOf(await takeSnapshot(workspace)), {
      files: ['.gitignore', 'a.py', 'inner/.gitignore', 'inner/b.py', 'inner/c.json'],
      leftOut: { 'inner/d.toml': 'ignored' },
    });
  });

  it('may be submodules, whose excludes lie elsewhere', async () => {
    const library = repositoryWith({ 'lib.py': X });
    const workspace = repositoryWith({ 'a.py': X });
    git(workspace, 'submodule', '--quiet', 'add', library, 'sub');
    git(workspace, 'commit', '-q', '-m', 'two');
    appendFileSync(path.join(workspace, '.git/modules/sub/info/exclude'), 'mine.py\n');
    writeFileSync(path.join(workspace, 'sub/mine.py'), X);
    assert.deepEqual(contentsOf(await takeSnapshot(workspace)), {
      files: ['a.py', 'sub/lib.py'],
      leftOut: { 'sub/mine.py': 'ignored' },
    });
    assert.equal((await readGitState(workspace))?.dirty, true);
  });

  it('may have worktrees, which share their excludes', async () => {
    const repository = repositoryWith({ 'a.py': X });
    const worktree = path.join(workspaceWith(), 'tree');
    git(repository, 'worktree', 'add', '-q', '-b', 'side', worktree);
    appendFileSync(path.join(repository, '.git/info/exclude'), 'mine.py\n');
    writeFileSync(path.join(worktree, 'mine.py'), X);
    assert.deepEqual(contentsOf(await takeSnapshot(worktree)), { files: ['a.py'], leftOut: { 'mine.py': 'ignored' } });
    assert.equal((await readGitState(worktree))?.branch, 'side');
  });

  it('may be without a commit', async () => {
    const workspace = workspaceWith({ 'a.py': X });
    git(workspace, 'init', '-q', '-b', 'trunk');
    assert.deepEqual(await readGitState(workspace), { commit: null, branch: 'trunk', dirty: true, remote: null });
    assert.deepEqual(contentsOf(await takeSnapshot(workspace)).files, ['a.py']);
  });
});
