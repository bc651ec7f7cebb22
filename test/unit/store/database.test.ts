import assert from 'node:assert/strict';
import type { Database, SqlValue } from '../../../src/store/database/database';
import { openMemory } from './helpers';

describe('the database interface', () => {
  let db: Database;
  beforeEach(async () => {
    db = await openMemory();
    db.exec('CREATE TABLE a (id INTEGER PRIMARY KEY, value); CREATE TABLE b (a INTEGER REFERENCES a(id));');
  });
  afterEach(() => db.close());

  const count = () => db.prepare<{ n: number }>('SELECT count(*) AS n FROM a').get()?.n;
  const plain = (rows: object[]) => rows.map((row) => ({ ...row }));

  it('gives every value back as it was, and stores it as the same type in both engines', () => {
    const values: [SqlValue, string][] = [
      [0, 'integer'],
      [-(2 ** 31), 'integer'],
      [2 ** 31 - 1, 'integer'],
      [1.5, 'real'],
      [2 ** 40, 'real'],
      [2 ** 60, 'real'],
      [-1e300, 'real'],
      [Infinity, 'real'],
      ['', 'text'],
      ['한글 🎉', 'text'],
      [null, 'null'],
      [Uint8Array.of(), 'blob'],
      [Uint8Array.of(0, 255), 'blob'],
    ];
    for (const [value, type] of values) {
      const row = db.prepare('SELECT ? AS value').get(value);
      assert.deepEqual({ ...row }, { value });
      db.prepare('INSERT INTO a (value) VALUES (?)').run(value);
      const stored = db.prepare('SELECT typeof(value) AS type, value FROM a ORDER BY id DESC').get();
      assert.deepEqual({ ...stored }, { type, value });
    }
  });

  it('divides whole numbers as SQL does', () => {
    assert.equal(db.prepare('SELECT ? / 2 AS half').get(3)?.['half'], 1);
  });

  it('gives BLOBs as plain Uint8Arrays that stay as they are', () => {
    db.prepare('INSERT INTO a (value) VALUES (?)').run(Buffer.from([1, 2, 3]));
    const read = () => db.prepare<{ value: Uint8Array }>('SELECT value FROM a').get()!.value;
    const first = read();
    assert.equal(Object.getPrototypeOf(first), Uint8Array.prototype);
    db.prepare('UPDATE a SET value = ?').run(Uint8Array.of(4, 5, 6));
    assert.deepEqual([first, read()], [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)]);
  });

  it('rounds integers beyond 2^53, which other programs may have written', () => {
    db.exec(`INSERT INTO a VALUES (1, 9007199254740993), (2, 3)`);
    const select = db.prepare<{ value: number }>('SELECT value FROM a ORDER BY id');
    assert.deepEqual(plain(select.all()), [{ value: 2 ** 53 }, { value: 3 }]);
    assert.deepEqual({ ...select.get() }, { value: 2 ** 53 });
    db.exec('DELETE FROM a WHERE id = 1');
    assert.deepEqual(plain(select.all()), [{ value: 3 }]);
  });

  it('refuses NaN and too many parameters', () => {
    const insert = db.prepare('INSERT INTO a (value) VALUES (?)');
    assert.throws(() => insert.run(Number.NaN), /NaN/);
    assert.throws(() => db.prepare('SELECT ? AS v').get(Number.NaN), /NaN/);
    assert.throws(() => db.prepare('SELECT ? AS v').all(Number.NaN), /NaN/);
    assert.throws(() => insert.run(1, 2), /out of range/);
    assert.equal(count(), 0);
  });

  it('prepares each text once', () => {
    assert.equal(db.prepare('SELECT 1'), db.prepare('SELECT 1'));
  });

  it('uses a statement again after it failed, and after it was read only in part', () => {
    const insert = db.prepare('INSERT INTO a VALUES (?, ?)');
    insert.run(1, 'one');
    assert.throws(() => insert.run(1, 'again'), /UNIQUE/);
    insert.run(2, 'two');
    const select = db.prepare('SELECT id FROM a ORDER BY id');
    assert.deepEqual({ ...select.get() }, { id: 1 });
    // A statement that is still open would keep its table from being dropped.
    db.exec('DROP TABLE b');
    assert.deepEqual(plain(select.all()), [{ id: 1 }, { id: 2 }]);
  });

  it('gives nothing, or an empty list, where there is no row; a RETURNING row comes with the change', () => {
    assert.equal(db.prepare('SELECT * FROM a').get(), undefined);
    assert.deepEqual(db.prepare('SELECT * FROM a').all(), []);
    assert.equal(db.prepare<{ id: number }>('INSERT INTO a (value) VALUES (7) RETURNING id').get()?.id, 1);
    assert.equal(count(), 1);
  });

  it('keeps references whole', () => {
    assert.throws(() => db.prepare('INSERT INTO b VALUES (1)').run(), /FOREIGN KEY/);
  });

  it('commits what a transaction did and gives its result; an inner one joins', () => {
    const insert = db.prepare('INSERT INTO a (value) VALUES (?)');
    const result = db.transaction(() => {
      insert.run(1);
      return db.transaction(() => {
        insert.run(2);
        return count();
      });
    });
    assert.deepEqual([result, count()], [2, 2]);
  });

  it('rolls all of a transaction back when it throws, in an inner one too, and goes on afterwards', () => {
    const insert = db.prepare('INSERT INTO a (value) VALUES (?)');
    const fail = () =>
      db.transaction(() => {
        insert.run(1);
        db.transaction(() => {
          insert.run(2);
          throw new Error('boom');
        });
      });
    assert.throws(fail, /boom/);
    assert.equal(count(), 0);
    assert.throws(() => db.transaction(() => db.prepare('INSERT INTO a VALUES (?, 1), (?, 2)').run(5, 5)), /UNIQUE/);
    db.transaction(() => insert.run(3));
    assert.equal(count(), 1);
  });

  it('says what failed when SQLite ended the transaction by itself', () => {
    const fail = () =>
      db.transaction(() => {
        db.prepare('INSERT INTO a VALUES (1, 1)').run();
        db.prepare('INSERT OR ROLLBACK INTO a VALUES (1, 1)').run();
      });
    assert.throws(fail, /UNIQUE/);
    db.transaction(() => db.prepare('INSERT INTO a VALUES (1, 1)').run());
    assert.equal(count(), 1);
  });

  it('lets go of statements when there are many, and a held one works on', () => {
    const held = db.prepare('INSERT INTO a (value) VALUES (?)');
    held.run(1);
    for (let n = 0; n < 1000; n += 1) assert.deepEqual({ ...db.prepare(`SELECT ${n} AS n`).get() }, { n });
    held.run(2);
    assert.notEqual(db.prepare('INSERT INTO a (value) VALUES (?)'), held);
    assert.equal(count(), 2);
  });

  it('is closed once and for all', async () => {
    const other = await openMemory();
    other.prepare('SELECT 1').get();
    other.close();
    assert.throws(() => other.exec('SELECT 1'));
    assert.throws(() => other.prepare('SELECT 1').get());
  });
});
