/** What the lenses of a long script cost the extension host's thread while the store holds many of its runs. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { launchChromium } from '../../test/host/chromium';
import { runExtensionTests } from '../../test/host/extensionTests';
import { Host } from '../../test/host/host';
import { CACHE, ROOT } from '../../test/host/paths';
import { copyWorkspace, PENGUINS } from '../../test/host/workspace';
import { median, roundMs } from '../benchmark';
import { writeRuns } from '../runFolders';
import { LENS_TIMES_VARIABLE } from './lensTimesFile';

const RUNS = 1000;
const LINES = 2000;

export async function timeLenses(report: (progress: string) => void): Promise<Record<string, number>> {
  const workspace = await copyWorkspace(PENGUINS);
  const folder = workspace.folders[0]!;
  await writeRuns(folder, RUNS);
  await lengthen(path.join(folder, 'train.py'));
  const testsPath = path.join(CACHE, 'bench', 'lenses.cjs');
  const times = path.join(CACHE, 'bench', 'lens-times.txt');
  await rm(times, { force: true });
  await build({
    entryPoints: [path.join(import.meta.dirname, 'lensTimesEntry.ts')],
    outfile: testsPath,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const logDir = path.join(CACHE, 'bench', 'logs');
  const env = { [LENS_TIMES_VARIABLE]: times };
  const host = await Host.start({
    logDir,
    folder,
    extension: { developmentPath: ROOT },
    testsPath,
    env,
    trust: false,
  });
  const browser = await launchChromium();
  try {
    const code = await runExtensionTests(host, browser);
    if (code !== 0) throw new Error(`The lenses were not measured; see ${logDir}`);
  } finally {
    await browser.close();
    await host.dispose();
    await workspace.remove();
  }
  const measured = (await readFile(times, 'utf8')).trim().split('\n').map(Number);
  report(`${measured.length} times lenses`);
  return { codelens_ms: roundMs(median(measured)) };
}

/** Puts functions before the script's main guard until it has as many lines as wanted. */
async function lengthen(script: string): Promise<void> {
  const text = await readFile(script, 'utf8');
  const guard = text.indexOf('if __name__');
  const filler: string[] = [];
  for (let n = text.split('\n').length; n < LINES; n += 4) {
    filler.push(`def helper_${n}(values, scale=1.0):`, `    """Scales values: part ${n}."""`);
    filler.push(`    return [value * scale + ${n} for value in values]  # all of them`, '');
  }
  await writeFile(script, `${text.slice(0, guard)}${filler.join('\n')}\n${text.slice(guard)}`);
}
