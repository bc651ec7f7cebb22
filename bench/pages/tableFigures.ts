/** The run table with many runs and columns. */
import type { Frame } from 'playwright-core';
import { median, roundMs } from '../benchmark';
import { digits, percentile, type Bench, type Figures } from '../store/bench';
import { EMPTY_PAGE } from './driven';
import { framesWhileScrolling, timeFilter } from './inPage';
import { PageWindow, PAINTED } from './pageWindow';
import { makeWorkspace } from './workspaces';

const RUNS = 10_000;
/** Of params and of metrics: 200 columns. */
const KEYS = 100;
const ROUNDS = 5;
const SCROLL_MS = 8000;

/** One after another, each changes the number of rows. */
const FILTERS = ['params.lr > 0.001', "params.optimizer = 'adam'", 'params.param_4 < 500', 'params.seed < 500', ''];

export async function tableFigures(bench: Bench): Promise<Figures> {
  const { folder } = await makeWorkspace(bench, 'table', { runs: RUNS, keys: KEYS, steps: 1, params: KEYS });
  const window = await PageWindow.open(folder);
  try {
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      times.push(await window.timeOpening('table', 'trialbook.openRunTable'));
      await window.closeEditors();
    }
    await window.timeOpening(EMPTY_PAGE, EMPTY_PAGE);
    const empty = await window.frameWith(PAINTED[EMPTY_PAGE]);
    const emptyFps = await scrollFps(empty, 'html');
    const emptyHeap = await heapBytes(window, empty);
    await window.closeEditors();

    await window.timeOpening('table', 'trialbook.openRunTable');
    const table = await window.frameWith(PAINTED.table);
    const fps = await scrollFps(table, '.grid');
    const heap = await heapBytes(window, table);
    const filters: number[] = [];
    for (const filter of FILTERS) filters.push(await table.evaluate(timeFilter, filter));
    return {
      table_open_ms: roundMs(median(times.slice(1))),
      table_scroll_fps: digits(fps),
      empty_fps: digits(emptyFps),
      table_filter_ms: roundMs(median(filters)),
      page_heap_mb: digits((heap - emptyHeap) / 1e6),
    };
  } finally {
    await window.close();
  }
}

/** Frames per second that 95 of 100 frames keep. */
async function scrollFps(frame: Frame, selector: string): Promise<number> {
  return 1000 / percentile(await frame.evaluate(framesWhileScrolling, { selector, ms: SCROLL_MS }), 95);
}

/** What scripts hold, after a collection; the page shares a process with its window. */
async function heapBytes(window: PageWindow, frame: Frame): Promise<number> {
  const protocol = await window.protocolOf(frame);
  await protocol.send('HeapProfiler.collectGarbage');
  return (await protocol.send('Runtime.getHeapUsage')).usedSize;
}
