import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { databasePath, runDir, trialbookDir } from '../../../src/common/workspaceFolder';
import { SqljsEngine } from '../../../src/store/sqljsEngine';
import { finishedRun, type OpenStore, points, runIdOf, StoreProcess, TestWorkspace, until, WASM } from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];

async function names(store: OpenStore): Promise<string[]> {
  return (await store.ask('listRuns', { offset: 0, limit: 100 })).runs.map(({ name }) => name);
}

describe('the database file', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  let file: string;
  const lockFile = () => path.join(trialbookDir(workspace.dir), 'trialbook.lock');

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
    if (python === undefined) return this.skip();
    const output = execFileSync(python, ['-c', script, file], { encoding: 'utf8' });
    assert.equal(output.replaceAll('\r', ''), `ok [('loss', 2, 1.0)]\n[0.0, 1.0, 2.0, 1.0]\n`);
  });

  it('leaves neither a lock nor files beside it when it is closed', async () => {
    const store = await (await workspace.open()).refresh();
    assert.ok(existsSync(lockFile()));
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

  it('is only read while another program left changes in a -wal, and written again afterwards', async () => {
    await (await (await workspace.open()).refresh()).close();
    const before = readFileSync(file);
    writeFileSync(`${file}-wal`, 'committed pages');
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([store.said('access')[0]?.mode, await names(store)], ['readonly', ['first']]);
    assert.match(store.said('access')[0]!.reason!, /Another program/);
    await assert.rejects(store.ask('renameRun', { runId: A, name: 'x' }), { name: 'UserError' });
    assert.deepEqual(readFileSync(file), before);
    rmSync(`${file}-wal`);
    await store.refresh();
    await store.ask('renameRun', { runId: A, name: 'renamed' });
    assert.deepEqual(
      store.said('access').map(({ mode }) => mode),
      ['readonly', 'readwrite'],
    );
  });

  it('lets a second window read, keeps it up to date, and hands over when the first one goes', async () => {
    const first = await (await workspace.open()).refresh();
    await until('the first image is there', () => existsSync(file));
    const second = await (await workspace.open()).refresh();
    assert.deepEqual(await names(second), ['first']);
    const [access] = second.said('access');
    assert.deepEqual([access?.mode, access?.reason?.includes(String(process.pid))], ['readonly', true]);
    await assert.rejects(second.ask('renameRun', { runId: A, name: 'x' }), {
      name: 'UserError',
      message: /another window/,
    });
    await assert.rejects(second.ask('deleteRun', { runId: A }), { name: 'UserError' });
    assert.ok(existsSync(runDir(workspace.dir, A)));

    await first.ask('renameRun', { runId: A, name: 'renamed' });
    await until('the second window reads the new name', async () => (await names(second)).includes('renamed'));
    assert.ok(second.said('changed').some(({ runs }) => runs.some(({ runId }) => runId === A)));
    workspace.append(B, finishedRun(B, 'second'));
    await until('the second window sees a run by itself', async () => (await names(second)).length === 2);

    await first.close();
    await until('it becomes the writer', () => second.said('access').at(-1)?.mode === 'readwrite');
    // It goes on from the first one's image, which may lack the newest run.
    await second.refresh();
    await second.ask('renameRun', { runId: B, name: 'mine' });
    await second.close();
    assert.deepEqual(await names(await (await workspace.open()).refresh()), ['mine', 'renamed']);
  });

  it('goes to the next window when the process of the first one was killed', async () => {
    const first = StoreProcess.start(workspace.dir);
    await until(`the first one writes: ${first.output}`, () => first.output.includes('"readwrite"'));
    const second = await (await workspace.open()).refresh();
    assert.deepEqual(
      second.said('access').map(({ mode }) => mode),
      ['readonly'],
    );
    await first.kill();
    assert.ok(existsSync(lockFile()));
    await until('it becomes the writer', () => second.said('access').at(-1)?.mode === 'readwrite');
    // Its image may be older than the event files: what is missing is taken in again.
    await second.refresh();
    assert.deepEqual(await names(second), ['first']);
  });

  it('tells when it cannot be written, keeps everything, and recovers', async function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return this.skip();
    const small = new TestWorkspace();
    mkdirSync(trialbookDir(small.dir));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', trialbookDir(small.dir)], { stdio: 'ignore' });
    } catch {
      await small.dispose();
      return this.skip(); // Mounting is not permitted here.
    }
    try {
      small.append(A, finishedRun(A, 'first'));
      const store = await (await small.open()).refresh();
      await store.ask('renameRun', { runId: A, name: 'before' });
      const ballast = path.join(trialbookDir(small.dir), 'ballast');
      fill(ballast);
      await assert.rejects(store.ask('renameRun', { runId: A, name: 'lost' }), {
        name: 'UserError',
        message: /disk is full/,
      });
      await assert.rejects(store.ask('renameRun', { runId: A, name: 'lost' }), { name: 'UserError' });
      assert.deepEqual(await names(store), ['before']);
      assert.deepEqual(
        store.said('problem').map(({ code, resolved }) => [code, resolved]),
        [['cannot-write', undefined]],
      );
      rmSync(ballast);
      await until('it is saved again', () => store.said('problem').length === 2);
      assert.equal(store.said('problem')[1]?.resolved, true);
      await store.ask('renameRun', { runId: A, name: 'after' });
      await store.close();
      assert.deepEqual(await names(await (await small.open()).refresh()), ['after']);
    } finally {
      await small.dispose().catch(() => undefined);
      execFileSync('umount', [trialbookDir(small.dir)]);
      rmSync(small.dir, { recursive: true, force: true });
    }
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
    writeFileSync(lockFile(), JSON.stringify(lock));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([store.said('access')[0]?.mode, await names(store)], ['readonly', ['first']]);
    assert.ok(store.said('access')[0]!.reason!.includes(`not-${hostname()}`));
  });
});

/** Writes until the file system is full. */
function fill(file: string): void {
  for (let size = 1024 * 1024; size >= 1024; size /= 2) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // A smaller piece may still fit.
    }
  }
}
