/** Run folders with event files of any size: each line as a recorder formats it, but a megabyte of them per write. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { ulid } from 'ulid';
import { formatEvent } from '../../src/common/eventWriter';
import { runNameFor } from '../../src/common/runNames';
import { runDir } from '../../src/common/workspaceFolder';
import type { RunId } from '../../src/protocol/entities';
import { PROTOCOL_VERSION, type NewEvent } from '../../src/protocol/trainingEvents';
import { metricKeys, Training, type TrainingShape } from './training';

const BLOCK_CHARS = 1024 * 1024;
/** All runs begin in the past, a minute apart, and log a step every 50 ms or so. */
const FIRST_START_MS = Date.UTC(2026, 0, 1);
const RUN_APART_MS = 60_000;
const STEP_US = 50_000;
const KEY_US = 40;

/** Writes finished runs into a workspace; gives their ids, oldest first. */
export function writeTrainings(workspaceDir: string, shape: TrainingShape): RunId[] {
  return Array.from({ length: shape.runs }, (_, run) => writeTraining(workspaceDir, run, shape));
}

function writeTraining(workspaceDir: string, run: number, shape: TrainingShape): RunId {
  const start = FIRST_START_MS + run * RUN_APART_MS;
  const id = ulid(start);
  const training = new Training(run, shape);
  const file = new EventFile(workspaceDir, id, start * 1000);
  for (const [k, v] of training.params()) file.add({ e: 'p', k, v, src: 'argparse' });
  const keys = metricKeys(shape.keys);
  for (let s = 0; s < shape.steps; s += 1) {
    file.wait(STEP_US + ((s * 7919) % 1000));
    for (const [index, v] of training.values(s).entries()) {
      file.add({ e: 'm', k: keys[index]!, v, s, src: 'stdout' });
      file.wait(KEY_US + ((s + index) % 7));
    }
  }
  file.add({ e: 'st', status: training.status(), code: training.status() === 'finished' ? 0 : 1 });
  file.add({ e: 'bye' });
  file.close();
  return id;
}

class EventFile {
  private readonly fd: number;
  private block = '';
  private lines = 0;

  /** Begins a run; `time` in µs since 1970. */
  constructor(
    workspaceDir: string,
    id: RunId,
    private time: number,
  ) {
    const dir = runDir(workspaceDir, id);
    mkdirSync(dir, { recursive: true });
    this.fd = openSync(path.join(dir, `events-${process.pid}-${time}000.jsonl`), 'ax');
    const command = ['python3', 'train.py'];
    const { pid } = process;
    this.add({ e: 'hello', v: PROTOCOL_VERSION, role: 'recorder', pid, host: hostname(), argv: command });
    this.add({ e: 'run', id, name: runNameFor(id), experiment: 'train', command, cwd: '.', script: 'train.py' });
    this.add({ e: 'st', status: 'running', pid });
  }

  add(event: NewEvent): void {
    this.block += formatEvent(event, this.lines, this.time);
    this.lines += 1;
    if (this.block.length >= BLOCK_CHARS) this.write();
  }

  /** Lets µs pass. */
  wait(time: number): void {
    this.time += time;
  }

  close(): void {
    this.write();
    closeSync(this.fd);
  }

  private write(): void {
    const bytes = Buffer.from(this.block, 'latin1');
    for (let at = 0; at < bytes.length;) at += writeSync(this.fd, bytes, at);
    this.block = '';
  }
}
