/** What a person waits for when runs are looked at, in Chromium inside the real VS Code. */
import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';
import { median, roundMs, type Benchmark } from './benchmark';
import { EMPTY_PAGE } from './pages/driven';
import { timeZoom } from './pages/inPage';
import { LiveRuns } from './pages/liveRuns';
import { PageWindow, PAINTED } from './pages/pageWindow';
import { tableFigures } from './pages/tableFigures';
import { makeCopies, makeWorkspace, type MadeWorkspace } from './pages/workspaces';
import { digits, withBench, type Bench, type Figures } from './store/bench';
import { DIST } from './store/measuring';

const ROUNDS = 5;
/** Charts that were painted first are drawn again as more comes. */
const SETTLED_MS = 3000;
const LIVE_WARM_MS = 3000;
const LIVE_MS = 10_000;

export const benchmark: Benchmark = (report) =>
  withBench(report, async (bench) => {
    const keys = await makeWorkspace(bench, 'keys', { runs: 20, keys: 1000, steps: 100, params: 20 });
    const points = await makeCopies(bench, 'points', { runs: 1, keys: 50, steps: 50_000, params: 20 }, 20);
    return {
      ...pageSizes(),
      ...(await tableFigures(bench)),
      ...(await compareFigures('compare_1000_keys_ms', keys)),
      ...(await compareFigures('compare_open_ms', points)),
      ...(await zoomFigures(points)),
      ...(await liveFigures(bench)),
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

/** The time from a key to the last drawing of a zoomed chart, whose finer points come from the store. */
async function zoomFigures({ folder, runIds }: MadeWorkspace): Promise<Figures> {
  const window = await PageWindow.open(folder);
  try {
    const targets = runIds.map((runId) => ({ folder, runId }));
    await window.timeOpening('compare', 'trialbook.compareRuns', targets[0], targets);
    const frame = await window.frameWith(PAINTED.compare);
    await delay(SETTLED_MS);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await frame.evaluate(timeZoom));
    return { zoom_ms: roundMs(median(times)) };
  } finally {
    await window.close();
  }
}

/** What the main thread of a comparison does while its runs train, in percent of the time. */
async function liveFigures({ folder }: Bench): Promise<Figures> {
  const workspace = folder.make('live');
  const live = new LiveRuns(workspace, 10, 10);
  const window = await PageWindow.open(workspace);
  try {
    const targets = live.runIds.map((runId) => ({ folder: workspace, runId }));
    await window.timeOpening('compare', 'trialbook.compareRuns', targets[0], targets);
    const frame = await window.frameWith(PAINTED.compare);
    const protocol = await window.protocolOf(frame);
    await protocol.send('Performance.enable');
    live.start();
    await delay(LIVE_WARM_MS);
    const before = await taskSeconds(protocol);
    await delay(LIVE_MS);
    return { live_cpu_pct: digits(((await taskSeconds(protocol)) - before) / (LIVE_MS / 100_000)) };
  } finally {
    live.stop();
    await window.close();
  }
}

async function taskSeconds(protocol: CDPSession): Promise<number> {
  const { metrics } = await protocol.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}
