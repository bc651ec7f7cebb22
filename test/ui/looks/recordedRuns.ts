/** Runs that are the same on every day and machine, as recorders leave them, for pages whose looks are compared. */
import { mkdir } from 'node:fs/promises';
import { ulid } from 'ulid';
import { EventWriter } from '../../../src/common/eventWriter';
import { runDir } from '../../../src/common/workspaceFolder';
import type { NewEvent } from '../../../src/protocol/trainingEvents';

/** ms since 1970. */
const FIRST_START = Date.UTC(2026, 0, 5, 9, 0, 0);
const RUN_APART = 10 * 60_000;
const EPOCH = 1500;
const EPOCHS = 40;

interface Recorded {
  name: string;
  lr: number;
  seed: number;
  status: 'finished' | 'failed';
}

/** Two repeats, another learning rate, and one that failed. */
export const RECORDED: readonly Recorded[] = [
  { name: 'calm-heron', lr: 0.01, seed: 0, status: 'finished' },
  { name: 'brisk-otter', lr: 0.003, seed: 0, status: 'finished' },
  { name: 'keen-finch', lr: 0.003, seed: 1, status: 'finished' },
  { name: 'dull-viper', lr: 0.3, seed: 0, status: 'failed' },
];

/** Writes the runs into a workspace; gives their ids, oldest first. */
export async function writeRecordedRuns(folder: string): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, run] of RECORDED.entries()) {
    const start = FIRST_START + index * RUN_APART;
    // The random part of an id would name nothing that is shown, but let it be the same every time.
    const id = ulid(start).slice(0, 10) + String(index).padStart(16, '0');
    await mkdir(runDir(folder, id), { recursive: true });
    const writer = new EventWriter(runDir(folder, id), 'recorder', (error) => {
      throw error;
    });
    for (const [event, after] of eventsOf(id, run)) writer.write(event, (start + after) * 1000);
    writer.dispose();
    ids.push(id);
  }
  return ids;
}

/** Events with their times in ms since the start. */
function* eventsOf(id: string, { name, lr, seed, status }: Recorded): Generator<[NewEvent, number]> {
  const command = ['python3', 'train.py', '--lr', String(lr), '--seed', String(seed)];
  yield [{ e: 'run', id, name, experiment: 'penguins', command, cwd: '.', script: 'train.py' }, 0];
  yield [{ e: 'st', status: 'running', pid: process.pid }, 1];
  for (const [k, v] of Object.entries({ lr, seed, hidden: 32, optimizer: 'adam' })) {
    yield [{ e: 'p', k, v, src: 'argparse' }, 2];
  }
  const epochs = status === 'failed' ? 6 : EPOCHS;
  for (let s = 1; s <= epochs; s += 1) {
    const left = Math.exp((-s * (lr > 0.1 ? 0.01 : 0.05 + lr)) / 1);
    const wave = 0.02 * Math.sin(s * (1 + seed) + lr * 100);
    for (const [k, v] of Object.entries({
      loss: left + 0.1 + wave,
      val_loss: left * 1.1 + 0.15 + wave,
      accuracy: 0.93 - 0.6 * left + wave / 4,
      'grad/norm': 3 * left + Math.abs(wave),
    })) {
      yield [{ e: 'm', k, v, s, src: 'stdout' }, s * EPOCH];
    }
  }
  const end = (epochs + 1) * EPOCH;
  yield status === 'finished'
    ? [{ e: 'st', status, code: 0 }, end]
    : [{ e: 'st', status, code: 1, failure: 'out-of-memory', message: 'CUDA out of memory' }, end];
  yield [{ e: 'bye' }, end];
}
