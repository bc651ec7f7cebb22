import assert from 'node:assert/strict';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';
import { describeOnly, WASM } from './helpers';

describeOnly('sql.js', 'the engine of images', () => {
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
