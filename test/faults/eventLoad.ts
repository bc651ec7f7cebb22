/** Trainings that write events, and what their files say. */
import { appendFileSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { runDir } from '../../src/common/workspaceFolder';

const RUNS = 4;
const KEYS = ['loss', 'val/loss', 'acc'];
const PAUSE_MS = 4;

/** Series by run, file and key would mix in the database: each file has keys of its own. */
export type Expected = Map<string, { steps: number[]; values: number[] }>;

function runIdOf(n: number): string {
  return `01JXFAVT0000000000000000${String(n).padStart(2, '0')}`;
}

/** Writers that append lines to two files of each of some runs, in bursts of random lengths. */
export class EventLoad {
  private readonly next = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dir: string,
    private readonly random: () => number,
  ) {
    for (let run = 0; run < RUNS; run += 1) {
      mkdirSync(runDir(dir, runIdOf(run)), { recursive: true });
      const hello = { q: 0, e: 'hello', v: 1, role: 'recorder', pid: process.pid, host: hostname(), argv: [] };
      this.append(run, 0, `${JSON.stringify(hello)}\n`);
    }
  }

  start(): void {
    this.timer = setInterval(() => this.burst(), PAUSE_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private burst(): void {
    const run = Math.floor(this.random() * RUNS);
    const file = Math.floor(this.random() * 2);
    const lines: string[] = [];
    for (let left = Math.floor(this.random() ** 3 * 200) + 1; left > 0; left -= 1) lines.push(this.line(run, file));
    this.append(run, file, lines.join(''));
  }

  private line(run: number, file: number): string {
    const name = `${run}/${file}`;
    const q = this.next.get(name) ?? 1;
    this.next.set(name, q + 1);
    const k = `${KEYS[q % KEYS.length]}${file}`;
    const v = q % 50 === 0 ? 'NaN' : this.random();
    return `${JSON.stringify({ q, t: 1_750_000_000_000_000 + q * 1000, e: 'm', k, v, s: q })}\n`;
  }

  private append(run: number, file: number, text: string): void {
    appendFileSync(path.join(runDir(this.dir, runIdOf(run)), `events-${file}-1.jsonl`), text);
  }
}

/** The ids of all runs of the load. */
export function runIds(): string[] {
  return Array.from({ length: RUNS }, (_, n) => runIdOf(n));
}

/** Reads the files of a run line by line, apart from all code of the store: its series by key. */
export function readExpected(dir: string, runId: string): Expected {
  const expected: Expected = new Map();
  for (const name of readdirSync(runDir(dir, runId)).sort()) {
    for (const line of readFileSync(path.join(runDir(dir, runId), name), 'utf8').split('\n')) {
      if (line === '') continue;
      const event = JSON.parse(line) as { e: string; k: string; v: number | string; s: number };
      if (event.e !== 'm') continue;
      const series = expected.get(event.k) ?? { steps: [], values: [] };
      series.steps.push(event.s);
      series.values.push(Number(event.v));
      expected.set(event.k, series);
    }
  }
  return expected;
}
