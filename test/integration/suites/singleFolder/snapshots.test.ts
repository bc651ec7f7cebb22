import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { snapshotUri } from '../../../../src/platform/snapshotUri';
import type { SnapshotManifest } from '../../../../src/protocol/snapshotManifest';
import { activateExtension, workspaceDir } from '../../extension';
import { finalStatus, snapshotOf, track } from '../../runs';

/** Below the workspace folder; other suites have its other files. */
const PLACE = 'odd';
const SCRIPT = `${PLACE}/train_odd.py`;
const CODE = 'x = 1\n';
/** Contents that an editor likes to change, by name. */
const ODD_FILES = {
  'crlf.py': 'a\r\nb\r\n',
  'cr.py': 'a\rb\r',
  'open.py': 'no newline',
  'empty.py': '',
  'with space.py': CODE,
  '🦆 #1?.py': CODE,
  'caf\u00e9.py': 'composed\n',
  'cafe\u0301.py': 'decomposed\n',
};

describe('snapshots of a folder that holds everything', function () {
  this.timeout(180_000);
  const place = (...names: string[]): string => path.join(workspaceDir(), PLACE, ...names);
  const git = (cwd: string, ...words: string[]): void => {
    const who = ['-c', 'user.name=n', '-c', 'user.email=e@example.org', '-c', 'protocol.file.allow=always'];
    execFileSync('git', [...who, ...words], { cwd, stdio: 'ignore' });
  };
  /** A tracked run of the script, which finishes whatever lies beside it. */
  const record = async (): Promise<{ id: string; manifest: SnapshotManifest }> => {
    const folder = workspaceDir();
    writeFileSync(path.join(folder, SCRIPT), 'print("::metric loss=0.5")\n');
    const id = await track(folder, SCRIPT);
    assert.equal(await finalStatus(folder, id), 'finished');
    return { id, manifest: await snapshotOf(folder, id) };
  };
  const reasonsOf = ({ leftOut }: SnapshotManifest): Record<string, string> =>
    Object.fromEntries(
      leftOut.flatMap(({ path: name, reason }) =>
        name.startsWith(`${PLACE}/`) ? [[name.slice(PLACE.length + 1), reason]] : [],
      ),
    );
  const namesOf = ({ files }: SnapshotManifest): string[] =>
    files.flatMap((file) => (file.path.startsWith(`${PLACE}/`) ? [file.path.slice(PLACE.length + 1)] : []));

  before(activateExtension);
  beforeEach(() => mkdirSync(place()));
  afterEach(() => rmSync(place(), { recursive: true, force: true }));

  it('give every byte back in the editor, whatever the names and line ends', async () => {
    for (const [name, content] of Object.entries(ODD_FILES)) writeFileSync(place(name), content);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
    writeFileSync(place('binary.json'), bytes);
    const { id } = await record();
    for (const name of Object.keys(ODD_FILES)) writeFileSync(place(name), 'since then\n');
    const read = async (name: string): Promise<Buffer> => {
      const uri = snapshotUri({ folder: workspaceDir(), runId: id }, 'odd', `${PLACE}/${name}`);
      return Buffer.from(await vscode.workspace.fs.readFile(uri));
    };
    for (const [name, content] of Object.entries(ODD_FILES)) assert.equal((await read(name)).toString(), content, name);
    assert.deepEqual(await read('binary.json'), bytes);
  });

  it('list what they leave out: too large, unreadable, secret, links, of which none is followed', async function () {
    if (process.platform === 'win32') return this.skip();
    writeFileSync(place('huge.py'), '');
    truncateSync(place('huge.py'), 2 * 1024 ** 3);
    writeFileSync(place('.env'), 'TOKEN=1\n');
    symlinkSync('/etc/hostname', place('outside.py'));
    symlinkSync('..', place('up'));
    symlinkSync('loop.py', place('loop.py'));
    writeFileSync(place('closed.py'), CODE);
    chmodSync(place('closed.py'), 0);
    const { manifest } = await record();
    // Nothing is closed to root.
    const closed: Record<string, string> = process.getuid?.() === 0 ? {} : { 'closed.py': 'unreadable' };
    assert.deepEqual(reasonsOf(manifest), {
      'huge.py': 'too-large',
      '.env': 'secret',
      'outside.py': 'link',
      up: 'link',
      'loop.py': 'link',
      ...closed,
    });
  });

  it('hold repositories inside the workspace, submodules, and those without a commit', async () => {
    const inner = place('inner');
    mkdirSync(inner);
    git(inner, 'init', '-q');
    writeFileSync(path.join(inner, 'model.py'), CODE);
    writeFileSync(path.join(inner, 'scratch.py'), CODE);
    writeFileSync(path.join(inner, '.gitignore'), 'scratch.py\n');
    git(inner, 'add', '.');
    git(inner, 'commit', '-qm', 'one');
    const outer = place('outer');
    mkdirSync(outer);
    git(outer, 'init', '-q');
    git(outer, 'submodule', '--quiet', 'add', inner, 'sub');
    const { manifest } = await record();
    const expected = ['inner/model.py', 'outer/sub/model.py', 'train_odd.py'];
    assert.deepEqual(
      namesOf(manifest)
        .filter((name) => name.endsWith('.py'))
        .toSorted(),
      expected,
    );
    assert.equal(reasonsOf(manifest)['inner/scratch.py'], 'ignored');
  });

  it('have an end among 50,000 files, and the run is as whole as any', async () => {
    for (let folder = 0; folder < 500; folder++) {
      mkdirSync(place(`p${folder}`));
      for (let file = 0; file < 100; file++) writeFileSync(place(`p${folder}`, `m${file}.py`), CODE);
    }
    const { manifest } = await record();
    assert.equal(manifest.files.length, 5_000);
    assert.ok(namesOf(manifest).includes('train_odd.py'));
    assert.ok((manifest.leftOutTotal ?? 0) >= 45_000);
  });
});
