import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, cliFile, removeTemporary, temporaryFolder } from './support';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** The extension as it is installed, in a folder whose name has spaces. */
async function install(): Promise<string> {
  const folder = path.join(temporaryFolder(), 'my $extensions (new)');
  mkdirSync(path.join(folder, 'dist'), { recursive: true });
  copyFileSync(await cliFile(), path.join(folder, 'dist', 'cli.js'));
  copyFileSync('package.json', path.join(folder, 'package.json'));
  cpSync('bin', path.join(folder, 'bin'), { recursive: true });
  return folder;
}

/** Calls `trialbook` as a shell finds it. */
function call(bin: string, words: string[], env: NodeJS.ProcessEnv = {}) {
  const PATH = [bin, path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter);
  const { status, stdout, stderr } = spawnSync('trialbook', words, {
    encoding: 'utf8',
    env: cleanEnvironment({ PATH, ...env }),
    shell: process.platform === 'win32',
  });
  return { status, stdout, stderr };
}

describe('the command trialbook', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('is found on PATH, and hands words and exit code on', async () => {
    const folder = await install();
    const bin = path.join(folder, 'bin');
    assert.deepEqual(call(bin, ['--version']), { status: 0, stdout: `${version}\n`, stderr: '' });
    const { status, stdout } = call(bin, [
      'run',
      '--workspace',
      folder,
      '--',
      'node',
      '-e',
      'console.log(1); process.exit(7)',
    ]);
    assert.deepEqual({ status, stdout }, { status: 7, stdout: '1\n' });
  });

  it('runs with the Node that the editor names, as Node if it is Electron', async function () {
    if (process.platform === 'win32') this.skip(); // Its Node stand-in is a shell script.
    const folder = await install();
    const node = path.join(folder, 'my node');
    writeFileSync(
      node,
      `#!/bin/sh\necho "electron as node: $ELECTRON_RUN_AS_NODE" >&2\nexec '${process.execPath}' "$@"\n`,
    );
    chmodSync(node, 0o755);
    const result = call(path.join(folder, 'bin'), ['--version'], { TRIALBOOK_NODE: node });
    assert.deepEqual(result, { status: 0, stdout: `${version}\n`, stderr: 'electron as node: 1\n' });
  });

  it('is found through links, as npm makes them', async function () {
    if (process.platform === 'win32') this.skip(); // npm makes batch files there.
    const folder = await install();
    const elsewhere = temporaryFolder();
    symlinkSync(path.relative(elsewhere, path.join(folder, 'bin', 'trialbook')), path.join(elsewhere, 'first'));
    symlinkSync('first', path.join(elsewhere, 'trialbook'));
    assert.equal(call(elsewhere, ['--version']).stdout, `${version}\n`);
  });
});
