import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashBytes } from '../../../src/common/hashing';
import { objectPath, PACKAGES_FILE, runDir } from '../../../src/common/workspaceFolder';
import type { RunChanges } from '../../../src/protocol/changesApi';
import { runIdOf, TestWorkspace } from './helpers';
import { makeRun, type MadeRun } from './madeRuns';
import { writeSnapshotText } from '../snapshotOnDisk';

const SCRIPT = Array.from({ length: 30 }, (_, n) => `line ${n}`);
const code = (...changes: [line: number, text: string][]): string => {
  const lines = [...SCRIPT];
  for (const [line, text] of changes) lines[line] = text;
  return `${lines.join('\n')}\n`;
};

describe('what changed between two runs', () => {
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  /** Makes runs from the first on, and tells what changed in one of them from another. */
  async function changes(runs: MadeRun[], base: number, run: number, allFiles?: true): Promise<RunChanges> {
    for (const [n, made] of runs.entries()) await makeRun(workspace, n, made);
    return ask(base, run, allFiles);
  }

  async function ask(base: number, run: number, allFiles?: true): Promise<RunChanges> {
    const store = await (await workspace.open()).refresh();
    const query = { runId: runIdOf(run), base: runIdOf(base), ...(allFiles && { allFiles }) };
    const found = await store.ask('whatChanged', query);
    await store.close();
    assert.ok(found);
    return found;
  }

  it('tells params, seeds apart, data, packages, machine and command', async () => {
    const found = await changes(
      [
        {
          params: { lr: 0.1, gone: 'x', same: true, seed: 1, 'seed.torch': 1 },
          data: { 'a.csv': 'a'.repeat(64), 'b.csv': 'b'.repeat(64) },
          code: {},
          packages: { numpy: '2.0.0', torch: '2.5.0', old: '1' },
          environment: { variables: { OMP_NUM_THREADS: '1', SAME: '1' } },
        },
        {
          params: { lr: 0.01, added: null, same: true, seed: 2, 'seed.torch': 1 },
          data: { 'a.csv': 'c'.repeat(64), 'b.csv': 'b'.repeat(64) },
          code: {},
          packages: { numpy: '2.1.0', torch: '2.5.0' },
          python: '3.13.0',
          environment: { host: 'alder', gpus: [{ name: 'H100', memory: 80 * 2 ** 30 }], variables: { SAME: '1' } },
          command: ['python', 'train.py', '--note', 'a b'],
        },
      ],
      0,
      1,
    );
    assert.deepEqual(found.params, [
      { key: 'added', after: null },
      { key: 'gone', before: 'x' },
      { key: 'lr', before: 0.1, after: 0.01 },
    ]);
    assert.deepEqual(found.seeds, [{ key: 'seed', before: 1, after: 2 }]);
    assert.deepEqual(found.data, [
      {
        key: 'a.csv',
        before: { version: 1, digest: 'a'.repeat(64), size: 10 },
        after: { version: 2, digest: 'c'.repeat(64), size: 10 },
      },
    ]);
    assert.deepEqual(found.packages, {
      python: { key: 'Python', before: '3.12.1', after: '3.13.0' },
      changed: [
        { key: 'numpy', before: '2.0.0', after: '2.1.0' },
        { key: 'old', before: '1' },
      ],
    });
    assert.deepEqual(found.machine, {
      parts: [
        { key: 'gpus', after: 'H100 80.0 GiB' },
        { key: 'host', before: 'birch', after: 'alder' },
      ],
      variables: [{ key: 'OMP_NUM_THREADS', before: '1' }],
    });
    assert.deepEqual(found.command, [
      { key: 'command', before: 'python train.py', after: 'python train.py --note "a b"' },
    ]);
    assert.deepEqual([found.base.name, found.run.name], ['run-0', 'run-1']);
  });

  it('tells the lines that changed in files that ran, and of others only how many', async () => {
    const git = { commit: 'c1', branch: 'main', dirty: false, remote: null };
    const runs: MadeRun[] = [
      {
        code: { 'train.py': code(), 'notes.md': 'a\n', 'old.py': 'x = 1\n', 'same.py': '' },
        used: ['train.py', 'old.py'],
        git,
      },
      {
        code: { 'train.py': code([3, 'new 3'], [25, 'new 25']), 'notes.md': 'b\n', 'same.py': '' },
        used: ['train.py'],
        git: { ...git, commit: 'c2', dirty: true },
      },
    ];
    const found = await changes(runs, 0, 1);
    assert.deepEqual([found.code.known, found.code.marked, found.code.total, found.code.notRun], [true, true, 3, 1]);
    assert.deepEqual(found.code.git, [
      { key: 'commit', before: 'c1', after: 'c2' },
      { key: 'dirty', before: 'false', after: 'true' },
    ]);
    const around = (from: number, to: number) => SCRIPT.slice(from, to).map((line) => ` ${line}`);
    assert.deepEqual(found.code.files, [
      { path: 'old.py', kind: 'removed', added: 0, removed: 1, hunks: [{ before: 1, after: 1, lines: ['-x = 1'] }] },
      {
        path: 'train.py',
        kind: 'changed',
        added: 2,
        removed: 2,
        hunks: [
          { before: 1, after: 1, lines: [...around(0, 3), '-line 3', '+new 3', ...around(4, 7)] },
          { before: 23, after: 23, lines: [...around(22, 25), '-line 25', '+new 25', ...around(26, 29)] },
        ],
      },
    ]);
    const all = await ask(0, 1, true);
    assert.deepEqual(
      all.code.files.map((file) => file.path),
      ['notes.md', 'old.py', 'train.py'],
    );
  });

  it('has no lines for what is no text, is not there any more, or differs in its line ends alone; few for what is long', async () => {
    const long = Array.from({ length: 3000 }, (_, n) => `${n}\n`).join('');
    const runs = [
      { code: { 'binary.py': 'a\0b', 'ends.py': 'a\nb\n', 'lost.py': 'lost', 'long.py': '' } },
      { code: { 'binary.py': 'a\0c', 'ends.py': 'a\r\nb\r\n', 'lost.py': 'found', 'long.py': long } },
    ];
    for (const [n, made] of runs.entries()) await makeRun(workspace, n, made);
    rmSync(objectPath(workspace.dir, hashBytes(Buffer.from('lost'))));
    const { files } = (await ask(0, 1)).code;
    assert.deepEqual(
      files.map((file) => [file.path, file.cut, file.added, file.hunks.flatMap(({ lines }) => lines).length]),
      [
        ['binary.py', 'binary', 0, 0],
        ['ends.py', 'line-ends', 0, 0],
        ['long.py', 'long', 3000, 400],
        ['lost.py', 'missing', 0, 0],
      ],
    );
  });

  it('takes what lies in the folder for hostile, and a run without snapshot or packages for one of which they are not known', async () => {
    await makeRun(workspace, 0, { code: { 'a.py': 'x' }, packages: {} });
    await makeRun(workspace, 1, {});
    const digest = '../../../../etc/passwd';
    const files = [{ path: 'a.py', mode: 0, size: 1, object: digest }];
    writeFileSync(path.join(runDir(workspace.dir, runIdOf(1)), PACKAGES_FILE), '{"version":2}');
    const unknown = await ask(0, 1);
    assert.deepEqual([unknown.code.known, unknown.packages, unknown.machine], [false, null, null]);
    const environment = { variables: {}, command: [] };
    const manifest = { version: 1, createdAt: 0, git: null, environment, files, leftOut: [] };
    writeSnapshotText(runDir(workspace.dir, runIdOf(1)), JSON.stringify(manifest));
    const { code } = await ask(0, 1);
    assert.deepEqual(
      code.files.map(({ kind, hunks }) => [kind, hunks[0]?.lines]),
      [['removed', ['-x']]],
    );
    for (const text of ['{', 'null', '{"version":1,"files":3}', '{"version":1,"files":[]}']) {
      writeSnapshotText(runDir(workspace.dir, runIdOf(1)), text);
      await ask(0, 1);
    }
  });

  it('is null where a run does not exist, and lets a run inside another have the snapshot of that one', async () => {
    await makeRun(workspace, 0, { code: { 'a.py': 'x\n' }, packages: { numpy: '1' } });
    await makeRun(workspace, 1, { parent: runIdOf(0), metrics: { loss: [1] } });
    await makeRun(workspace, 2, { code: { 'a.py': 'y\n' }, packages: { numpy: '2' }, metrics: { loss: [2] } });
    const found = await ask(1, 2);
    assert.deepEqual([found.code.files[0]?.path, found.packages?.changed[0]?.before], ['a.py', '1']);
    const store = await (await workspace.open()).refresh();
    assert.equal(await store.ask('whatChanged', { runId: runIdOf(9), base: runIdOf(1) }), null);
  });
});
