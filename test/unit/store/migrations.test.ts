import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inspect, migrate, MIGRATIONS, type Migration } from '../../../src/store/database/migrations';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';
import { listRuns } from '../../../src/store/queries/runList';
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

  it('bring what a stored file of the first format says of parents into the list', () => {
    const db = engine.open(readFileSync('test/unit/store/fixtures/v1.db'));
    const [first] = db.prepare<{ uid: string }>('SELECT uid FROM runs').all();
    const insert = db.prepare(
      `INSERT INTO runs (uid, experiment, name, started_at, last_event_at, parent)
       VALUES (?, (SELECT id FROM experiments), 'x', 0, 0, ?)`,
    );
    insert.run('child', first!.uid);
    insert.run('orphan', 'gone');
    migrate(db);
    const page = listRuns(db, { offset: 0, limit: 10, parent: null });
    assert.deepEqual(
      [page.total, page.runs.map(({ id, childCount }) => [id, childCount])],
      [
        2,
        [
          ['orphan', 0],
          [first!.uid, 1],
        ],
      ],
    );
    assert.deepEqual(listRuns(db, { offset: 0, limit: 10, parent: first!.uid }).runs[0]?.parent, first!.uid);
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
