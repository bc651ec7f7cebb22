/** How long the same comparison takes to open in peers from PyPI, in the same browser: their time over ours. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../test/host/chromium';
import { endTree } from '../../test/host/processes';
import { median, roundMs } from '../benchmark';
import { runPython, spawnPython } from '../python';
import { digits, type Bench, type Figures } from '../store/bench';
import { writeSample } from '../store/sampleFiles';
import { noteWhenPainted } from './pageWindow';

/** 200,000 points, which every peer can take in within minutes. */
export const PEER_SHAPE = { runs: 20, keys: 10, steps: 1000, params: 20 };
const ROUNDS = 3;
const PATIENCE_MS = 120_000;

interface Peer {
  /** The address of the comparison below the server's own. */
  address: (server: string) => string | Promise<string>;
  /** What is there when the first chart is; where in doubt what comes before its lines. */
  painted: string;
}

const PEERS: Record<string, Peer> = {
  tensorboard: { address: () => '/#timeseries', painted: 'line-chart canvas' },
  // It shows ten of the twenty.
  mlflow: {
    address: () => '/#/experiments/0/runs?compareRunsMode=CHART',
    painted: '.js-plotly-plot .scatterlayer path',
  },
  // It shows one of the keys.
  aim: { address: exploreInAim, painted: 'path.Line' },
  trackio: { address: () => '/?project=train', painted: '.vega-embed canvas' },
};

export async function peerFigures({ folder, report }: Bench, ours: number): Promise<Figures> {
  const sample = folder.make('peer-sample');
  writeSample(sample, PEER_SHAPE);
  const browser = await launchChromium();
  const figures: Figures = {};
  try {
    for (const [name, peer] of Object.entries(PEERS)) {
      const store = folder.make(`peer-${name}`);
      await runPython<true>('pages/peers', 'write_runs.py', [name, store, sample]);
      const ms = await timePeer(browser, name, store, peer);
      report(`${name}: ${Math.round(ms)} ms`);
      figures[`${name}_open_ms`] = roundMs(ms);
      figures[`compare_open_vs_${name}`] = digits(ms / ours);
    }
    return figures;
  } finally {
    await browser.close();
  }
}

async function timePeer(browser: Browser, name: string, store: string, peer: Peer): Promise<number> {
  const port = await freePort();
  const server = spawnPython('pages/peers', 'serve.py', [name, store, String(port)]);
  try {
    const own = `http://127.0.0.1:${port}`;
    await answers(own);
    const address = own + (await peer.address(own));
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) times.push(await timePage(browser, address, peer.painted));
    // The first one fills the caches of the server and of the browser's code.
    return median(times.slice(1));
  } finally {
    await endTree(server);
  }
}

/** From the begin of the navigation to the frame in which the element is painted, ms. */
async function timePage(browser: Browser, address: string, painted: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.addInitScript(noteWhenPainted, { selectors: [painted], inFrames: false });
    await page.goto(address);
    const at = await page.waitForFunction((selector) => window.paintedAt?.[selector], painted, {
      timeout: PATIENCE_MS,
    });
    return Number(await at.jsonValue()) - (await page.evaluate(() => performance.timeOrigin));
  } finally {
    await page.close();
  }
}

async function answers(address: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(200)) {
    if (
      await fetch(address).then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error(`Nothing answers at ${address}.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An exploration of one metric that Aim keeps; without one its page asks for a query. */
async function exploreInAim(server: string): Promise<string> {
  const state = { select: { options: [], query: '', advancedMode: true, advancedQuery: 'metric.name == "loss"' } };
  const response = await fetch(`${server}/api/apps/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'metrics', state }),
  });
  const { id } = (await response.json()) as { id: string };
  return `/metrics/${id}`;
}
