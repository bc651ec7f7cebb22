import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashBytes } from '../../../src/common/hashing';
import { parseGitStatus } from '../../../src/recorder/gitState';
import { Snapshot } from '../../../src/recorder/snapshot';
import type { SnapshotManifest } from '../../../src/protocol/snapshotManifest';
import { isSecretFile, isSnapshotFile } from '../../../src/common/snapshots/snapshotRules';
import { contentOf, git, specificationOf } from './snapshotSupport';
import { bare, cli, recorderEnded, removeTemporary, runFolders, runWords, workspaceWith } from './support';
import { snapshotIn } from '../snapshotOnDisk';

/** Tracks a command and gives what its snapshot says. */
async function snapshotOf(
  workspace: string,
  command: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<SnapshotManifest> {
  const { code, stderr } = await cli(workspace, runWords(command), env);
  assert.equal(code, 0, stderr);
  const folder = runFolders(workspace).at(-1) ?? '';
  await recorderEnded(folder);
  return snapshotIn(folder);
}

describe('the snapshot of a run', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('holds code and configuration, and lists what it left out with the reason', async () => {
    const workspace = workspaceWith({
      'train.py': 'print(1)\n',
      'pkg/deep/util.py': 'x = 1\n',
      'config/base.yaml': 'lr: 1\n',
      'run.sh': 'true\n',
      'data.csv': 'a\n',
      'model.json': '{}',
      'notes.md': '#',
      'requirements-dev.txt': 'numpy\n',
      '.env': 'A=1',
      '.env.local': 'A=1',
      'key.pem': 'x',
      'conf/credentials.json': '{}',
      id_rsa: 'x',
      '.venv/lib/a.py': '',
      'node_modules/a/a.js': '',
      '.git/HEAD': '',
      '__pycache__/a.py': '',
      'big.json': 'x'.repeat(1024 * 1024 + 1),
      '.gitignore': 'out/\n*.log.json\n',
      'out/gen.py': '',
      'a.log.json': '{}',
      'pkg/.gitignore': '!*.log.json\n/local.py\n',
      'pkg/a.log.json': '{}',
      'pkg/local.py': '',
      'pkg/deep/local.py': '',
    });
    chmodSync(path.join(workspace, 'run.sh'), 0o755);
    symlinkSync('train.py', path.join(workspace, 'link.py'));
    const { files, leftOut, environment, git: state, version } = await snapshotOf(workspace, ['python3', 'train.py']);
    assert.deepEqual(
      files.map((file) => file.path).sort(),
      [
        '.gitignore',
        'config/base.yaml',
        'pkg/.gitignore',
        'pkg/a.log.json',
        'pkg/deep/local.py',
        'pkg/deep/util.py',
        'requirements-dev.txt',
        'run.sh',
        'train.py',
      ].sort(),
    );
    assert.deepEqual(
      Object.fromEntries(leftOut.map((one) => [one.path, one.reason])),
      Object.fromEntries([
        ...['.env', '.env.local', 'key.pem', 'conf/credentials.json', 'id_rsa'].map((name) => [name, 'secret']),
        ...['a.log.json', 'out/', 'pkg/local.py'].map((name) => [name, 'ignored']),
        ['big.json', 'too-large'],
        ['link.py', 'link'],
      ]),
    );
    const script = files.find((file) => file.path === 'train.py');
    assert.deepEqual(script, {
      path: 'train.py',
      mode: 0o644,
      size: 9,
      object: hashBytes(Buffer.from('print(1)\n')),
      used: true,
    });
    assert.equal(files.find((file) => file.path === 'run.sh')?.mode, 0o755);
    for (const file of files) {
      assert.equal(contentOf(workspace, file.object), readFileSync(path.join(workspace, file.path), 'utf8'));
    }
    assert.deepEqual(
      [version, state, environment.command, environment.cwd, environment.platform],
      [1, null, ['python3', 'train.py'], workspace, process.platform],
    );
    assert.equal(path.basename(environment.interpreter ?? ''), 'python3');
  });

  it('holds the script as it was before the start, though it was saved again since', async () => {
    const workspace = workspaceWith({ 'train.py': 'print(1)\n' });
    const command = ['python3', 'train.py'];
    const specification = specificationOf(workspace, command);
    const script = path.join(workspace, 'train.py');
    const snapshot = new Snapshot(specification, workspace, script, Date.now());
    writeFileSync(script, 'changed');
    await snapshot.capture();
    const { files } = snapshotIn(workspace);
    assert.equal(contentOf(workspace, files[0]?.object ?? ''), 'print(1)\n');
  });

  it('holds the script even where .gitignore names it', async () => {
    const workspace = workspaceWith({ 'train.py': 'print(1)\n', '.gitignore': '*.py\n' });
    const { files } = await snapshotOf(workspace, ['python3', 'train.py']);
    assert.deepEqual(files.map((file) => file.path).sort(), ['.gitignore', 'train.py']);
  });

  it('names commit, branch and dirtiness', async () => {
    const workspace = workspaceWith({ 'train.py': 'print(1)\n' });
    git(workspace, 'init', '-q', '-b', 'trunk');
    git(workspace, 'add', '.');
    git(workspace, 'commit', '-q', '-m', 'one');
    const commit = git(workspace, 'rev-parse', 'HEAD');
    const first = await snapshotOf(workspace, ['python3', 'train.py']);
    assert.deepEqual(first.git, { commit, branch: 'trunk', dirty: false, remote: null });
    writeFileSync(path.join(workspace, 'train.py'), 'print(2)\n');
    const second = await snapshotOf(workspace, ['python3', 'train.py']);
    assert.deepEqual(second.git, { commit, branch: 'trunk', dirty: true, remote: null });
  });

  it('does without git', async () => {
    const workspace = workspaceWith({ 'train.sh': 'true\n' });
    git(workspace, 'init', '-q');
    const bin = workspaceWith();
    symlinkSync('/bin/sh', path.join(bin, 'sh'));
    assert.equal((await snapshotOf(workspace, ['sh', 'train.sh'], { PATH: bin })).git, null);
  });

  it('is a warning where it cannot be kept, and the run goes on', async () => {
    const workspace = workspaceWith({ 'train.py': 'print(1)\n', '.trialbook/objects': 'a file in the way' });
    assert.equal((await cli(workspace, runWords(['python3', 'train.py']))).stdout, '1\n');
    const events = bare(await recorderEnded(runFolders(workspace)[0] ?? ''));
    const codes = events.flatMap((event) => ('code' in event && 'message' in event ? [event.code] : []));
    assert.deepEqual(new Set(codes), new Set(['snapshot-failed', 'tracker-absent']));
    assert.deepEqual(events.at(-2), { e: 'st', status: 'finished', code: 0 });
  });

  it('stores a content once, and leaves nothing half-written behind', async () => {
    const workspace = workspaceWith({ 'a.py': 'x = 1\n', 'b.py': 'x = 1\n' });
    await snapshotOf(workspace, ['true']);
    await snapshotOf(workspace, ['true']);
    const objects = path.join(workspace, '.trialbook', 'objects');
    const names = readdirSync(objects).flatMap((folder) => readdirSync(path.join(objects, folder)));
    assert.deepEqual(names, [hashBytes(Buffer.from('x = 1\n')).slice(2)]);
    rmSync(objects, { recursive: true });
    assert.ok(!existsSync(objects));
  });
});

describe('names of files in a snapshot', () => {
  it('are secret when they are known for secrets', () => {
    const secret = ['.env', '.env.prod', 'prod.env', 'server.pem', 'a.key', 'id_rsa', 'id_ed25519.pub', 'credentials'];
    const more = ['aws_credentials.json', 'secrets.yaml', '.netrc', '.npmrc', '.pypirc', 'kaggle.json', 'KEY.PEM'];
    const open = ['environment.yml', 'keys.py', 'tokenizer.json', 'secretary.py', 'monkey.json', 'train.py'];
    assert.deepEqual([...secret, ...more, ...open].filter(isSecretFile), [...secret, ...more]);
  });

  it('are code and configuration, not data and models', () => {
    const yes = ['a.py', 'A.PY', 'dir/a.R', 'n.ipynb', 'Makefile', 'dir/Dockerfile', 'requirements.txt', 'c.toml'];
    const no = ['data.txt', 'README.md', 'model.json', 'best_model.json', 'a.csv', 'a.png', 'weights.h5', 'a.pyc'];
    assert.deepEqual([...yes, ...no].filter(isSnapshotFile), yes);
  });
});

describe('what git says', () => {
  it('is read before the first commit and with a detached head', () => {
    const initial = '# branch.oid (initial)\n# branch.head main\n? train.py\n';
    assert.deepEqual(parseGitStatus(initial), { commit: null, branch: 'main', dirty: true });
    const detached = '# branch.oid abc\n# branch.head (detached)\n';
    assert.deepEqual(parseGitStatus(detached), { commit: 'abc', branch: null, dirty: false });
  });
});
