import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mergedSegment, OUTPUT_LOG, outputSegment, runDir } from '../../../../src/common/workspaceFolder';
import type { OutputRow, OutputState } from '../../../../src/protocol/outputApi';
import { type OpenStore, runIdOf, TestWorkspace } from '../helpers';

const RUN = runIdOf(1);

describe('output of a run by rows', () => {
  let workspace: TestWorkspace;
  let store: OpenStore;
  beforeEach(async () => {
    workspace = new TestWorkspace();
    mkdirSync(runDir(workspace.dir, RUN), { recursive: true });
    store = await workspace.open();
  });
  afterEach(() => workspace.dispose());

  const file = (name = OUTPUT_LOG): string => path.join(runDir(workspace.dir, RUN), name);
  const write = (content: string | Buffer, name?: string): void => appendFileSync(file(name), content);

  /** Asks until all is counted. */
  async function state(): Promise<OutputState | null> {
    for (;;) {
      const found = await store.ask('outputState', { runId: RUN });
      if (found?.complete !== false) return found;
    }
  }

  async function rows(from = 0, to = from + 10): Promise<OutputRow[]> {
    await state();
    return (await store.ask('readOutput', { runId: RUN, from, to })).rows;
  }

  const texts = async (from?: number, to?: number): Promise<string[]> => (await rows(from, to)).map(({ text }) => text);

  async function search(text: string): Promise<number[]> {
    await state();
    const found: number[] = [];
    for (let from = 0, complete = false; !complete;) {
      const step = await store.ask('searchOutput', { runId: RUN, text, from });
      found.push(...step.rows);
      ({ next: from, complete } = step);
    }
    return found;
  }

  it('is nothing where there is no file, an empty one, or a link', async () => {
    assert.equal(await state(), null);
    write('');
    assert.equal(await state(), null);
    rmSync(file());
    writeFileSync(path.join(workspace.dir, 'secret'), 'password\n');
    symlinkSync(path.join(workspace.dir, 'secret'), file());
    assert.equal(await state(), null);
    assert.deepEqual(await texts(), []);
    assert.equal(await store.ask('outputState', { runId: '../../x' }), null);
  });

  it('grows as it is written, the last line before its end too', async () => {
    write('one\ntw');
    assert.deepEqual(await texts(), ['one', 'tw']);
    assert.equal((await state())?.settled, 1);
    write('o\n\nfour');
    assert.deepEqual(await texts(), ['one', 'two', '', 'four']);
    assert.deepEqual(await texts(1, 3), ['two', '']);
    const { rows: count, settled, bytes } = (await state())!;
    assert.deepEqual({ count, settled, bytes }, { count: 4, settled: 3, bytes: 13 });
  });

  it('shows of a line that writes itself over what is in sight in the end', async () => {
    write(' 10%|█\r 50%|███\r100%|██████\r\nWindows\r\nlast \r  7%');
    assert.deepEqual(await texts(), ['100%|██████', 'Windows', '  7%']);
    write('\r');
    assert.deepEqual(await texts(2), ['  7%']);
    write('  8%\n');
    assert.deepEqual(await texts(2), ['  8%']);
  });

  it('counts a line that writes itself over as what is in sight, also when it comes in parts', async () => {
    write(`${'x'.repeat(10_000)}\r`);
    assert.equal((await state())?.rows, 3);
    write('short');
    assert.equal((await state())?.rows, 1);
    write('\nnext\n');
    assert.deepEqual(await texts(), ['short', 'next']);
  });

  it('keeps colours over lines, and takes everything else out that is meant for a terminal', async () => {
    write(
      '\u001b[1;31mbad\u001b[0m plain\n\u001b[32mgreen\nstill\u001b[39m \u001b[48;5;208mo\u001b[38;2;1;2;3mx\u001b[m\n',
    );
    write(
      '\u001b]0;title\u0007a\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\\u001b[2J\u001b[5;5Hb\u001bP1q\u001b\\c\u0000\u0007\b\n',
    );
    write('\u001b[999999999999m\u001b[;;;;mfine\u001b[38;5m\u001b[38;9;9m\u001b\n');
    const green = { color: 2 };
    assert.deepEqual(await rows(), [
      { text: 'bad plain', spans: [{ start: 0, end: 3, style: { bold: true, color: 1 } }] },
      { text: 'green', spans: [{ start: 0, end: 5, style: green }] },
      {
        text: 'still ox',
        spans: [
          { start: 0, end: 5, style: green },
          { start: 6, end: 7, style: { background: '#ff8700' } },
          { start: 7, end: 8, style: { background: '#ff8700', color: '#010203' } },
        ],
      },
      { text: 'alinkbc' },
      { text: 'fine' },
    ]);
    assert.deepEqual(await search('bad plain'), [0], 'across escape sequences');
  });

  it('shows broken UTF-8 as such, and characters that come in parts whole', async () => {
    write(Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a, 0xe2, 0x82]));
    assert.deepEqual(await texts(0, 1), ['a\ufffd\ufffdb']);
    write(Buffer.from([0xac, 0x0a]));
    assert.deepEqual(await texts(1), ['€']);
    write(Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256)));
    assert.ok((await rows(2, 2000)).length > 10, 'any bytes');
  });

  it('cuts a line of 10 MB into rows, none of which is lost, and reads on behind it', async () => {
    const long = 'ö'.repeat(5 * 1024 * 1024);
    write(`before\n${long}\nbehind\n`);
    const { rows: count } = (await state())!;
    assert.equal(count, 2 + Math.ceil(long.length / 2048));
    assert.deepEqual(await texts(count - 1), ['behind']);
    const pieces: OutputRow[] = [];
    for (let at = 1; at < count - 1; at += 2000) pieces.push(...(await rows(at, Math.min(count - 1, at + 2000))));
    assert.equal(pieces.map(({ text }) => text).join('') === long, true);
    assert.deepEqual(
      pieces.slice(0, 2).map(({ continues }) => continues),
      [undefined, true],
    );
    assert.deepEqual(await search('behind'), [count - 1]);
    assert.equal((await search('ÖÖ')).length, count - 2);
  });

  it('cuts no escape sequence and no character between two rows', async () => {
    write(`${'x'.repeat(4094)}\u001b[31mred\u001b[0m ${'€'.repeat(3000)}\n`);
    const all = (await rows()).map(({ text }) => text).join('');
    assert.equal(all, `${'x'.repeat(4094)}red ${'€'.repeat(3000)}`);
  });

  it('finds any of a million lines, and its text', async () => {
    const lines = Array.from(
      { length: 1_000_000 },
      (_, index) => `epoch ${index} loss ${(1 / (index + 1)).toFixed(6)}\n`,
    );
    write(lines.join(''));
    assert.equal((await state())?.rows, 1_000_000);
    assert.deepEqual(await texts(999_999), [lines.at(-1)!.trimEnd()]);
    assert.deepEqual(await texts(512_345, 512_347), [lines[512_345]!.trimEnd(), lines[512_346]!.trimEnd()]);
    assert.deepEqual(await search('EPOCH 777777 '), [777_777]);
    write('one more\n');
    assert.deepEqual(await texts(1_000_000), ['one more']);
  });

  it('says what was left out of a long output while it runs and when it is put together, and counts anew', async () => {
    write('head\n');
    write('tail 1\n', outputSegment(105));
    write('tail 2\n', outputSegment(112));
    const { generation } = (await state())!;
    const shown = ['head', '', '[trialbook: 100 bytes left out here]', 'tail 1', 'tail 2'];
    assert.deepEqual(await texts(), shown);
    rmSync(file(outputSegment(105)));
    assert.deepEqual(await texts(), ['head', '', '[trialbook: 107 bytes left out here]', 'tail 2']);
    assert.notEqual((await state())?.generation, generation);
    renameSync(file(outputSegment(112)), file(mergedSegment(112)));
    write('\n[trialbook: 107 bytes left out here]\ntail 2\n');
    rmSync(file(mergedSegment(112)));
    assert.deepEqual(await texts(), ['head', '', '[trialbook: 107 bytes left out here]', 'tail 2']);
  });

  it('reads again what was cut off or replaced', async () => {
    write('one\ntwo\nthree\n');
    assert.deepEqual(await texts(), ['one', 'two', 'three']);
    truncateSync(file(), 4);
    assert.deepEqual(await texts(), ['one']);
    rmSync(file());
    assert.equal(await state(), null);
    write('new\n');
    assert.deepEqual(await texts(), ['new']);
  });

  it('is known to a store that begins anew without being asked how much there is', async () => {
    write('one\ntwo\n');
    await state();
    await store.close();
    store = await workspace.open();
    assert.deepEqual(
      (await store.ask('readOutput', { runId: RUN, from: 0, to: 9 })).rows.map(({ text }) => text),
      ['one', 'two'],
    );
  });

  it('finds nothing for an empty text, and goes on where it stopped', async () => {
    write('a\nB\na\n');
    assert.deepEqual(await search(''), []);
    assert.deepEqual(await search('b'), [1]);
    assert.deepEqual((await store.ask('searchOutput', { runId: RUN, text: 'a', from: 1 })).rows, [2]);
  });
});
