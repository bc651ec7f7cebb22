import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import type { LockHolder } from '../../../../src/common/locks/lockHolder';
import { WritersLock } from '../../../../src/common/locks/writersLock';

/** A process that ended: nobody has its pid for a while. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

function holder(n: number, pid: number): LockHolder {
  return {
    token: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    host: hostname(),
    pid,
    thread: 0,
    engine: 'sql.js',
  };
}

describe('the writers’ lock', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'trialbook-lock-'));
    file = path.join(dir, 'trialbook.lock');
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const acquire = (thread = 0) => {
    const attempt = WritersLock.acquire(file, 'sql.js', thread);
    return 'lock' in attempt ? attempt.lock : undefined;
  };

  it('has one holder, names it, and is free again afterwards', () => {
    const lock = acquire()!;
    const { host, pid, engine } = JSON.parse(readFileSync(file, 'utf8')) as LockHolder;
    assert.deepEqual([host, pid, engine], [hostname(), process.pid, 'sql.js']);
    assert.equal(acquire(), undefined);
    lock.release();
    assert.deepEqual(readdirSync(dir), []);
    assert.ok(acquire()!.isMine());
  });

  it('is taken over from a dead process, a crashed worker of this one, and one that died while taking over', () => {
    const [first, second] = [holder(1, deadPid()), holder(2, deadPid())];
    writeFileSync(file, JSON.stringify(first));
    writeFileSync(`${file}.after-${first.token}`, JSON.stringify(second));
    assert.ok(acquire(1)!.isMine());
    assert.deepEqual(readdirSync(dir), ['trialbook.lock']);
    assert.ok(acquire(2)!.isMine());
    assert.equal(acquire(2), undefined);
  });

  it('has one heir: while that one lives nobody else inherits', () => {
    const dead = holder(1, deadPid());
    writeFileSync(file, JSON.stringify(dead));
    writeFileSync(`${file}.after-${dead.token}`, JSON.stringify(holder(2, process.ppid)));
    assert.equal(acquire(), undefined);
    assert.ok(existsSync(`${file}.after-${dead.token}`));
  });

  it('is taken over when nobody can read it, and lost when people remove it', () => {
    writeFileSync(file, '{"pid":');
    const lock = acquire()!;
    assert.ok(lock.isMine());
    rmSync(file);
    assert.ok(!lock.isMine());
    lock.release();
  });
});
