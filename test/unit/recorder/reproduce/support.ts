/** Runs to restore, reproduce and bisect: real trainings, recorded by the real command line. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runDir } from '../../../../src/common/workspaceFolder';
import type { ListedRun } from '../../../../src/protocol/commandLine';
import type { SnapshotManifest } from '../../../../src/protocol/snapshotManifest';
import { editSnapshotIn } from '../../snapshotOnDisk';
import { cli, type Finished, PYTHON_DIR, recorderEnded, runFolders } from '../support';

/** Options of `trialbook run`: with the tracker, without the machine's samples. */
export const RUN_OPTIONS = ['--python-dir', PYTHON_DIR, '--sample', '0'];

/** A training whose accuracy is that of its code, data and learning rate; `seeded` makes it the same each time. */
export const TRAIN = `
import argparse, json, random
import model
parser = argparse.ArgumentParser()
parser.add_argument('--lr', type=float, default=0.5)
parser.add_argument('--seed', type=int, default=0)
args = parser.parse_args()
random.seed(args.seed)
rows = open('data/rows.csv').read().split()
for step in range(3):
    print('::metric accuracy=%r step=%d' % (model.score(len(rows), args.lr) + random.random() / 1000, step))
open('predictions.csv', 'w').write('1')
`;

export const FILES = {
  'train.py': TRAIN,
  'model.py': 'def score(rows, lr):\n    return 0.4 + lr\n',
  'config/net.json': '{"depth": 2}',
  'data/rows.csv': '1\n2\n3\n',
  '.gitignore': 'data/\n',
};

/** Runs a training and gives its id, once all is recorded. */
export async function record(workspace: string, command: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const before = new Set(ids(workspace));
  const finished = await cli(workspace, ['run', ...RUN_OPTIONS, '--', ...command], env);
  assert.equal(finished.signal, null, finished.stderr);
  const id = ids(workspace).find((one) => !before.has(one)) ?? '';
  await recorderEnded(runDir(workspace, id));
  return id;
}

/** Ids of the runs of a workspace, oldest first. */
export function ids(workspace: string): string[] {
  try {
    return runFolders(workspace).map((folder) => path.basename(folder));
  } catch {
    return [];
  }
}

/** Runs the command line and reads the JSON that it prints. */
export async function json<T>(workspace: string, words: string[]): Promise<T> {
  const { stdout, stderr } = await cli(workspace, words);
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout) as T;
}

/** Runs the command line, which must refuse, and gives what it says. */
export async function refusal(workspace: string, words: string[]): Promise<string> {
  const { code, stderr }: Finished = await cli(workspace, words);
  assert.equal(code, 1, stderr);
  return stderr;
}

export async function listed(workspace: string): Promise<ListedRun[]> {
  return json<ListedRun[]>(workspace, ['list', '--json']);
}

export function write(workspace: string, name: string, content: string): void {
  const file = path.join(workspace, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

export function read(workspace: string, name: string): string {
  return readFileSync(path.join(workspace, name), 'utf8');
}

/** Changes the snapshot of a run, as somebody who made a hostile bundle may. */
export function editSnapshot(workspace: string, id: string, edit: (manifest: SnapshotManifest) => void): void {
  editSnapshotIn(runDir(workspace, id), edit);
}
