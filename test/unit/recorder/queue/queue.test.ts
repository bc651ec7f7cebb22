import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bare, cli, recorderEvents, removeTemporary, runFolders, startCli, until, workspaceWith } from '../support';
import { add, endings, list, LOGGING_SCRIPT, queue, waitingFiles, workedOff } from './queueSupport';

const log = (workspace: string): string[] => readFileSync(path.join(workspace, 'log.txt'), 'utf8').trim().split('\n');

/** A workspace whose queue is paused, so that a test can arrange what waits. */
async function pausedWorkspace(): Promise<string> {
  const workspace = workspaceWith({ 'train.js': LOGGING_SCRIPT });
  await queue(workspace, 'pause');
  return workspace;
}

describe('the queue', () => {
  after(removeTemporary);

  it('runs one after the other, in their order, and its worker ends', async () => {
    const workspace = await pausedWorkspace();
    for (const name of ['a', 'b', 'c']) await add(workspace, [name, '150'], ['--name', name]);
    assert.deepEqual(
      (await list(workspace)).waiting.map(({ name, script, arguments: words }) => [name, script, words]),
      [
        ['a', 'train.js', ['a', '150']],
        ['b', 'train.js', ['b', '150']],
        ['c', 'train.js', ['c', '150']],
      ],
    );
    await queue(workspace, 'resume');
    await workedOff(workspace);
    assert.deepEqual(log(workspace), ['begin a', 'end a', 'begin b', 'end b', 'begin c', 'end c']);
    assert.deepEqual(endings(workspace), ['finished', 'finished', 'finished']);
    assert.deepEqual((await list(workspace)).running, []);
  });

  it('is started by whoever adds a run, and takes what is added while it works', async () => {
    const workspace = workspaceWith({ 'train.js': LOGGING_SCRIPT });
    await add(workspace, ['a', '600']);
    await until('a trains', () => log(workspace).includes('begin a'));
    await add(workspace, ['b']);
    assert.equal((await list(workspace)).working, true);
    await workedOff(workspace);
    assert.deepEqual(log(workspace), ['begin a', 'end a', 'begin b', 'end b']);
  });

  it('is put in another order', async () => {
    const workspace = await pausedWorkspace();
    const [a, b, c] = [await add(workspace, ['a']), await add(workspace, ['b']), await add(workspace, ['c'])];
    const order = async (): Promise<string[]> => (await list(workspace)).waiting.map(({ id }) => id);
    await queue(workspace, 'move', c, '--first');
    assert.deepEqual(await order(), [c, a, b]);
    await queue(workspace, 'move', c, '--before', b);
    assert.deepEqual(await order(), [a, c, b]);
    await queue(workspace, 'move', a, '--last');
    assert.deepEqual(await order(), [c, b, a]);
    // Over and over between the same two, until there is no room and all get new places.
    for (let turn = 0; turn < 24; turn += 1) {
      await queue(workspace, 'move', a, '--before', b);
      await queue(workspace, 'move', c, '--before', b);
    }
    assert.deepEqual(await order(), [a, c, b]);
  }).timeout(60_000);

  it('lets runs go, by the names of the queue and of runs', async () => {
    const workspace = await pausedWorkspace();
    const id = await add(workspace, ['a'], ['--name', 'first']);
    await add(workspace, ['b'], ['--name', 'second']);
    assert.equal(await queue(workspace, 'remove', id), 'first left the queue.');
    const stopped = await cli(workspace, ['stop', 'second']);
    assert.equal(stopped.stdout, 'second left the queue.\n');
    assert.deepEqual((await list(workspace)).waiting, []);
    const again = await cli(workspace, ['queue', 'remove', id]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /No run .* waits in .*See trialbook queue list\./);
  });

  it('keeps what was asked for, and the environment of who asked, which nobody else may read', async () => {
    const workspace = await pausedWorkspace();
    writeFileSync(
      path.join(workspace, 'train.js'),
      "require('node:fs').writeFileSync('seen.txt', [process.env.ASKED, process.cwd(), ...process.argv.slice(2)].join());",
    );
    const [parent, batch] = ['01JXSTRE000000000000000001', '01JXSTRE000000000000000002'];
    const options = ['--experiment', 'e', '--tag', 'stage=base', '--based-on', parent, '--purpose', 'rerun'];
    await add(workspace, ['--password', 'hush'], [...options, '--batch', batch], { ASKED: 'yes' });
    const [name] = waitingFiles(workspace);
    const file = path.join(workspace, '.trialbook', 'queue', name!);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual((await list(workspace)).waiting[0]?.arguments, ['--password', '***']);
    await queue(workspace, 'resume');
    await workedOff(workspace);
    assert.equal(
      readFileSync(path.join(workspace, 'seen.txt'), 'utf8'),
      ['yes', workspace, '--password', 'hush'].join(),
    );
    const [run] = recorderEvents(runFolders(workspace)[0]!).filter((event) => event.e === 'run');
    assert.deepEqual(
      { experiment: run?.experiment, basedOn: run?.basedOn, purpose: run?.purpose, batch: run?.batch },
      { experiment: 'e', basedOn: parent, purpose: 'rerun', batch },
    );
  });

  it('tells that the script was changed between', async () => {
    const workspace = await pausedWorkspace();
    await add(workspace, ['a']);
    writeFileSync(path.join(workspace, 'train.js'), `${LOGGING_SCRIPT}\n// another`);
    await add(workspace, ['b']);
    await queue(workspace, 'resume');
    await workedOff(workspace);
    const codes = runFolders(workspace).map((folder) =>
      recorderEvents(folder).flatMap((event) => (event.e === 'warn' ? [event.code] : [])),
    );
    assert.deepEqual(codes, [['code-changed'], []]);
  });

  it('trains several at once when it is told to', async () => {
    const workspace = await pausedWorkspace();
    await queue(workspace, 'set', '--parallel', '2');
    for (const name of ['a', 'b', 'c']) await add(workspace, [name, '700']);
    await queue(workspace, 'resume');
    await workedOff(workspace);
    const lines = log(workspace);
    assert.deepEqual(lines.slice(0, 2).sort(), ['begin a', 'begin b']);
    assert.match(lines[2] ?? '', /^end/);
    assert.equal(lines.length, 6);
  });

  it('takes many runs at once from the standard input, whose ids are in their order', async () => {
    const workspace = await pausedWorkspace();
    const given = Array.from('abcdefghijkl');
    const requests = given.map((word) => ({
      command: [process.execPath, 'train.js', word],
      cwd: workspace,
      name: `run ${word}`,
      env: { EXTRA: word },
    }));
    const words = ['queue', 'add', '--stdin', '--sample', '0'];
    const { finished } = await startCli(workspace, words, {}, false, JSON.stringify(requests));
    assert.equal((await finished).code, 0);
    const { waiting } = await list(workspace);
    assert.deepEqual(
      waiting.map(({ name, arguments: words }) => [name, words]),
      given.map((word) => [`run ${word}`, [word]]),
    );
    const ids = waiting.map(({ id }) => id);
    assert.deepEqual(ids, ids.toSorted());
  });

  it('takes none from the standard input that it could not start later', async () => {
    const workspace = await pausedWorkspace();
    const one = { command: [process.execPath, 'train.js'], cwd: workspace };
    const refused = async (requests: object[], ...options: string[]): Promise<string> => {
      const words = ['queue', 'add', '--stdin', ...options];
      const { finished } = await startCli(workspace, words, {}, false, JSON.stringify(requests));
      return (await finished).stderr;
    };
    for (const wrong of [{ env: { N: 1 } }, { env: null }, { tags: [{ key: 'a' }] }, { tags: 'a' }]) {
      assert.match(await refused([one, { ...one, ...wrong }]), /tags and variables have texts as values/);
    }
    const id = '01JXSTRE000000000000000001';
    assert.match(await refused([one, one], '--id', id), /get ids of their own: leave --id out/);
    assert.deepEqual((await list(workspace)).waiting, []);
  });

  it('gives each run a GPU of its own, when it is told to and there are some', async () => {
    if (process.platform === 'win32') return;
    const workspace = await pausedWorkspace();
    writeFileSync(
      path.join(workspace, 'train.js'),
      `require('node:fs').appendFileSync('log.txt', process.env.CUDA_VISIBLE_DEVICES + '\\n'); setTimeout(() => {}, 1500);`,
    );
    const bin = path.join(workspace, 'bin');
    mkdirSync(bin);
    writeFileSync(
      path.join(bin, 'nvidia-smi'),
      `#!/bin/sh\necho 'GPU A, 1000, 1'\necho 'GPU B, 1000, 1'\necho 'GPU C, 1000, 1'\n`,
      { mode: 0o755 },
    );
    const PATH = `${bin}${path.delimiter}${process.env['PATH']}`;
    await queue(workspace, 'set', '--per-gpu', '1');
    for (const name of ['a', 'b', 'c']) await add(workspace, [name], [], { PATH });
    await add(workspace, ['d'], [], { PATH, CUDA_VISIBLE_DEVICES: '2' });
    const { stderr } = await cli(workspace, ['queue', 'resume'], { PATH });
    assert.equal(stderr, '');
    await until('three train', () => log(workspace).length === 3);
    assert.equal((await list(workspace)).running.length, 3);
    await workedOff(workspace);
    assert.deepEqual(log(workspace).slice(0, 3).sort(), ['0', '1', '2']);
    assert.equal(log(workspace)[3], '2');
  }).timeout(60_000);

  it('says what is wrong with what was asked for', async () => {
    const workspace = workspaceWith();
    const wrong = async (...words: string[]): Promise<[number | null, string]> => {
      const { code, stderr } = await cli(workspace, ['queue', ...words]);
      return [code, stderr];
    };
    assert.match((await wrong('add', '--name', 'x'))[1], /Put the command to run behind two dashes/);
    assert.match((await wrong('move', 'x'))[1], /--first, --last, or --before/);
    assert.match((await wrong('set'))[1], /Say what to set/);
    assert.match((await wrong('set', '--parallel', '0'))[1], /whole numbers/);
    assert.match((await wrong('fly'))[1], /There is no command queue fly/);
    assert.deepEqual(await wrong('list'), [0, '']);
  });

  it('records a run that cannot be started as failed, and goes on', async () => {
    const workspace = await pausedWorkspace();
    const none = ['queue', 'add', '--sample', '0', '--', '/nonexistent/python', 'train.py'];
    assert.equal((await cli(workspace, none)).code, 0);
    await add(workspace, ['b']);
    await queue(workspace, 'resume');
    await workedOff(workspace);
    assert.deepEqual(endings(workspace), ['failed', 'finished']);
    const final = recorderEvents(runFolders(workspace)[0]!).find((event) => event.e === 'st');
    assert.match(JSON.stringify(bare([final!])), /not-started/);
  });
});
