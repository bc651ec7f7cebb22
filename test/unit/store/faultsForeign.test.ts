/** Databases that are half-migrated or damaged where nobody looks at first, and programs that hold a lock. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { databasePath, trialbookDir } from '../../../src/common/workspaceFolder';
import { inspect, migrate, MIGRATIONS } from '../../../src/store/database/migrations';
import {
  describeOnly,
  ENGINE,
  finishedRun,
  names,
  openDatabase,
  points,
  runIdOf,
  startedRun,
  TestWorkspace,
  until,
  valuesOf,
} from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];

describe('a database that is', function () {
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

  it('larger than what is read at the start, and damaged, is rebuilt when a request meets the damage', async () => {
    const first = await (await workspace.open()).refresh();
    await first.ask('renameRun', { runId: A, name: 'mine' });
    const values = Array.from({ length: 300_000 }, (_, i) => Math.sin(i * i));
    workspace.append(B, [...startedRun(B, 'second'), ...points('loss', values)]);
    await first.refresh();
    // Params make the file large at little cost.
    const text = 'x'.repeat(4000);
    const many = Array.from({ length: 4000 }, (_, i) => ({ e: 'p', k: `p${i}`, v: text }) as const);
    workspace.append(B, many, { q: 400_000 });
    await first.close();
    const again = await (await workspace.open()).refresh();
    await again.close();
    assert.ok(statSync(file).size > 17e6, `${statSync(file).size} bytes`);
    damage(file);
    const store = await workspace.open();
    const errors: Error[] = [];
    await until('it is rebuilt', async () => {
      await store.ask('getRun', { runId: B }).catch((error: Error) => errors.push(error));
      await store.ask('series', { runIds: [B], keys: ['loss'], width: 10 }).catch((error: Error) => errors.push(error));
      return store.said('problem').some(({ code }) => code === 'database-damaged');
    });
    assert.match(errors[0]!.message, /is damaged. It is looked through now/);
    assert.doesNotMatch(store.said('problem')[0]!.message, /lost/);
    await store.refresh();
    assert.deepEqual([await names(store), (await valuesOf(store, B)).length], [['second', 'mine'], values.length]);
    await store.close();
    const aside = readdirSync(trialbookDir(workspace.dir)).filter((name) => name.includes('.damaged-'));
    assert.equal(aside.length, 1);
  });
});

/** Overwrites every fourth page in the middle of a file, but none of the first. */
function damage(file: string): void {
  const pages = statSync(file).size / 4096;
  const descriptor = openSync(file, 'r+');
  for (let page = Math.floor(pages / 4); page < pages * 0.9; page += 4) {
    writeSync(descriptor, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  }
  closeSync(descriptor);
}

describeOnly('native', 'a database that is migrated', function () {
  this.timeout(60_000);
  const next = MIGRATIONS.length + 1;
  const steps = [
    ...MIGRATIONS,
    { version: next, sql: 'ALTER TABLE runs ADD COLUMN one TEXT;' },
    { version: next + 1, sql: 'ALTER TABLE runs ADD COLUMN two TEXT;' },
  ];
  let workspace: TestWorkspace;
  let file: string;
  beforeEach(() => {
    workspace = new TestWorkspace();
    mkdirSync(trialbookDir(workspace.dir));
    file = databasePath(workspace.dir);
  });
  afterEach(() => workspace.dispose());

  it('goes on behind the last step that was done when a process died between two', () => {
    const first = openDatabase(file);
    migrate(first, steps.slice(0, -1));
    first.close();
    const second = openDatabase(file);
    assert.deepEqual(inspect(second, true, steps), { kind: 'ours', version: next });
    migrate(second, steps);
    second.prepare('SELECT one, two FROM runs').all();
    assert.deepEqual(inspect(second, true, steps), { kind: 'ours', version: next + 1 });
    second.close();
  });

  it('is made by the store when it was left before its first table', async () => {
    const first = openDatabase(file);
    first.exec('PRAGMA application_id=0x54424b31; PRAGMA journal_mode=WAL;');
    first.close();
    workspace.append(A, finishedRun(A, 'first'));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([await names(store), store.said('problem')], [['first'], []]);
  });

  it('is migrated once by two windows that do so at the same time', () => {
    const [one, two] = [openDatabase(file), openDatabase(file)];
    for (const db of [one, two]) db.exec('PRAGMA journal_mode=WAL');
    // The second window reads the version, the first one is faster, and then it is the second one's turn.
    let overtaken = false;
    const transaction = two.transaction.bind(two);
    two.transaction = (work) => {
      if (!overtaken) migrate(one, steps);
      overtaken = true;
      return transaction(work);
    };
    migrate(two, steps);
    assert.ok(overtaken);
    for (const db of [one, two]) {
      assert.deepEqual(inspect(db, true, steps), { kind: 'ours', version: next + 1 });
      db.close();
    }
  });
});

describe('another program with the database open', function () {
  this.timeout(60_000);
  let workspace: TestWorkspace;
  let file: string;
  let python: ChildProcess | undefined;
  beforeEach(() => {
    workspace = new TestWorkspace();
    file = databasePath(workspace.dir);
    workspace.append(A, startedRun(A, 'first'));
  });
  afterEach(async () => {
    python?.kill('SIGKILL');
    await workspace.dispose();
  });

  /** A Python that has begun a transaction and ends it when it is told to. */
  async function hold(begin: string): Promise<ChildProcess> {
    const script = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute(sys.argv[2]); db.execute('SELECT count(*) FROM runs').fetchall()
print('holds', flush=True); sys.stdin.readline(); db.execute('COMMIT'); print('ended', flush=True)`;
    python = spawn(process.platform === 'win32' ? 'python' : 'python3', ['-c', script, file, begin], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(python.stdout!, 'data');
    return python;
  }

  it('that reads all the time while a run trains keeps nothing back', async () => {
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'mine' });
    const program = await hold('BEGIN');
    for (let q = 0; q < 20; q += 1) {
      workspace.append(A, points('loss', [q]), { q: 10 + q });
      await store.refresh();
    }
    await store.ask('renameRun', { runId: A, name: 'renamed' });
    assert.deepEqual(
      [(await valuesOf(store, A)).length, await names(store), store.said('problem')],
      [20, ['renamed'], []],
    );
    program.stdin!.write('\n');
    await once(program.stdout!, 'data');
    await store.close();
    assert.deepEqual(await names(await (await workspace.open()).refresh()), ['renamed']);
  });

  it('that holds a write transaction is waited for a moment, named in a plain message, and nothing is lost', async () => {
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'mine' });
    const program = await hold('BEGIN IMMEDIATE');
    workspace.append(A, points('loss', [1, 2, 3]), { q: 10 });
    const start = performance.now();
    if (ENGINE === 'native') {
      await assert.rejects(store.ask('renameRun', { runId: A, name: 'x' }), {
        name: 'UserError',
        message: /Another program is writing/,
      });
      await store.refresh();
      await until('it is told', () => store.said('problem').some(({ message }) => /Another program/.test(message)));
    } else {
      // An image takes the place of the file that the other one has open.
      await store.ask('renameRun', { runId: A, name: 'x' });
    }
    assert.equal((await names(store)).length, 1);
    assert.ok(performance.now() - start < 20_000, 'it hung');
    program.stdin!.write('\n');
    await once(program.stdout!, 'data');
    await until('events are taken in', async () => (await store.refresh(), (await valuesOf(store, A)).length === 3));
    await store.ask('renameRun', { runId: A, name: 'after' });
    assert.ok(store.said('problem').at(-1)?.resolved ?? true, 'it says that it works again');
    await store.close();
    const again = await (await workspace.open()).refresh();
    assert.deepEqual([await names(again), await valuesOf(again, A), again.said('problem')], [['after'], [1, 2, 3], []]);
  });
});
