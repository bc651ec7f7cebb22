/** Runs that log while a page shows them. */
import { mkdirSync } from 'node:fs';
import { ulid } from 'ulid';
import { EventWriter } from '../../src/common/eventWriter';
import { runNameFor } from '../../src/common/runNames';
import { runDir } from '../../src/common/workspaceFolder';
import type { RunId } from '../../src/protocol/entities';
import { metricKeys } from '../store/training';

const EVERY_MS = 100;

export class LiveRuns {
  readonly runIds: RunId[] = [];
  private readonly writers: EventWriter[] = [];
  private readonly keys: readonly string[];
  private timer: NodeJS.Timeout | undefined;
  private step = 0;

  /** Begins runs of this many keys each in a workspace; they log nothing yet. */
  constructor(folder: string, runs: number, keys: number) {
    this.keys = metricKeys(keys);
    for (let index = 0; index < runs; index += 1) this.begin(folder);
    this.log();
  }

  /** Logs a point of every key of every run, ten times a second. */
  start(): void {
    this.timer = setInterval(() => this.log(), EVERY_MS);
  }

  /** Ends all of them. */
  stop(): void {
    clearInterval(this.timer);
    for (const writer of this.writers) {
      writer.write({ e: 'st', status: 'finished', code: 0 });
      writer.write({ e: 'bye' });
      writer.dispose();
    }
  }

  private begin(folder: string): void {
    const id = ulid();
    mkdirSync(runDir(folder, id), { recursive: true });
    const writer = new EventWriter(runDir(folder, id), 'recorder', (error) => {
      throw error;
    });
    const command = ['python3', 'train.py'];
    writer.write({ e: 'run', id, name: runNameFor(id), experiment: 'train', command, cwd: '.', script: 'train.py' });
    writer.write({ e: 'st', status: 'running', pid: process.pid });
    this.runIds.push(id);
    this.writers.push(writer);
  }

  private log(): void {
    for (const [run, writer] of this.writers.entries()) {
      for (const [index, k] of this.keys.entries()) {
        const v = Math.exp(-this.step / 200) + 0.01 * ((run + index + this.step) % 7);
        writer.write({ e: 'm', k, v, s: this.step, src: 'stdout' });
      }
    }
    this.step += 1;
  }
}
