import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runDir, trialbookDir } from '../../../../src/common/workspaceFolder';
import { StoreClient } from '../../../../src/store/client';
import { installedExtension } from '../../extension';

const RUN = '01JXSTRE000000000000000001';

describe('the store in this host', () => {
  let workspaceDir: string;
  beforeEach(() => {
    workspaceDir = mkdtempSync(path.join(tmpdir(), 'trialbook-engines-'));
    mkdirSync(runDir(workspaceDir, RUN), { recursive: true });
    const events = [2, 1].map((v, s) => JSON.stringify({ e: 'm', k: 'loss', v, s }) + '\n').join('');
    appendFileSync(path.join(runDir(workspaceDir, RUN), 'events-1-1.jsonl'), events);
  });
  afterEach(() => rmSync(workspaceDir, { recursive: true, force: true }));

  async function readWith(engine: 'sql.js' | 'native'): Promise<{ values: number[]; names: string[] }> {
    const dist = path.join(installedExtension().extensionPath, 'dist');
    const errors: Error[] = [];
    const client = new StoreClient({
      workspaceDir,
      engine,
      workerPath: path.join(dist, 'worker.js'),
      wasmPath: path.join(dist, 'sql-wasm.wasm'),
      onError: (error) => errors.push(error),
    });
    try {
      await client.request('refresh', {});
      const shared = readdirSync(trialbookDir(workspaceDir)).some((name) => name.startsWith('trialbook.lock.shared-'));
      assert.equal(shared, engine === 'native', `the engine is not ${engine}`);
      const [series] = await client.request('series', { runIds: [RUN], keys: ['loss'], width: 10 });
      const { runs } = await client.request('listRuns', { offset: 0, limit: 10 });
      await client.request('renameRun', { runId: RUN, name: engine });
      return { values: [...(series?.values ?? [])], names: runs.map(({ name }) => name) };
    } finally {
      await client.close();
      assert.deepEqual(errors, []);
    }
  }

  it('works with both engines, which hand the file to each other', async () => {
    assert.deepEqual(await readWith('native'), { values: [2, 1], names: [RUN.slice(-8)] });
    assert.deepEqual(await readWith('sql.js'), { values: [2, 1], names: ['native'] });
    assert.deepEqual(await readWith('native'), { values: [2, 1], names: ['sql.js'] });
  });
});
