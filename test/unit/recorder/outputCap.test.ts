import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  cli,
  recorderEnded,
  recorderEvents,
  removeTemporary,
  runFolders,
  runWords,
  startCli,
  until,
  workspaceWith,
} from './support';

describe('a run that prints more than its log may hold', function () {
  this.timeout(60_000);
  after(removeTemporary);

  const script = (count: number, end = ''): string =>
    `import time\nfor i in range(${count}):\n  print(f'loss={i:06}', flush=i % 50 == 0)\n${end}`;

  it('ends with a log of that size, a warning, and all of it on the screen', async () => {
    const workspace = workspaceWith({ 'train.py': script(5000) });
    const words = runWords(['python3', 'train.py'], '--max-output', '8000');
    const { stdout } = await cli(workspace, words);
    const folder = runFolders(workspace)[0] ?? '';
    const events = await recorderEnded(folder);
    const printed = Array.from({ length: 5000 }, (_, i) => `loss=${String(i).padStart(6, '0')}\n`).join('');
    const log = readFileSync(path.join(folder, 'output.log'), 'utf8');
    const [, head, bytes, tail] = /^([^]{4000})\n\[trialbook: (\d+) bytes left out here\]\n([^]*)$/.exec(log) ?? [];
    assert.ok(head !== undefined && tail !== undefined && tail.length > 3000 && tail.length <= 4000);
    assert.ok(printed.startsWith(head) && printed.endsWith(tail));
    assert.equal(head.length + Number(bytes) + tail.length, printed.length);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('output.')),
      ['output.log'],
    );
    const warning = events.find((event) => event.e === 'warn' && event.code === 'output-left-out');
    assert.ok(warning?.e === 'warn' && warning.message.startsWith(`${bytes} bytes of output`));
    // A viewer that falls behind says what it left out.
    const shown = stdout.replaceAll(/\n\[trialbook: (\d+) bytes left out here\]\n/g, (_, missed) =>
      '\0'.repeat(Number(missed)),
    );
    assert.equal(shown.length, printed.length);
    assert.ok(Array.from(shown).every((char, at) => char === '\0' || char === printed[at]));
  });

  it('is read, searched for metrics and exported while it goes on, and when its recorder was killed', async () => {
    const workspace = workspaceWith({ 'train.py': script(1200, "print('', flush=True)\ntime.sleep(60)\n") });
    const viewer = await startCli(
      workspace,
      runWords(['python3', 'train.py'], '--max-output', '8000', '--name', 'calm-owl'),
    );
    await until('all output', () => viewer.stdout().includes('loss=001199'));
    const folder = runFolders(workspace)[0] ?? '';
    const segments = (): string[] => readdirSync(folder).filter((name) => /^output\.\d+\.log$/.test(name));
    assert.equal(segments().length, 4);
    const extract = ['metrics', 'calm-owl', '--pattern', 'loss=(?<loss>\\d+)', '--dry-run', '--json'];
    const found = async (): Promise<number> =>
      (JSON.parse((await cli(workspace, extract)).stdout) as { added: number }).added;
    // 333 whole lines of the head, and those of the tail.
    const live = await found();
    assert.ok(live > 333 + 250 && live < 333 + 335, String(live));
    assert.equal((await cli(workspace, ['export', '--to', 'runs.trialbook.zip'])).code, 0);
    const [hello] = recorderEvents(folder);
    assert.ok(hello?.e === 'hello');
    process.kill(hello.pid, 'SIGKILL');
    await viewer.finished;
    assert.equal(segments().length, 4);
    assert.equal(await found(), live);
    const { stdout } = await cli(workspace, runWords(['python3'], '--id', path.basename(folder)));
    assert.match(stdout, /\n\[trialbook: \d+ bytes left out here\]\n/);
    assert.ok(stdout.endsWith('loss=001199\n\n'));
    const other = workspaceWith();
    assert.equal((await cli(other, ['import', path.join(workspace, 'runs.trialbook.zip')])).code, 0);
    const imported = runFolders(other)[0] ?? '';
    assert.equal(readdirSync(imported).filter((name) => /^output\.\d+\.log$/.test(name)).length, 4);
  });

  it('refuses a limit that is none', async () => {
    for (const limit of ['0', '-1', '1e99', 'many', '']) {
      const { code, stderr } = await cli(workspaceWith(), runWords(['true'], `--max-output=${limit}`));
      assert.equal(code, 2);
      assert.match(stderr, /--max-output takes a number of bytes, 1024 or more/);
    }
  });
});
