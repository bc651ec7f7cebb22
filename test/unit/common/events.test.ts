import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseEvent } from '../../../src/common/eventParser';
import { EventWriter, formatEvent } from '../../../src/common/eventWriter';
import { readLines } from '../../../src/common/lineReader';
import { processStart } from '../../../src/common/processes';
import { MAX_LINE_BYTES, MAX_TEXT_LENGTH } from '../../../src/protocol/trainingEvents';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'trialbook-test-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an event file', () => {
  it('begins with hello and counts its lines', () => {
    const writer = new EventWriter(folder, 'recorder', (error) => assert.fail(String(error)));
    assert.ok(writer.write({ e: 'tag', k: 'note', v: 'über 😀' }, 5));
    writer.dispose();
    const [name = ''] = readdirSync(folder);
    const text = readFileSync(path.join(folder, name), 'latin1');
    const [hello, tag, end] = text.split('\n');
    assert.match(name, new RegExp(`^events-${process.pid}-\\d{19}\\.jsonl$`));
    assert.deepEqual([tag, end], ['{"q":1,"t":5,"e":"tag","k":"note","v":"\\u00fcber \\ud83d\\ude00"}', '']);
    const first = parseEvent(hello ?? '', 9, 9);
    assert.ok(first?.e === 'hello');
    assert.deepEqual(
      [first.q, first.v, first.role, first.pid, first.start],
      [0, 1, 'recorder', process.pid, processStart(process.pid)],
    );
  });

  it('never holds a character beyond ASCII, a lone surrogate neither', () => {
    const line = formatEvent({ e: 'tag', k: '\u007f\u2028', v: '\ud800' }, 0, 0);
    assert.match(line, /^[\x20-\x7e]+\n$/);
    assert.deepEqual(parseEvent(line, 0, 0), { q: 0, t: 0, e: 'tag', k: '\u007f\u2028', v: '\ud800' });
  });
});

describe('a line of an event file', () => {
  const good: [string, object][] = [
    ['{"e":"m","k":"loss","v":0.3,"s":5}', { q: 7, t: 9, e: 'm', k: 'loss', v: 0.3, s: 5 }],
    ['{"q":1,"t":2,"e":"m","k":"a","v":"NaN","s":null}', { q: 1, t: 2, e: 'm', k: 'a', v: 'NaN' }],
    ['{"e":"m","k":"a","v":"9007199254740993"}', { q: 7, t: 9, e: 'm', k: 'a', v: 9007199254740992 }],
    ['{"e":"p","k":"lr","v":null}', { q: 7, t: 9, e: 'p', k: 'lr', v: null }],
    ['{"e":"bye","extra":[]}', { q: 7, t: 9, e: 'bye' }],
    ['{"e":"st","status":"finished","code":0,"pid":-1}', { q: 7, t: 9, e: 'st', status: 'finished', code: 0 }],
  ];
  for (const [line, event] of good) it(`is read: ${line}`, () => assert.deepEqual(parseEvent(line, 7, 9), event));

  const bad = [
    '',
    'null',
    '[]',
    '3',
    '{',
    '{"e":"x"}',
    '{"e":"m","k":"a"}',
    '{"e":"m","k":"","v":1}',
    '{"e":"m","k":1,"v":1}',
    '{"e":"m","k":"a","v":"abc"}',
    '{"e":"m","k":"a","v":true}',
    '{"e":"st","status":"lost"}',
    '{"e":"tag","k":"a"}',
    '{"e":"open","path":"/a","mode":"x"}',
    '{"e":"hello","v":1,"pid":"1"}',
    '{"e":"run","id":"x"}',
    `{"e":"ds","path":"../a","size":1,"digest":"${'a'.repeat(64)}"}`,
    `{"e":"art","path":"a\\\\..\\\\b","size":1,"digest":"${'a'.repeat(64)}"}`,
    '{"e":"art","path":"a","size":1,"digest":"xyz"}',
  ];
  for (const line of bad) it(`is no event: ${line}`, () => assert.equal(parseEvent(line, 0, 0), undefined));

  it('is cut where its texts are too long', () => {
    const event = parseEvent(JSON.stringify({ e: 'tag', k: 'k'.repeat(300), v: 'v'.repeat(20_000) }), 0, 0);
    assert.ok(event?.e === 'tag');
    assert.deepEqual(
      [event.k.length, event.k.at(-1), event.v.length, event.v.at(-1)],
      [250, '…', MAX_TEXT_LENGTH, '…'],
    );
  });
});

describe('lines of a growing file', () => {
  it('are given once complete, from where reading stopped', async () => {
    const file = path.join(folder, 'a.jsonl');
    writeFileSync(file, 'één\n\ntw');
    const first = await readLines(file, 0);
    assert.deepEqual(first, { lines: ['één', ''], nextOffset: 7, more: false });
    appendFileSync(file, 'o\n');
    assert.deepEqual(await readLines(file, first.nextOffset), { lines: ['two'], nextOffset: 11, more: false });
  });

  it('are counted but not kept where they are too long, and read in portions', async () => {
    const file = path.join(folder, 'a.jsonl');
    writeFileSync(file, `${'x'.repeat(MAX_LINE_BYTES + 1)}\nnext\n${'y'.repeat(300_000)}\nlast\n`);
    const lines: (string | undefined)[] = [];
    let offset = 0;
    let portions = 0;
    for (let more = true; more; portions += 1) {
      const chunk = await readLines(file, offset, 100_000);
      lines.push(...chunk.lines);
      ({ more, nextOffset: offset } = chunk);
    }
    assert.deepEqual(
      lines.map((line) => line?.length),
      [undefined, 4, 300_000, 4],
    );
    assert.ok(portions > 1);
  });
});
