import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { databasePath, runDir, trialbookDir } from '../../../src/common/workspaceFolder';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';
import { finishedRun, lockFiles, names, points, runIdOf, TestWorkspace, WASM } from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];

describe('the database file', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  let file: string;

  beforeEach(() => {
    workspace = new TestWorkspace();
    file = databasePath(workspace.dir);
    workspace.append(A, finishedRun(A, 'first', points('loss', [2, 1])));
  });
  afterEach(() => workspace.dispose());

  it('is a plain SQLite file that Python reads', async function () {
    const store = await (await workspace.open()).refresh();
    await store.close();
    const script = `
import sqlite3, struct, sys, zlib
db = sqlite3.connect(sys.argv[1])
print(db.execute('PRAGMA integrity_check').fetchone()[0], db.execute('SELECT key, count, last FROM run_metrics').fetchall())
n, data = db.execute('SELECT n, data FROM run_points').fetchone()
planes = zlib.decompress(data)
columns = [[bytes(planes[8 * n * c + n * b + i] for b in range(8)) for i in range(n)] for c in range(3)]
print([struct.unpack('<d', number)[0] for column in columns for number in column][:4])`;
    const python = ['python3', 'python'].find((name) => {
      try {
        return execFileSync(name, ['-c', 'import sqlite3'], { stdio: 'ignore' }) !== undefined;
      } catch {
        return false;
      }
    });
    if (python === undefined) return this.skip(); // No Python here has SQLite.
    const output = execFileSync(python, ['-c', script, file], { encoding: 'utf8' });
    assert.equal(output.replaceAll('\r', ''), `ok [('loss', 2, 1.0)]\n[0.0, 1.0, 2.0, 1.0]\n`);
  });

  it('leaves neither a lock nor files beside it when it is closed', async () => {
    const store = await (await workspace.open()).refresh();
    assert.equal(lockFiles(workspace.dir).length, 1);
    await store.close();
    assert.deepEqual(readdirSync(trialbookDir(workspace.dir)).sort(), ['runs', 'trialbook.db']);
  });

  for (const [what, content] of [
    ['garbage', Buffer.from('this is no database')],
    ['the first half of one', undefined],
  ] as const) {
    it(`is set aside and rebuilt when it is damaged: ${what}`, async () => {
      const first = await (await workspace.open()).refresh();
      await first.ask('renameRun', { runId: A, name: 'renamed' });
      await first.close();
      const damaged = content ?? readFileSync(file).subarray(0, 30_000);
      writeFileSync(file, damaged);
      const store = await (await workspace.open()).refresh();
      assert.deepEqual(await names(store), ['first']);
      const [problem] = store.said('problem');
      const aside = readdirSync(trialbookDir(workspace.dir)).filter((name) => name.startsWith('trialbook.db.damaged-'));
      assert.deepEqual([problem?.code, aside.length], ['database-damaged', 1]);
      assert.ok(
        problem!.message.includes(aside[0]!) && problem!.message.includes('names given to runs'),
        problem!.message,
      );
      assert.deepEqual(readFileSync(path.join(trialbookDir(workspace.dir), aside[0]!)), damaged);
      await store.close();
      const again = await (await workspace.open()).refresh();
      assert.deepEqual([await names(again), again.said('problem')], [['first'], []]);
    });
  }

  it('is refused and never written when a newer version made it', async () => {
    const engine = await SqljsEngine.load(WASM);
    await (await (await workspace.open()).refresh()).close();
    const db = engine.open(readFileSync(file));
    db.exec('PRAGMA user_version=999');
    writeFileSync(file, db.image());
    const before = readFileSync(file);
    const store = await (await workspace.open()).refresh();
    workspace.append(B, finishedRun(B, 'second'));
    await store.refresh();
    assert.deepEqual(await names(store), ['second', 'first']);
    assert.deepEqual(
      store.said('problem').map(({ code }) => code),
      ['database-newer'],
    );
    assert.equal(store.said('access')[0]?.mode, 'readonly');
    await assert.rejects(store.ask('renameRun', { runId: A, name: 'x' }), {
      name: 'UserError',
      message: /newer version/,
    });
    await store.close();
    assert.deepEqual(readFileSync(file), before);
    assert.deepEqual(readdirSync(trialbookDir(workspace.dir)).sort(), ['runs', 'trialbook.db']);
  });

  it('opens a file of the first format', async () => {
    const fixtures = path.resolve('test/unit/store/fixtures');
    rmSync(runDir(workspace.dir, A), { recursive: true });
    workspace.appendText(A, readFileSync(path.join(fixtures, 'v1-events.jsonl'), 'utf8'));
    workspace.append(B, finishedRun(B, 'second'));
    writeFileSync(file, readFileSync(path.join(fixtures, 'v1.db')));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([await names(store), store.said('problem')], [['second', 'named in v1'], []]);
    const [series] = await store.ask('series', { runIds: [A], keys: ['loss'], width: 10 });
    assert.deepEqual([...series!.values], [2, 1]);
  });

  it('is told apart by host: a lock of another machine is respected', async () => {
    const lock = {
      token: '0'.repeat(8) + '-0000-4000-8000-' + '0'.repeat(12),
      host: `not-${hostname()}`,
      pid: 1,
      thread: 0,
      engine: 'sql.js',
    };
    writeFileSync(path.join(trialbookDir(workspace.dir), 'trialbook.lock'), JSON.stringify(lock));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([store.said('access')[0]?.mode, await names(store)], ['readonly', ['first']]);
    assert.ok(store.said('access')[0]!.reason!.includes(`not-${hostname()}`));
  });
});
