import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { migrate } from '../../../src/store/database/migrations';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';
import { compareRuns } from '../../../src/store/queries/compareRuns';
import { MOST_BYTES } from '../../../src/store/report/reportDatabase';
import { saveReport } from '../../../src/store/report/saveReport';
import { openMemory, runIdOf, WASM } from '../store/helpers';
import { makeRun } from '../store/madeRuns';
import { contentOf, databaseOf, useReports } from './reportFixture';

describe('what a report holds', function () {
  this.timeout(60_000);
  const reports = useReports();

  it('is the selected runs and nothing of others', async () => {
    const { workspace, store } = reports;
    const environment = { user: 'adalovelace', interpreter: '/home/adalovelace/venv/bin/python' };
    const shown = await makeRun(workspace, 1, {
      command: ['python', '/home/adalovelace/project/train.py'],
      params: { lr: 0.1 },
      metrics: { loss: [3, 2, 1] },
      data: { 'data/penguins.csv': 'a'.repeat(64) },
      code: { 'train.py': 'one', 'notes.txt': 'unused' },
      used: ['train.py'],
      git: { commit: 'c'.repeat(40), branch: 'main', dirty: false, remote: 'https://example.com/zebra-remote' },
      environment,
    });
    const other = await makeRun(workspace, 2, {
      script: 'zebra_script.py',
      params: { zebra_param: 'zebra_value' },
      metrics: { zebra_metric: [1, 2] },
      data: { 'zebra-data.csv': 'b'.repeat(64) },
    });
    await store.refresh();
    await store.ask('renameRun', { runId: shown, name: 'brisk-otter' });
    await store.ask('renameRun', { runId: other, name: 'zebra-name' });
    await store.ask('setNote', { runId: shown, note: 'zebra note' });
    await store.ask('setTag', { runId: shown, key: 'zebra-tag', value: 'x' });
    await store.ask('setDirection', { key: 'zebra_metric', direction: 'lower' });
    const layout = { order: ['zebra_metric', 'loss'], charts: { zebra_metric: { columns: 2 } } };
    const { file, runs } = await reports.save([shown, other.replace(/.$/, '0'), shown], { layout });
    assert.equal(runs, 1);
    const content = await contentOf(file);
    for (const secret of ['zebra', 'notes.txt', 'adalovelace', workspace.dir, other, 'run-2', 'run-1']) {
      assert.ok(!content.includes(secret), secret);
    }
    for (const told of ['brisk-otter', '~/venv/bin/python', '~/project/train.py', 'penguins.csv', 'train.py'])
      assert.ok(content.includes(told), told);
  });

  it('is what the store answers, to the last digit', async () => {
    const { workspace, store } = reports;
    const values = [0.1 + 0.2, Number.NaN, Number.POSITIVE_INFINITY, -0, 1e300, 5e-324];
    const params = { lr: 0.1, on: true, none: null, name: 'x', many: 2 ** 53 };
    const ids = [
      await makeRun(workspace, 3, { params, metrics: { loss: values } }),
      await makeRun(workspace, 5, {
        params,
        metrics: { loss: values.toReversed(), 'a"b/c.d': [1] },
        status: 'running',
      }),
    ];
    const { file } = await reports.save(ids);
    const report = (await SqljsEngine.load(WASM)).open(await databaseOf(file));
    const told = compareRuns(report, ids);
    const there = await store.ask('compareRuns', { runIds: ids });
    // Of what the runs came from a report says nothing.
    assert.deepEqual(structuredClone(told), there);
    report.close();
  });

  it('is small', async () => {
    const metrics = { loss: [3, 2, 1], accuracy: [0.7, 0.8, 0.9] };
    const ids = [];
    for (const n of [1, 2, 3]) ids.push(await makeRun(reports.workspace, n, { params: { lr: n }, metrics }));
    const { bytes, file } = await reports.save(ids);
    assert.equal((await readFile(file)).length, bytes);
    assert.ok(bytes < 1_350_000, `${bytes} bytes`);
  });

  it('is not written when no run is left, or its place is not there', async () => {
    const id = await makeRun(reports.workspace, 1, { metrics: { loss: [1, 2] } });
    await assert.rejects(reports.save([runIdOf(9)]), { name: 'UserError', message: /do not exist any more/ });
    await reports.store.refresh();
    const file = path.join(reports.workspace.dir, 'missing', 'report.html');
    await assert.rejects(reports.store.ask('saveReport', { ...reports.query([id]), file }), {
      name: 'UserError',
      message: /^The report was not saved: .*does not exist\.$/,
    });
  });

  it('leaves what was there when it is cancelled', async () => {
    const metrics = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`m${i}`, [1, 2, 3]]));
    const id = await makeRun(reports.workspace, 1, { metrics });
    const { file } = await reports.save([id]);
    await writeFile(file, 'before');
    const saving = reports.store.ask('saveReport', { ...reports.query([id]), file, job: 99 });
    const rejected = assert.rejects(saving, { name: 'UserError', message: 'It was cancelled.' });
    await reports.store.ask('cancelJob', { job: 99 });
    await rejected;
    assert.equal(await readFile(file, 'utf8'), 'before');
    assert.deepEqual(
      readdirSync(reports.workspace.dir).filter((name) => name.endsWith('.tmp')),
      [],
    );
    assert.equal(existsSync(`${file}.tmp`), false);
  });

  it('is refused when browsers could not open it, with its size', async () => {
    const db = await openMemory();
    migrate(db);
    db.exec(`INSERT INTO experiments VALUES (1, 'x');
      INSERT INTO runs (id, uid, experiment, name, started_at, last_event_at) VALUES (1, 'A', 1, 'run', 0, 0);
      INSERT INTO metric_keys VALUES (1, 'loss');
      INSERT INTO series VALUES (1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0);
      INSERT INTO series_chunks VALUES (1, 0, 1, 0, 0, zeroblob(${MOST_BYTES + 1_500_000}))`);
    const sources = {
      store: db,
      readFiles: () => Promise.resolve({ snapshot: undefined, packages: undefined }),
      readArtifact: () => Promise.resolve(null),
    };
    await assert.rejects(saveReport(sources, reports.query(['A']), {}), {
      name: 'UserError',
      message: /hold 202 MB.*up to 200 MB/,
    });
    db.close();
  });
});
