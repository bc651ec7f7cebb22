/** Writes run folders as a recorder does, for benchmarks that need many runs. */
import { mkdir } from 'node:fs/promises';
import { ulid } from 'ulid';
import { EventWriter } from '../src/common/eventWriter';
import { runNameFor } from '../src/common/runNames';
import { runDir } from '../src/common/workspaceFolder';
import type { NewEvent } from '../src/protocol/trainingEvents';

const EPOCHS = 40;
const RUN_MS = 10_000;

/** Writes `count` finished runs of 40 epochs and three metrics into a workspace, one a minute, the last one now. */
export async function writeRuns(workspaceDir: string, count: number): Promise<void> {
  const now = Date.now();
  for (let index = 0; index < count; index++) await writeRun(workspaceDir, index, now - (count - index) * 60_000);
}

async function writeRun(workspaceDir: string, index: number, start: number): Promise<void> {
  const id = ulid(start);
  const dir = runDir(workspaceDir, id);
  await mkdir(dir, { recursive: true });
  const writer = new EventWriter(dir, 'recorder', (error) => {
    throw error;
  });
  for (const [event, ms] of runEvents(id, index)) writer.write(event, (start + ms) * 1000);
  writer.dispose();
}

/** The events of a run with their times in ms since its start. */
function* runEvents(id: string, index: number): Generator<[NewEvent, number]> {
  const lr = 0.001 * (1 + (index % 7));
  const command = ['python3', 'train.py', '--lr', String(lr), '--seed', String(index)];
  yield [{ e: 'run', id, name: runNameFor(id), experiment: 'train', command, cwd: '.', script: 'train.py' }, 0];
  yield [{ e: 'st', status: 'running', pid: process.pid }, 1];
  yield [{ e: 'p', k: 'lr', v: lr, src: 'argparse' }, 2];
  yield [{ e: 'p', k: 'seed', v: index, src: 'argparse' }, 2];
  for (let s = 1; s <= EPOCHS; s++) {
    const ms = (s * RUN_MS) / EPOCHS;
    const loss = Math.exp(-s * lr * 10) + 0.01 * ((index + s) % 5);
    yield [{ e: 'm', k: 'loss', v: loss, s, src: 'stdout' }, ms];
    yield [{ e: 'm', k: 'val_loss', v: loss * 1.1, s, src: 'stdout' }, ms];
    yield [{ e: 'm', k: 'accuracy', v: 1 - loss / 3, s, src: 'stdout' }, ms];
  }
  yield [{ e: 'st', status: 'finished', code: 0 }, RUN_MS];
  yield [{ e: 'bye' }, RUN_MS];
}
