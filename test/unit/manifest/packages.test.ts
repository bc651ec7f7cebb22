import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { ownTarget, packVsix, type Target } from '../../../scripts/vsix';
import { buildExtension } from '../../host/extension';
import { ROOT } from '../../host/paths';
import { OuterTerminal } from '../recorder/outerTerminal';
import { removeTemporary, runWords, temporaryFolder, workspaceWith } from '../recorder/support';

interface PackedFile {
  name: string;
  mode: number;
  content: Buffer;
}

/** The files of a package below `extension/`. */
async function unpack(file: string): Promise<PackedFile[]> {
  const zip = await fromBufferPromise(await readFile(file));
  const files: PackedFile[] = [];
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.startsWith('extension/')) continue;
    files.push({
      name: entry.fileName.replace('extension/', ''),
      mode: (entry.externalFileAttributes >>> 16) & 0o777,
      content: await buffer(await zip.openReadStreamPromise(entry)),
    });
  }
  return files;
}

/** First bytes of the programs of each system. */
const MAGIC: Record<string, string> = { linux: '7f454c46', darwin: 'cffaedfe', win32: '4d5a' };

describe('the package for a platform', function () {
  this.timeout(180_000);
  before(buildExtension);
  after(removeTemporary);

  async function pack(target: Target | undefined): Promise<PackedFile[]> {
    const file = path.join(temporaryFolder(), 'trialbook.vsix');
    await packVsix(target, file);
    return unpack(file);
  }

  const native: Partial<Record<Target, string[]>> = {
    'linux-x64': ['pty.node'],
    'linux-arm64': ['pty.node'],
    'darwin-arm64': ['pty.node', 'spawn-helper'],
    'win32-x64': ['conpty.node', 'conpty_console_list.node'],
  };
  for (const [target, programs] of Object.entries(native) as [Target, string[]][]) {
    it(`of ${target} holds its terminal with the licence, and no other's`, async () => {
      const folder = `dist/node_modules/@lydell/node-pty-${target}`;
      const files = await pack(target);
      const modules = files.filter(({ name }) => name.includes('node_modules/'));
      const others = modules.filter(({ name }) => !name.startsWith(`${folder}/`));
      const names = modules.filter((file) => !others.includes(file)).map(({ name }) => path.posix.basename(name));
      assert.deepEqual(names.sort(), [...programs, 'LICENSE', 'package.json'].sort());
      for (const { name, mode, content } of modules.filter(({ name }) =>
        programs.includes(path.posix.basename(name)),
      )) {
        const magic = MAGIC[target.split('-')[0] ?? ''] ?? '?';
        assert.ok(content.toString('hex').startsWith(magic), name);
        if (process.platform !== 'win32') assert.equal(mode & 0o111, 0o111, name);
      }
      // The package's own JavaScript is needed on Windows alone.
      const javascript = others.map(({ name }) => name);
      assert.ok(
        javascript.every((name) =>
          /^dist\/node_modules\/@lydell\/node-pty\/([\w/]+\.js|package\.json|LICENSE)$/.test(name),
        ),
      );
      assert.equal(javascript.includes('dist/node_modules/@lydell/node-pty/index.js'), target === 'win32-x64');
    });
  }

  it('is without any terminal for all platforms, and carries the command and every picture', async () => {
    const files = await pack(undefined);
    assert.ok(!files.some(({ name }) => name.includes('node_modules')));
    const pictures = readdirSync(path.join(ROOT, 'media'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.relative(ROOT, path.join(parentPath, name)).replaceAll('\\', '/'));
    const packed = files.map(({ name }) => name).filter((name) => name.startsWith('media/'));
    assert.deepEqual(packed.sort(), pictures.sort(), 'icons of tabs, the README and the tour');
    const commands = files
      .filter(({ name }) => name.startsWith('bin/'))
      .map(({ name, mode }) => [name, (mode & 0o111) > 0]);
    assert.deepEqual(Object.fromEntries(commands), {
      'bin/trialbook': process.platform !== 'win32',
      'bin/trialbook.cmd': false,
    });
  });

  it('gives trainings a terminal from where it is installed, and none without its module', async function () {
    const target = ownTarget();
    if (target === undefined || target.startsWith('win32')) this.skip(); // There is none, or it redraws what is printed.
    for (const [one, expected] of [
      [target, 'True'],
      [undefined, 'False'],
    ] as const) {
      const installed = temporaryFolder();
      for (const { name, mode, content } of await pack(one)) {
        const file = path.join(installed, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, content);
        chmodSync(file, mode);
      }
      const words = runWords(['python3', '-c', "import sys; print('tty', sys.stdout.isatty())"]);
      const terminal = OuterTerminal.open(workspaceWith(), path.join(installed, 'bin', 'trialbook'), words);
      assert.equal((await terminal.exited).exitCode, 0);
      assert.match(terminal.text, new RegExp(`tty ${expected}\r+\n`));
    }
  });
});
