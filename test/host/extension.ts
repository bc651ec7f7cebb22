/** Builds the extension under test, and packs it as users of this platform get it. */
import path from 'node:path';
import { ownTarget, packVsix } from '../../scripts/vsix';
import { CACHE, ROOT } from './paths';
import { cleanEnvironment, runLogged } from './processes';

const LOG = path.join(CACHE, 'build.log');

/** The package that {@link packExtension} writes. */
export const VSIX = path.join(ROOT, 'dist', 'trialbook.vsix');

/** Bundles all programs into `dist/`. Rejects with the last lines of the build's log. */
export async function buildExtension(): Promise<void> {
  await runLogged(process.execPath, ['esbuild.mjs'], LOG, { cwd: ROOT, env: cleanEnvironment() });
}

/** Builds and packs the extension; returns {@link VSIX}. Rejects when the package is over its budget. */
export async function packExtension(): Promise<string> {
  await buildExtension();
  await packVsix(ownTarget(), VSIX);
  return VSIX;
}

/** Packs an extension of the fixtures, which stands in for one that users have; returns the package. */
export async function packFixture(name: string): Promise<string> {
  const file = path.join(CACHE, `${name}.vsix`);
  const vsce = path.join(ROOT, 'node_modules/@vscode/vsce/vsce');
  const args = [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  await runLogged(process.execPath, args, LOG, {
    cwd: path.join(ROOT, 'test/fixtures', name),
    env: cleanEnvironment(),
  });
  return file;
}
