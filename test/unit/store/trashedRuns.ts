/** What the tests of the trash share. */
import { readFileSync, writeFileSync } from 'node:fs';
import { databasePath } from '../../../src/common/workspaceFolder';
import type { Database } from '../../../src/store/database/database';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';
import { withoutLog } from '../../../src/store/storage/storageFiles';
import { finishedRun, type OpenStore, points, runIdOf, TestWorkspace, WASM } from './helpers';

export const [A, B, C] = [runIdOf(1), runIdOf(2), runIdOf(3)] as const;

export const listed = async (store: OpenStore): Promise<string[]> =>
  (await store.ask('listRuns', { offset: 0, limit: 1000 })).runs.map(({ id }) => id);
export const trashed = async (store: OpenStore): Promise<string[]> =>
  (await store.ask('listTrash', { offset: 0, limit: 1000 })).runs.map(({ id }) => id);

/** A workspace with a run that has data, a model and metrics, and one that has nothing. */
export function newWorkspace(): TestWorkspace {
  const workspace = new TestWorkspace();
  const inner = [
    { e: 'ds', path: 'penguins.csv', size: 1, digest: '1'.repeat(64) } as const,
    { e: 'art', path: 'model.json', kind: 'model', size: 2, digest: '2'.repeat(64) } as const,
    ...points('loss', [2, 1]),
  ];
  workspace.append(A, finishedRun(A, 'first', inner));
  workspace.append(B, finishedRun(B, 'second'));
  return workspace;
}

/** Looks into, or changes, the file of a closed store. */
export async function withFile<T>(workspace: TestWorkspace, work: (db: Database) => T): Promise<T> {
  const engine = await SqljsEngine.load(WASM);
  const file = databasePath(workspace.dir);
  const db = engine.open(withoutLog(readFileSync(file)));
  try {
    const result = work(db);
    writeFileSync(file, db.image());
    return result;
  } finally {
    db.close();
  }
}
