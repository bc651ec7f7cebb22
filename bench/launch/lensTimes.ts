/** What the lenses of a long script cost the extension host's thread while the store holds many of its runs. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launchChromium } from '../../test/host/chromium';
import { copyWorkspace, PENGUINS } from '../../test/host/workspace';
import { median, roundMs } from '../benchmark';
import { timesInsideHost } from '../insideHost';
import { writeRuns } from '../runFolders';

const RUNS = 1000;
const LINES = 2000;

export async function timeLenses(report: (progress: string) => void): Promise<Record<string, number>> {
  const workspace = await copyWorkspace(PENGUINS);
  const folder = workspace.folders[0]!;
  await writeRuns(folder, RUNS);
  await lengthen(path.join(folder, 'train.py'));
  const browser = await launchChromium();
  try {
    const times = await timesInsideHost('launch/lensTimesEntry.ts', { folder, browser });
    report(`${times.length} times lenses`);
    return { codelens_ms: roundMs(median(times)) };
  } finally {
    await browser.close();
    await workspace.remove();
  }
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
