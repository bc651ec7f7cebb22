import assert from 'node:assert/strict';
import { execFileSync, fork } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RecorderMessage } from '../../../src/protocol/recorderChannel';
import {
  cleanEnvironment,
  cli,
  cliFile,
  finalStatus,
  PLAIN_SPECIFICATION,
  recorderEnded,
  removeTemporary,
  runFolders,
  runWords,
  startCli,
  temporaryFolder,
  until,
  workspaceWith,
} from './support';
import { SNAPSHOT_FILE } from '../../../src/common/workspaceFolder';

const ID = '01J00000000000000000000000';

describe('a run that cannot be recorded', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('trains all the same with its exit code where no run folder can be made', async () => {
    const workspace = workspaceWith({ '.trialbook': 'a file in the way' });
    const { code, stdout, stderr } = await cli(
      workspace,
      runWords(['node', '-e', "console.log('hi'); process.exit(4)"]),
    );
    assert.deepEqual({ code, stdout }, { code: 4, stdout: 'hi\n' });
    assert.equal(
      stderr,
      `trialbook: No folder could be made for this run: ${workspace} holds a file named .trialbook.\n` +
        'trialbook: The training runs all the same, but it is not recorded.\n',
    );
  });

  it('gives the plain word and the exit code of a shell when that command is missing too', async () => {
    const workspace = workspaceWith({ '.trialbook': '' });
    const { code, stderr } = await cli(workspace, runWords(['no-such-program']));
    assert.equal(code, 127);
    assert.match(stderr, /The command no-such-program was not found\./);
  });

  it('goes on when its run folder is removed', async () => {
    const workspace = workspaceWith();
    const script = `const fs = require('fs'); console.log('first');
      const timer = setInterval(() => { if (!fs.existsSync('.trialbook')) { clearInterval(timer);
      setTimeout(() => { console.log('last'); process.exit(6); }, 1500); } }, 20)`;
    const viewer = await startCli(workspace, runWords(['node', '-e', script]));
    await until('output', () => viewer.stdout().includes('first'));
    rmSync(path.join(workspace, '.trialbook'), { recursive: true });
    const { code, stdout, stderr } = await viewer.finished;
    assert.deepEqual({ code, stdout }, { code: 6, stdout: 'first\nlast\n' });
    assert.match(stderr, /The folder of this run was removed: its output is shown here but not kept\./);
  });
});

describe('a log that cannot be written', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('sends the output to the viewer, with one problem, and the ending', async function () {
    if (process.platform !== 'linux') this.skip(); // Only Linux has a /dev/full.
    const workspace = workspaceWith();
    const runDir = path.join(workspace, '.trialbook', 'runs', ID);
    mkdirSync(runDir, { recursive: true });
    symlinkSync('/dev/full', path.join(runDir, 'output.log'));
    const messages: RecorderMessage[] = [];
    const recorder = fork(await cliFile(), ['record', runDir], {
      env: cleanEnvironment(),
      cwd: workspace,
      execArgv: [],
    });
    recorder.on('message', (message) => messages.push(message as RecorderMessage));
    const command = [
      'node',
      '-e',
      "console.log('één'); setTimeout(() => { console.log('twee'); process.exit(2) }, 200)",
    ];
    recorder.send({
      id: ID,
      name: 'calm-owl',
      experiment: 'x',
      command,
      cwd: workspace,
      workspace,
      root: workspace,
      ...PLAIN_SPECIFICATION,
    });
    const events = await recorderEnded(runDir);
    const message = 'The disk is full: the output is shown here but not kept. Free some space to keep the rest.';
    assert.deepEqual(messages, [
      { kind: 'started', terminal: false },
      { kind: 'problem', message },
      { kind: 'output', text: 'één\n' },
      { kind: 'output', text: 'twee\n' },
      { kind: 'ended', status: 'failed', code: 2, message: 'exit code 2' },
    ]);
    assert.deepEqual(finalStatus(events), {
      e: 'st',
      status: 'failed',
      code: 2,
      message: 'exit code 2',
      failure: 'exit-code',
    });
  });
});

describe('a full disk', function () {
  this.timeout(60_000);
  const mounted: string[] = [];
  after(() => {
    for (const folder of mounted) execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
    removeTemporary();
  });

  /** A workspace on a small disk of its own; `undefined` where this user may not mount one. */
  function smallDisk(): string | undefined {
    const folder = temporaryFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      return undefined;
    }
    mounted.push(folder);
    return folder;
  }

  function fill(folder: string): string {
    const { bavail, bsize } = statfsSync(folder);
    const file = path.join(folder, 'filler.bin');
    writeFileSync(file, Buffer.alloc(bavail * bsize));
    return file;
  }

  const LINES = 60_000;
  const PRINT = `for (let i = 0; i < ${LINES}; i++) console.log('line ' + i); process.exitCode = 5`;
  const PRINTED = Array.from({ length: LINES }, (_, i) => `line ${i}\n`).join('');

  it('from the start: the training runs, its output is shown, its exit code kept', async function () {
    const workspace = smallDisk();
    if (workspace === undefined) return this.skip(); // Mounting a small disk is not permitted here.
    fill(workspace);
    const { code, stdout, stderr } = await cli(workspace, runWords(['node', '-e', PRINT], '--name', 'calm-owl'));
    assert.equal(code, 5);
    assert.equal(stdout, PRINTED);
    assert.match(stderr, /The disk is full/);
  });

  it('half-way: nothing of the output is missing for the viewer', async function () {
    const workspace = smallDisk();
    if (workspace === undefined) return this.skip(); // Mounting a small disk is not permitted here.
    const { code, stdout, stderr } = await cli(workspace, runWords(['node', '-e', PRINT], '--name', 'calm-owl'));
    assert.equal(code, 5);
    assert.equal(stdout, PRINTED);
    assert.match(
      stderr,
      /The disk is full: the output is shown here but not kept\. Free some space to keep the rest\./,
    );
    assert.match(stderr, /calm-owl failed with exit code 5\n$/);
  });

  it('that is freed again: later output and the final status are kept, and the loss is marked', async function () {
    const workspace = smallDisk();
    if (workspace === undefined) return this.skip(); // Mounting a small disk is not permitted here.
    const script = `const fs = require('fs'); const wait = (file, then) => { const t = setInterval(() => {
      if (fs.existsSync(file)) { clearInterval(t); then(); } }, 20) };
      console.log('kept'); wait('full', () => { console.log('lost'.repeat(3000)); wait('free', () => console.log('kept again')) })`;
    const viewer = await startCli(workspace, runWords(['node', '-e', script]));
    await until('output', () => viewer.stdout().includes('kept'));
    const folder = runFolders(workspace)[0] ?? '';
    await until('the snapshot', () => readFileSync(path.join(folder, SNAPSHOT_FILE)));
    const filler = fill(workspace);
    writeFileSync(path.join(workspace, 'full'), '');
    await until('the rest of it', () => viewer.stdout().endsWith('lost\n'));
    rmSync(filler);
    writeFileSync(path.join(workspace, 'free'), '');
    const { code, stdout } = await viewer.finished;
    assert.equal(code, 0);
    const lost = 'lost'.repeat(3000);
    const events = await recorderEnded(folder);
    const warning = events.find((event) => event.e === 'warn');
    assert.ok(warning?.e === 'warn');
    const bytes = Number(/^(\d+) bytes of output could not be written to the log\.$/.exec(warning.message)?.[1]);
    const mark = `\n[trialbook: ${bytes} bytes of output could not be written here]\n`;
    const log = `kept\n${`${lost}\n`.slice(0, -bytes)}${mark}kept again\n`;
    assert.equal(warning.code, 'output-lost');
    assert.equal(readFileSync(path.join(folder, 'output.log'), 'utf8'), log);
    assert.equal(stdout, `kept\n${lost}\n${mark}kept again\n`);
    assert.deepEqual(finalStatus(events), { e: 'st', status: 'finished', code: 0 });
  });
});
