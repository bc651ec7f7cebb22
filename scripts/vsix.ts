/** Packs the extension as users get it: a package for each platform with its pseudo terminal, and one without any. */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { devDependencies } from '../package.json';
import { CACHE, ROOT } from '../test/host/paths';
import { cleanEnvironment, runLogged, runNpm } from '../test/host/processes';

/** Platforms that pseudo terminals are prebuilt for, as vsce and npm name them both. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'] as const;

export type Target = (typeof TARGETS)[number];

const PACKAGE = '@lydell/node-pty';
const VERSION = devDependencies[PACKAGE];
/** `src/recorder/pseudoTerminal.ts` looks for modules here, as Node does, beside the bundled command line. */
const MODULES = 'dist/node_modules';
const LIST = '.vscodeignore';
const VSCE = path.join(ROOT, 'node_modules/@vscode/vsce/vsce');
/** Where npm and vsce say what they do. */
const LOG = path.join(CACHE, 'package.log');

/** What users download, bytes. */
const MOST_VSIX_BYTES = 3_000_000;

/** The target of this machine; `undefined` where there is none. */
export function ownTarget(): Target | undefined {
  return TARGETS.find((target) => target === `${process.platform}-${process.arch}`);
}

/**
 * Packs what was built for a platform, or without a pseudo terminal for all. Gives the size in bytes; rejects when it is
 * over its budget.
 */
export async function packVsix(target: Target | undefined, file: string): Promise<number> {
  await mkdir(path.dirname(file), { recursive: true });
  await mkdir(CACHE, { recursive: true });
  const stage = await mkdtemp(path.join(CACHE, 'package-'));
  try {
    await placeSources(stage);
    if (target !== undefined) await placeTerminal(target, path.join(stage, MODULES));
    const options = ['--no-dependencies', '--no-rewrite-relative-links', '--out', file];
    const args = [VSCE, 'package', ...options, ...(target === undefined ? [] : ['--target', target])];
    await runLogged(process.execPath, args, LOG, { cwd: stage, env: cleanEnvironment() });
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
  const { size } = await stat(file);
  if (size > MOST_VSIX_BYTES) throw new Error(`${file} has ${size} bytes, over its budget of ${MOST_VSIX_BYTES}.`);
  return size;
}

/** vsce lists every file around it, and downloads are many: it is given the files and folders alone that it packs of. */
async function placeSources(stage: string): Promise<void> {
  const lines = (await readFile(path.join(ROOT, LIST), 'utf8')).split('\n');
  const packed = lines.flatMap((line) => /^!([^/]+)/.exec(line)?.[1] ?? []);
  for (const name of new Set([LIST, ...packed])) {
    const filter = (source: string): boolean => path.basename(source) !== 'node_modules' && !source.endsWith('.vsix');
    await cp(path.join(ROOT, name), path.join(stage, name), { recursive: true, filter });
  }
}

/** On Windows the package's own JavaScript is used as well; elsewhere the native module alone. */
async function placeTerminal(target: Target, modules: string): Promise<void> {
  const from = await findModules(target);
  const names = [PACKAGE, `${PACKAGE}-${target}`].slice(target.startsWith('win32') ? 0 : 1);
  for (const name of names) {
    const to = path.join(modules, name);
    // Debug symbols for Windows are twenty times the size of the module.
    await cp(path.join(from, name), to, { recursive: true, filter: (file) => !/\.(pdb|d\.ts|md)$/.test(file) });
    await cp(path.join(from, PACKAGE, 'LICENSE'), path.join(to, 'LICENSE'));
  }
}

/** A `node_modules` with the package for a platform; npm installs that of this one only, so others are fetched. */
async function findModules(target: Target): Promise<string> {
  const own = path.join(ROOT, 'node_modules');
  if (existsSync(path.join(own, `${PACKAGE}-${target}`))) return own;
  const folder = path.join(CACHE, `terminal-${VERSION}-${target}`);
  const modules = path.join(folder, 'node_modules');
  if (existsSync(modules)) return modules;
  const partial = `${folder}.partial-${process.pid}`;
  const [os, cpu] = target.split('-');
  await mkdir(partial, { recursive: true });
  await writeFile(
    path.join(partial, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [PACKAGE]: VERSION } }),
  );
  const platform = [`--os=${os}`, `--cpu=${cpu}`];
  await runNpm(['install', ...platform, '--ignore-scripts', '--no-audit', '--no-fund'], partial, LOG);
  if (!(await readdir(path.join(partial, 'node_modules', '@lydell'))).includes(`node-pty-${target}`)) {
    throw new Error(`npm did not install ${PACKAGE}-${target}.`);
  }
  await rename(partial, folder);
  return modules;
}
