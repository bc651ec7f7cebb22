/** What must hold after a kill: see the Storage section of the design. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { databasePath, trialbookDir } from '../../src/common/workspaceFolder';
import type { MetricSummary } from '../../src/protocol/entities';
import type { StoreEvent } from '../../src/protocol/storeApi';
import { NativeEngine } from '../../src/store/database/nativeEngine';
import { StoreService } from '../../src/store/service';
import { hasWal } from '../../src/store/storage/storageFiles';
import { readExpected, runIds } from './eventLoad';

export type Engine = 'native' | 'sql.js';

/** The last durable name of each run: its number. */
export type Acknowledgements = ReadonlyMap<string, number>;

/** Everything is there, whichever engine opens the file first. Throws an AssertionError else. */
export async function verify(dir: string, wasmPath: string, opener: Engine, edits: Acknowledgements): Promise<void> {
  if (opener === 'sql.js' && hasWal(databasePath(dir))) {
    await verifyReadOnly(dir, wasmPath, edits);
    await verifyWith(dir, wasmPath, 'native', edits);
  } else {
    await verifyWith(dir, wasmPath, opener, edits);
  }
  checkLeftovers(dir, opener);
  checkIntegrity(databasePath(dir));
}

/** What a killed process of the one engine left, and what is empty, the other may leave where it is. */
function checkLeftovers(dir: string, opener: Engine): void {
  const file = databasePath(dir);
  const harmless = opener === 'native' ? ['.lock'] : hasWal(file) ? [] : ['.db-wal', '.db-shm'];
  const expected = new Set(['runs', 'trialbook.db', ...harmless.map((suffix) => `trialbook${suffix}`)]);
  assert.deepEqual(
    readdirSync(trialbookDir(dir)).filter((name) => !expected.has(name)),
    [],
  );
}

/** The engine of images must not touch a file whose log holds commits, and says so. */
async function verifyReadOnly(dir: string, wasmPath: string, edits: Acknowledgements): Promise<void> {
  const files = () => ['', '-wal'].map((suffix) => readFileSync(databasePath(dir) + suffix));
  const before = files();
  const said: StoreEvent[] = [];
  const store = await StoreService.open({ workspaceDir: dir, wasmPath, engine: 'sql.js' }, (event) => said.push(event));
  try {
    await store.handlers.refresh({});
    const access = said.find((event) => event.kind === 'access');
    assert.equal(access?.mode, 'readonly');
    assert.match(access.reason ?? '', /Another program/);
    await checkSeries(store, dir);
    await checkNames(store, edits);
    await assert.rejects(async () => store.handlers.renameRun({ runId: runIds()[0]!, name: 'x' }), {
      name: 'UserError',
    });
  } finally {
    await store.handlers.close({});
  }
  assert.deepEqual(files(), before, 'a reader changed the file');
}

async function verifyWith(dir: string, wasmPath: string, engine: Engine, edits: Acknowledgements): Promise<void> {
  const said: StoreEvent[] = [];
  const store = await StoreService.open({ workspaceDir: dir, wasmPath, engine }, (event) => said.push(event));
  try {
    await checkNames(store, edits);
    await store.handlers.refresh({});
    assert.deepEqual(
      said.filter(({ kind }) => kind === 'access'),
      [{ kind: 'access', mode: 'readwrite' }],
    );
    assert.deepEqual(
      said.filter(({ kind }) => kind === 'problem'),
      [],
    );
    await checkSeries(store, dir);
    await checkNames(store, edits);
  } finally {
    await store.handlers.close({});
  }
}

/** An edit behind the last acknowledged one may have been committed too. */
async function checkNames(store: StoreService, edits: Acknowledgements): Promise<void> {
  for (const [runId, acknowledged] of edits) {
    const name = (await store.handlers.getRun({ runId }))?.name;
    const n = Number(/^edit-(\d+)$/.exec(name ?? '')?.[1] ?? Number.NaN);
    assert.ok(n >= acknowledged, `edit ${acknowledged} of run ${runId} is lost: its name is ${name}`);
  }
}

async function checkSeries(store: StoreService, dir: string): Promise<void> {
  for (const runId of runIds()) {
    const expected = readExpected(dir, runId);
    const run = await store.handlers.getRun({ runId });
    assert.deepEqual(run?.metrics.map(({ key }) => key).sort(), [...expected.keys()].sort());
    for (const [key, { steps, values }] of expected) {
      const after = [{ runId, key, count: 0 }];
      const [series] = await store.handlers.series({ runIds: [runId], keys: [key], width: 1, after });
      const where = `${key} of ${runId}`;
      assert.deepEqual([series?.total, series?.values.length], [values.length, values.length], `count of ${where}`);
      assert.deepEqual([...series!.steps], steps, `steps of ${where}`);
      assert.deepEqual([...series!.values], values, `values of ${where}`);
      const metric: MetricSummary | undefined = run?.metrics.find((one) => one.key === key);
      const finite = values.filter((value) => Number.isFinite(value));
      assert.deepEqual(
        [metric?.count, metric?.last, metric?.min, metric?.max].map(Number),
        [values.length, values.at(-1), Math.min(...finite), Math.max(...finite)],
        `summary of ${where}`,
      );
    }
  }
}

function checkIntegrity(file: string): void {
  const db = NativeEngine.load()!.open(file);
  try {
    assert.deepEqual({ ...db.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    assert.deepEqual(db.prepare('PRAGMA foreign_key_check').all(), []);
  } finally {
    db.close();
  }
}
