import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { recordPackages } from '../../../src/recorder/facts/installedPackages';
import type { PackageList } from '../../../src/protocol/snapshotManifest';
import { cli, PYTHON_DIR, recorderEnded, removeTemporary, runFolders, temporaryFolder, workspaceWith } from './support';

function packagesOf(runDir: string): PackageList {
  return JSON.parse(readFileSync(path.join(runDir, 'packages.json'), 'utf8')) as PackageList;
}

describe('installed packages', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('are read from what installers leave, as the interpreter finds them', async () => {
    const folder = workspaceWith({
      'a/scikit_learn-1.5.0.dist-info/METADATA': 'Name: not-looked-at\n',
      'a/PyYAML-6.0-py3.11.egg-info': '',
      'a/old.egg-info/PKG-INFO': 'Metadata-Version: 1.0\nName: Old_Thing\nVersion: 0.3+local\n\nName: body\n',
      'a/broken.dist-info/RECORD': '',
      'a/torch-2.4.0+cpu.dist-info/RECORD': '',
      'a/numpy/__init__.py': '',
      'b/scikit_learn-0.9.dist-info/METADATA': '',
      'b/ruamel.yaml-0.18.6.dist-info/METADATA': '',
    });
    const runDir = temporaryFolder();
    const paths = ['', path.join(folder, 'a'), path.join(folder, 'missing.zip'), path.join(folder, 'b')];
    await recordPackages(runDir, { e: 'py', q: 0, t: 0, exe: '/usr/bin/python3', version: '3.11.7', paths });
    const { interpreter, packages } = packagesOf(runDir);
    assert.deepEqual(interpreter, { path: '/usr/bin/python3', version: '3.11.7' });
    assert.deepEqual(
      packages.map(({ name, version }) => `${name} ${version}`),
      ['old-thing 0.3+local', 'pyyaml 6.0', 'ruamel-yaml 0.18.6', 'scikit-learn 1.5.0', 'torch 2.4.0+cpu'],
    );
  });

  it('are those that the interpreter of the run names itself', async () => {
    const workspace = workspaceWith({ 'train.py': 'print(1)\n' });
    const env = path.join(workspace, '.venv');
    execFileSync('python3', ['-m', 'venv', '--without-pip', env]);
    const python = path.join(env, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    const site = execFileSync(python, ['-c', 'import sysconfig; print(sysconfig.get_paths()["purelib"])'], {
      encoding: 'utf8',
    }).trim();
    mkdirSync(path.join(site, 'Some_Package-1.2.dist-info'));
    const { code } = await cli(workspace, ['run', '--python-dir', PYTHON_DIR, '--', python, 'train.py']);
    assert.equal(code, 0);
    const runDir = runFolders(workspace)[0] ?? '';
    await recorderEnded(runDir);
    const { interpreter, packages } = packagesOf(runDir);
    const version = execFileSync(python, ['-c', 'import platform; print(platform.python_version())'], {
      encoding: 'utf8',
    });
    assert.deepEqual(interpreter, { path: python, version: version.trim() });
    assert.deepEqual(packages, [{ name: 'some-package', version: '1.2' }]);
  });
});
