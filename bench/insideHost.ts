/** Runs measurements inside the extension host of a real VS Code. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { runExtensionTests } from '../test/host/extensionTests';
import { Host } from '../test/host/host';
import { CACHE, ROOT } from '../test/host/paths';
import { TIMES_VARIABLE } from './hostTimes';

/** Where the logs of the measured editors lie. */
export const LOGS = path.join(CACHE, 'bench', 'logs');

/** The built extension in an editor of its own, on a folder. */
export function startHost(folder: string): Promise<Host> {
  return Host.start({ logDir: LOGS, folder, extension: { developmentPath: ROOT }, trust: false });
}

/**
 * Runs an entry, a module of this folder that exports `run` and calls `tellTimes`, in as many fresh extension hosts, one
 * after another. Gives all times, ms. Rejects when one of them fails.
 */
export async function timesInsideHost(
  entry: string,
  { folder, browser, hosts = 1 }: { folder: string; browser: Browser; hosts?: number },
): Promise<number[]> {
  const name = path.basename(entry, '.ts');
  const times = path.join(CACHE, 'bench', `${name}.txt`);
  await rm(times, { force: true });
  const testsPath = await bundleEntry(entry);
  const host = await Host.start({
    logDir: LOGS,
    folder,
    extension: { developmentPath: ROOT },
    testsPath,
    env: { [TIMES_VARIABLE]: times },
    trust: false,
  });
  try {
    for (let count = 0; count < hosts; count += 1) {
      if ((await runExtensionTests(host, browser)) !== 0) throw new Error(`${name} failed; see ${LOGS}`);
    }
  } finally {
    await host.dispose();
  }
  return (await readFile(times, 'utf8')).trim().split('\n').map(Number);
}

/** Bundles an entry into one file that the extension host can load, and gives its path. */
export async function bundleEntry(entry: string): Promise<string> {
  const outfile = path.join(CACHE, 'bench', `${path.basename(entry, '.ts')}.cjs`);
  await build({
    entryPoints: [path.join(import.meta.dirname, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // As the product's bundles: esbuild cannot follow the `require` calls of a package's UMD build.
    mainFields: ['module', 'main'],
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}
