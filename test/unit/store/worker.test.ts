import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { databasePath } from '../../../src/common/workspaceFolder';
import type { StoreEvent } from '../../../src/protocol/storeApi';
import { StoreClient, type StoreClientOptions } from '../../../src/store/client';
import { StoreRegistry } from '../../../src/store/registry';
import { ENGINE, finishedRun, lockFiles, points, runIdOf, startedRun, TestWorkspace, until, WASM } from './helpers';

const A = runIdOf(1);

describe('the store worker', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let built: string;
  let workspace: TestWorkspace;
  let client: StoreClient | undefined;
  let crashes: Error[];

  before(async () => {
    built = mkdtempSync(path.join(tmpdir(), 'trialbook-worker-'));
    await build({
      entryPoints: ['src/store/worker.ts'],
      outfile: path.join(built, 'worker.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
    writeFileSync(path.join(built, 'crash.cjs'), 'setTimeout(() => { throw new Error("boom"); }, 50);');
  });
  after(() => rmSync(built, { recursive: true, force: true }));
  beforeEach(() => {
    workspace = new TestWorkspace();
    crashes = [];
  });
  afterEach(async () => {
    await client?.close();
    client = undefined;
    await workspace.dispose();
  });

  function start(worker = 'worker.cjs', bundle?: Record<string, string>, before?: Promise<void>): StoreClient {
    const options: StoreClientOptions = {
      workerPath: path.join(built, worker),
      workspaceDir: workspace.dir,
      wasmPath: WASM,
      engine: ENGINE,
      ...(bundle === undefined ? {} : { l10nBundle: bundle }),
      onError: (error) => crashes.push(error),
    };
    return new StoreClient(options, before);
  }

  it('answers, sends typed arrays, tells events, and closes', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', [3, Number.NaN, 1])));
    client = start();
    const events: StoreEvent[] = [];
    client.onEvent((event) => events.push(event));
    await client.request('refresh', {});
    const [series] = await client.request('series', { runIds: [A], keys: ['loss'], width: 10 });
    assert.deepEqual([series?.values, series?.decimated], [Float64Array.of(3, Number.NaN, 1), false]);
    await until('the change is told', () => events.some(({ kind }) => kind === 'changed'));
    await client.close();
    await assert.rejects(client.request('refresh', {}), /closed/);
    assert.deepEqual([existsSync(databasePath(workspace.dir)), crashes], [true, []]);
  });

  it('keeps errors for people apart from bugs, and speaks their language', async () => {
    client = start('worker.cjs', { 'A run needs a name.': '이름이 필요합니다.' });
    await assert.rejects(client.request('renameRun', { runId: A, name: '' }), {
      name: 'UserError',
      message: '이름이 필요합니다.',
    });
    await assert.rejects(client.request('constructor' as 'refresh', {}), { name: 'Error', message: /Unknown method/ });
    await assert.rejects(client.request('series', null as never), Error);
  });

  it('ends every request when it crashes, starts again once, and then gives up', async () => {
    client = start('crash.cjs');
    await assert.rejects(client.request('refresh', {}), /boom/);
    await assert.rejects(client.request('refresh', {}), /boom/);
    await assert.rejects(client.request('refresh', {}), { name: 'UserError', message: /stopped twice/ });
    assert.deepEqual(
      crashes.map(({ message }) => message),
      ['boom', 'boom'],
    );
  });

  it('begins anew by itself when it crashed, and has everything read again', async () => {
    client = start('crash.cjs');
    const events: StoreEvent[] = [];
    client.onEvent((event) => events.push(event));
    await until('it crashed twice', () => crashes.length === 2);
    assert.deepEqual(events, [{ kind: 'changed', runs: [], datasets: true, models: true, choices: true, reset: true }]);
  });

  it('fails each request when it cannot load SQLite', async () => {
    const options = {
      workerPath: path.join(built, 'worker.cjs'),
      workspaceDir: workspace.dir,
      wasmPath: '/nowhere.wasm',
      engine: 'sql.js',
    } as const;
    client = new StoreClient({ ...options, onError: () => undefined });
    await assert.rejects(client.request('listRuns', { offset: 0, limit: 1 }), /nowhere\.wasm/);
  });

  it('starts only when the one before it has ended', async () => {
    workspace.append(A, startedRun(A, 'a'));
    let end = () => {};
    const before = new Promise<void>((resolve) => (end = resolve));
    client = start('worker.cjs', undefined, before);
    let answered = false;
    const asked = client.request('refresh', {}).then(() => (answered = true));
    await delay(1000);
    assert.deepEqual([answered, lockFiles(workspace.dir)], [false, []]);
    end();
    await asked;
  });

  it('is one per folder, opened on demand and again after it was closed', async () => {
    workspace.append(A, startedRun(A, 'a'));
    const registry = new StoreRegistry({
      workerPath: path.join(built, 'worker.cjs'),
      wasmPath: WASM,
      engineOf: () => ENGINE,
      onError: (_, error) => crashes.push(error),
    });
    const heard: string[] = [];
    registry.onDidOpen(() => heard.push('open'));
    registry.onDidClose(() => heard.push('close'));
    registry.onEvent(({ dir, event }) => {
      if (event.kind === 'access') heard.push(`${dir === workspace.dir} ${event.mode}`);
    });
    const store = registry.get(workspace.dir);
    assert.equal(registry.get(workspace.dir + path.sep), store);
    await store.request('refresh', {});
    const closing = registry.close(workspace.dir);
    const again = registry.get(workspace.dir);
    await again.request('renameRun', { runId: A, name: 'mine' });
    await closing;
    assert.deepEqual(
      registry.all().map(({ dir }) => dir),
      [workspace.dir],
    );
    await registry.closeAll();
    assert.deepEqual(
      [heard, registry.all(), crashes],
      [['open', 'true readwrite', 'close', 'open', 'true readwrite', 'close'], [], []],
    );
  });
});
