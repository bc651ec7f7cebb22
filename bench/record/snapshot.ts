/** What the code snapshot of a run costs: how long a training waits for it, and how long until it is stored. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseEvent } from '../../src/common/eventParser';
import { runsDir, SNAPSHOT_FILE, trialbookDir } from '../../src/common/workspaceFolder';
import type { TrainingEvent } from '../../src/protocol/trainingEvents';
import { ROOT } from '../../test/host/paths';
import { median, roundMs } from '../benchmark';

const FILES = 5_000;
const FOLDERS = 200;
const ROUNDS = 5;
const IGNORED = '__pycache__/\nbuild/\ndist/\n*.log\n.env\n/data/*.csv\n';
const CLI = path.join(ROOT, 'dist', 'cli.js');
/** Runs until the slowest snapshot is stored, so that each is stored while a training runs. */
const TRAINING = [process.execPath, '-e', 'setTimeout(() => {}, 1000)'];

export interface SnapshotFigures {
  /** By how much the snapshot of 5,000 files delays the start of the training. */
  snapshot_wait_ms: number;
  /** From the recorder's first word to the stored snapshot, with nothing stored before. */
  snapshot_total_ms: number;
  /** The same, with all files stored by a run before. */
  snapshot_warm_ms: number;
}

interface Times {
  start: number;
  stored: number;
}

/**
 * Measures runs of the built command line in temporary workspaces, each in processes of its own: the median of several.
 * The delay of the start is that of 5,000 files against that of none.
 */
export async function measureSnapshot(report: (progress: string) => void): Promise<SnapshotFigures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trialbook-bench-'));
  try {
    const [empty, full] = [path.join(folder, 'empty'), path.join(folder, 'full')];
    await mkdir(empty);
    await writeCode(full);
    const rounds: { empty: Times; cold: Times; warm: Times }[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      rounds.push({ empty: await time(empty), cold: await time(full), warm: await time(full) });
      // Kept, not removed: a file system that frees thousands of files is slow for a while.
      await rename(trialbookDir(full), path.join(folder, `used-${round}`));
      report(`snapshot ${round} of ${ROUNDS}`);
    }
    const of = (pick: (round: (typeof rounds)[number]) => number): number => roundMs(median(rounds.map(pick)));
    return {
      snapshot_wait_ms: of((round) => round.cold.start - round.empty.start),
      snapshot_total_ms: of((round) => round.cold.stored),
      snapshot_warm_ms: of((round) => round.warm.stored),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tracks one training in a workspace; ms from the recorder's first word on. */
async function time(workspace: string): Promise<Times> {
  const words = [CLI, 'run', '--workspace', workspace, '--sample', '0', '--', ...TRAINING];
  await promisify(execFile)(process.execPath, words, { cwd: workspace });
  const runs = (await readdir(runsDir(workspace))).sort();
  const folder = path.join(runsDir(workspace), runs.at(-1) ?? '');
  const events = await recorderEvents(folder);
  const first = events[0]?.t ?? Number.NaN;
  const running = events.find((event) => event.e === 'st')?.t ?? Number.NaN;
  const { mtimeMs } = await stat(path.join(folder, SNAPSHOT_FILE));
  return { start: (running - first) / 1000, stored: mtimeMs - first / 1000 };
}

async function recorderEvents(folder: string): Promise<TrainingEvent[]> {
  const name = (await readdir(folder)).find((one) => one.startsWith('events-')) ?? '';
  const lines = (await readFile(path.join(folder, name), 'utf8')).trimEnd().split('\n');
  return lines.flatMap((line, index) => parseEvent(line, index, 0) ?? []);
}

async function writeCode(workspace: string): Promise<void> {
  for (let folder = 0; folder < FOLDERS; folder++) {
    const dir = path.join(workspace, `package${folder % 20}`, `part${folder}`);
    await mkdir(dir, { recursive: true });
    for (let file = 0; file < FILES / FOLDERS; file++) {
      await writeFile(path.join(dir, `module${file}.py`), code(folder * FILES + file));
    }
  }
  await writeFile(path.join(workspace, '.gitignore'), IGNORED);
}

/** 1 to 5 KiB of Python that no other file holds. */
function code(seed: number): string {
  const lines = 20 + ((seed * 37) % 80);
  const line = (n: number): string => `    weight_${n} = layer(x, ${seed + n}, scale=${(n * 7919) % 1000})\n`;
  return `def block_${seed}(x):\n${Array.from({ length: lines }, (_, n) => line(n)).join('')}    return x\n`;
}
