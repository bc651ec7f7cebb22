import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runDir, runsDir, trialbookDir } from '../../../src/common/workspaceFolder';
import type { ListedRun } from '../../../src/protocol/commandLine';
import { manifest, runLines, zipOf } from '../common/bundle/support';
import { OpenStore, runIdOf, until } from '../store/helpers';
import { cli, removeTemporary, runFolders, startCli, temporaryFolder } from './support';

const [A, B] = [runIdOf(1), runIdOf(2)];
const EVENTS = 'events-1-1.jsonl';

function workspaceOf(...runs: [string, string][]): string {
  const workspace = temporaryFolder();
  for (const [runId, name] of runs) {
    mkdirSync(runDir(workspace, runId), { recursive: true });
    writeFileSync(path.join(runDir(workspace, runId), EVENTS), runLines(runId, name));
  }
  return workspace;
}

const namesOf = async (workspace: string): Promise<string[]> =>
  (JSON.parse((await cli(workspace, ['list', '--json'])).stdout) as ListedRun[]).map(({ name }) => name);

describe('trialbook export and import', function () {
  this.timeout(120_000);
  after(removeTemporary);

  it('carry runs from one workspace to another, all or those that are named', async () => {
    const from = workspaceOf([A, 'calm-owl'], [B, 'brisk-otter']);
    const [all, one] = ['all.trialbook.zip', 'one.trialbook.zip'].map((name) => path.join(from, name)) as [
      string,
      string,
    ];
    const written = await cli(from, ['export', '--to', 'all.trialbook.zip']);
    const { length } = readFileSync(all);
    assert.deepEqual([written.stderr, written.stdout], ['', `Exported runs: 2 (${length} bytes) to ${all}\n`]);
    assert.match((await cli(from, ['export', 'brisk-otter', B, '--to', one])).stdout, /^Exported runs: 1 /);
    const to = temporaryFolder();
    mkdirSync(path.join(to, '.trialbook'));
    assert.equal((await cli(to, ['import', one])).stdout, 'Imported runs: 1\n');
    assert.deepEqual(await namesOf(to), ['brisk-otter']);
    assert.equal((await cli(to, ['import', all])).stdout, 'Here already: 1.\nImported runs: 1\n');
    assert.deepEqual(await namesOf(to), ['brisk-otter', 'calm-owl']);
    writeFileSync(path.join(runDir(to, A), EVENTS), 'changed');
    const refused = 'Not imported: calm-owl: It is here already, with another content.';
    assert.equal((await cli(to, ['import', all])).stdout, `${refused}\nHere already: 1.\nImported runs: 0\n`);
    assert.equal(readFileSync(path.join(runDir(to, A), EVENTS), 'utf8'), 'changed');
  });

  it('take the runs inside a run along', async () => {
    const [study, trial, other] = [runIdOf(1), runIdOf(2), runIdOf(3)];
    const from = workspaceOf([study, 'study'], [other, 'other']);
    for (const [runId, parent] of [
      [trial, study],
      [runIdOf(4), trial],
    ] as const) {
      mkdirSync(runDir(from, runId));
      const lines = runLines(runId, runId).replace('"cwd":', `"parent":"${parent}","cwd":`);
      writeFileSync(path.join(runDir(from, runId), EVENTS), lines);
    }
    const written = await cli(from, ['export', 'study', '--to', 'study.zip']);
    assert.match(written.stdout, /^Exported runs: 3 /);
    const to = temporaryFolder();
    await cli(to, ['import', path.join(from, 'study.zip'), '--workspace', to]);
    assert.deepEqual(readdirSync(runsDir(to)).sort(), [study, trial, runIdOf(4)]);
  });

  it('carry all that a run folder holds, but nothing that is not whole yet', async () => {
    const from = workspaceOf([A, 'calm-owl']);
    const whole = ['output.log', 'packages.json', 'snapshot.json.gz'];
    const partial = ['packages.json.tmp-0b54', 'snapshot.json.gz.tmp', 'snapshot.json.gz.tmp-1f00'];
    for (const name of [...whole, ...partial]) writeFileSync(path.join(runDir(from, A), name), '{}');
    await cli(from, ['export', '--to', 'all.zip']);
    const to = temporaryFolder();
    await cli(to, ['import', path.join(from, 'all.zip'), '--workspace', to]);
    const names = readdirSync(runDir(to, A)).filter((name) => !name.endsWith('.jsonl'));
    assert.deepEqual(names.sort(), whole);
  });

  it('keep the edits that came with a run, for the next one and for the editor', async () => {
    const from = temporaryFolder();
    const edits = [{ field: 'name', value: 'given in the editor', editedAt: 5 }];
    const bundle = [
      manifest([{ id: A, name: 'x', edits }]),
      { name: `runs/${A}/${EVENTS}`, content: runLines(A, 'a') },
    ];
    writeFileSync(path.join(from, 'first.zip'), await zipOf(bundle));
    await cli(from, ['import', 'first.zip', '--workspace', from]);
    await cli(from, ['export', '--to', 'second.zip', '--workspace', from]);
    const to = temporaryFolder();
    await cli(to, ['import', path.join(from, 'second.zip'), '--workspace', to]);
    const store = await OpenStore.open(to, 'auto');
    try {
      await store.refresh();
      assert.equal((await store.ask('getRun', { runId: A }))?.name, 'given in the editor');
    } finally {
      await store.close();
    }
  });

  it('say what is wrong', async () => {
    const workspace = workspaceOf([A, 'calm-owl']);
    mkdirSync(path.join(workspace, 'empty', '.trialbook'), { recursive: true });
    writeFileSync(path.join(workspace, 'there.zip'), 'text');
    const cases: [string[], number, RegExp][] = [
      [['export'], 2, /^trialbook: Name the file to write: --to runs\.trialbook\.zip\n$/],
      [['export', '--to', 'there.zip'], 1, /there\.zip is there already\. Name another file\.\n$/],
      [['export', 'other', '--to', 'x.zip'], 1, /There is no run other in /],
      [['export', '--to', 'x.zip', '--workspace', 'empty'], 1, /There is no run to export\.\n$/],
      [['import'], 2, /^trialbook: This command takes a file\.\n$/],
      [['import', 'missing.zip'], 1, /Nothing was imported: .*missing\.zip does not exist\.\n$/],
      [['import', 'there.zip'], 1, /Nothing was imported: The file is damaged/],
    ];
    for (const [words, code, message] of cases) {
      const finished = await cli(workspace, words);
      assert.equal(finished.code, code, words.join(' '));
      assert.match(finished.stderr, message);
    }
    assert.equal(readFileSync(path.join(workspace, 'there.zip'), 'utf8'), 'text');
    assert.ok(!existsSync(path.join(workspace, 'x.zip')));
  });

  it('undo what they began when they are interrupted', async () => {
    const workspace = workspaceOf([A, 'calm-owl']);
    writeFileSync(path.join(runDir(workspace, A), 'large'), Buffer.alloc(256 * 1024 * 1024, 'some text '));
    const started = await startCli(workspace, ['export', '--to', 'x.zip']);
    await until('it writes', () => readdirSync(workspace).some((name) => name.startsWith('x.zip.partial-')));
    started.process.kill('SIGINT');
    const { code, stderr } = await started.finished;
    assert.deepEqual([code, stderr], [1, 'trialbook: It was cancelled.\n']);
    assert.deepEqual(readdirSync(workspace), ['.trialbook']);
  });

  it('leave no run in part when they are killed, at whatever moment', async () => {
    const files = Array.from({ length: 120 }, (_, i) => ({ name: `artifacts/${i}`, content: `${i}`.repeat(20_000) }));
    const runs = [A, B].map((id) => ({ id, name: id, edits: [{ field: 'name', value: 'mine', editedAt: 1 }] }));
    const entries = runs.flatMap(({ id }) => [
      { name: `runs/${id}/${EVENTS}`, content: runLines(id, id) },
      ...files.map(({ name, content }) => ({ name: `runs/${id}/${name}`, content })),
    ]);
    const source = temporaryFolder();
    const bundle = path.join(source, 'runs.zip');
    writeFileSync(bundle, await zipOf([manifest(runs), ...entries]));
    const seen = { nothing: 0, cut: 0, whole: 0 };
    for (let round = 0; round < 12; round += 1) {
      const workspace = workspaceOf();
      mkdirSync(runsDir(workspace), { recursive: true });
      const started = await startCli(workspace, ['import', bundle]);
      const leftOver = (): string[] =>
        readdirSync(trialbookDir(workspace)).filter((name) => name.startsWith('import-'));
      await until('it has begun', () => leftOver().length > 0 || started.process.exitCode !== null);
      await delay(round * 12);
      started.process.kill('SIGKILL');
      await started.finished;
      const placed = runFolders(workspace);
      for (const folder of placed) {
        assert.deepEqual(readdirSync(folder), ['artifacts', 'edits.json', EVENTS]);
        for (const { name, content } of files) assert.equal(readFileSync(path.join(folder, name), 'utf8'), content);
      }
      seen[leftOver().length > 0 ? 'cut' : placed.length > 0 ? 'whole' : 'nothing'] += 1;
      const store = await OpenStore.open(workspace, 'auto');
      try {
        await store.refresh();
        await until('what is left is swept', () => leftOver().length === 0);
        const listed = (await store.ask('listRuns', { offset: 0, limit: 9 })).runs;
        assert.deepEqual(
          listed.map(({ name }) => name),
          placed.map(() => 'mine'),
        );
      } finally {
        await store.close();
      }
    }
    assert.ok(seen.cut > 0, JSON.stringify(seen));
  });
});
