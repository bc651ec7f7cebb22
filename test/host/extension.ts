/** Builds the extension under test, and packs it as users get it. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { CACHE, ROOT } from './paths';
import { cleanEnvironment, runLogged } from './processes';

const LOG = path.join(CACHE, 'build.log');
const VSCE = path.join(ROOT, 'node_modules/@vscode/vsce/vsce');

/** What users download, bytes. */
const MOST_VSIX_BYTES = 3_000_000;

/** The package that {@link packExtension} writes. */
export const VSIX = path.join(ROOT, 'dist', 'trialbook.vsix');

/** Bundles all programs into `dist/`. Rejects with the last lines of the build's log. */
export async function buildExtension(): Promise<void> {
  await runNode('esbuild.mjs');
}

/** Builds and packs the extension; returns {@link VSIX}. Rejects when the package is over its budget. */
export async function packExtension(): Promise<string> {
  await buildExtension();
  await runNode(VSCE, 'package', '--no-dependencies', '--no-rewrite-relative-links', '--out', VSIX);
  const { size } = await stat(VSIX);
  if (size > MOST_VSIX_BYTES) throw new Error(`${VSIX} has ${size} bytes, over its budget of ${MOST_VSIX_BYTES}.`);
  return VSIX;
}

async function runNode(...args: string[]): Promise<void> {
  await runLogged(process.execPath, args, LOG, { cwd: ROOT, env: cleanEnvironment() });
}
