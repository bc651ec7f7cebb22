import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inspect, migrate, MIGRATIONS, type Migration } from '../../../src/store/migrations';
import { SqljsEngine } from '../../../src/store/sqljsEngine';
import { WASM } from './helpers';

describe('migrations', () => {
  const next = MIGRATIONS.length + 1;
  const addNotes: Migration = {
    version: next,
    sql: 'ALTER TABLE runs ADD COLUMN note TEXT; CREATE INDEX later ON runs(note);',
  };
  let engine: SqljsEngine;
  before(async () => (engine = await SqljsEngine.load(WASM)));

  it('are numbered without gaps', () => {
    assert.deepEqual(
      MIGRATIONS.map(({ version }) => version),
      MIGRATIONS.map((_, index) => index + 1),
    );
  });

  it('bring a stored file of the first format to the newest one and keep its rows', () => {
    const db = engine.open(readFileSync('test/unit/store/fixtures/v1.db'));
    assert.deepEqual(inspect(db), { kind: 'ours', version: 1 });
    assert.equal(migrate(db, [...MIGRATIONS, addNotes]), true);
    assert.deepEqual(inspect(db, true, [...MIGRATIONS, addNotes]), { kind: 'ours', version: next });
    assert.deepEqual(db.prepare('SELECT name, note FROM runs').all(), [{ name: 'first', note: null }]);
    assert.equal(migrate(db, [...MIGRATIONS, addNotes]), false);
    assert.deepEqual(inspect(db), { kind: 'newer', version: next });
    db.close();
  });

  it('leave the format before a step that fails', () => {
    const db = engine.open();
    migrate(db);
    const broken: Migration = { version: next, sql: `${addNotes.sql} INSERT INTO nowhere VALUES (1);` };
    assert.throws(() => migrate(db, [...MIGRATIONS, broken]), /nowhere/);
    assert.deepEqual(inspect(db), { kind: 'ours', version: MIGRATIONS.length });
    assert.throws(() => db.prepare('SELECT note FROM runs').all(), /no such column/);
    db.close();
  });
});

describe('the sql.js engine', () => {
  it('keeps statements and rules of the connection across images', async () => {
    const db = (await SqljsEngine.load(WASM)).open();
    db.exec('CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a(id), data BLOB);');
    const insert = db.prepare('INSERT INTO b VALUES (?, ?)');
    db.exec('INSERT INTO a VALUES (1)');
    insert.run(1, Uint8Array.of(0, 255));
    assert.equal(Buffer.from(db.image().subarray(0, 15)).toString(), 'SQLite format 3');
    insert.run(1, null);
    assert.throws(() => insert.run(2, null), /FOREIGN KEY/);
    assert.deepEqual(db.prepare('SELECT * FROM b').all(), [
      { a: 1, data: Uint8Array.of(0, 255) },
      { a: 1, data: null },
    ]);
    assert.throws(() => insert.run(Number.NaN, null), /NaN/);
    db.close();
  });

  it('rolls back what throws, and no image is taken in between', async () => {
    const db = (await SqljsEngine.load(WASM)).open();
    db.exec('CREATE TABLE a (id INTEGER)');
    const insert = db.prepare('INSERT INTO a VALUES (?)');
    const fail = () =>
      db.transaction(() => {
        db.transaction(() => insert.run(1));
        db.image();
      });
    assert.throws(fail, /inside a transaction/);
    db.transaction(() => insert.run(2));
    assert.deepEqual(db.prepare('SELECT id FROM a').all(), [{ id: 2 }]);
    db.close();
  });
});
