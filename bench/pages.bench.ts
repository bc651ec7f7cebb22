/** What a person waits for when runs are looked at, in Chromium inside the real VS Code. */
import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { median, roundMs, type Benchmark } from './benchmark';
import { EMPTY_PAGE } from './pages/driven';
import { PageWindow } from './pages/pageWindow';
import { makeCopies, makeWorkspace, type MadeWorkspace } from './pages/workspaces';
import { digits, withBench, type Figures } from './store/bench';
import { DIST } from './store/measuring';

const ROUNDS = 5;

export const benchmark: Benchmark = (report) =>
  withBench(report, async (bench) => {
    const keys = await makeWorkspace(bench, 'keys', { runs: 20, keys: 1000, steps: 100, params: 20 });
    const points = await makeCopies(bench, 'points', { runs: 1, keys: 50, steps: 50_000, params: 20 }, 20);
    return {
      ...pageSizes(),
      ...(await compareFigures('compare_1000_keys_ms', keys)),
      ...(await compareFigures('compare_open_ms', points)),
    };
  });

/** The largest script of a page, minified and compressed. */
function pageSizes(): Figures {
  const folder = path.join(DIST, 'webview');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const sizes = scripts.map((name) => gzipSync(readFileSync(path.join(folder, name)), { level: 9 }).length);
  return { page_kb: digits(Math.max(...sizes) / 1000) };
}

async function compareFigures(key: string, { folder, runIds }: MadeWorkspace): Promise<Figures> {
  const window = await PageWindow.open(folder);
  try {
    const targets = runIds.map((runId) => ({ folder, runId }));
    const empty: number[] = [];
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      empty.push(await window.timeOpening(EMPTY_PAGE, EMPTY_PAGE));
      await window.closeEditors();
      times.push(await window.timeOpening('compare', 'trialbook.compareRuns', targets[0], targets));
      await window.closeEditors();
    }
    // The first one compiles what later ones find compiled.
    return { [key]: roundMs(median(times.slice(1))), [`${key}_empty`]: roundMs(median(empty.slice(1))) };
  } finally {
    await window.close();
  }
}
