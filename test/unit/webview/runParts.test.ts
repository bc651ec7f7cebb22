import assert from 'node:assert/strict';
import { readCells } from '../../../webview/run/data/previewKinds';
import { piecesOf } from '../../../webview/run/output/pieces';
import { placesIn } from '../../../webview/run/output/places';

const places = (text: string): string[] =>
  placesIn(text).map(({ file, line, start, end }) => {
    assert.ok(text.slice(start, end).includes(file));
    return `${file}:${line}`;
  });

describe('parts of the page of a run', () => {
  it('finds places in files as tracebacks, warnings and Windows name them', () => {
    assert.deepEqual(places('  File "/a b/train.py", line 12, in <module>'), ['/a b/train.py:12']);
    assert.deepEqual(places('pkg/util.py:7: UserWarning: see other.py:9'), ['pkg/util.py:7', 'other.py:9']);
    assert.deepEqual(places(String.raw`C:\work\train.py:3: error`), [String.raw`C:\work\train.py:3`]);
    assert.deepEqual(places('File "x.py", line'), []);
    assert.deepEqual(places('loss:12 http://host.example/a.py accuracy 0.5'), []);
  });

  it('looks through any row in no time', () => {
    for (const text of ['a/'.repeat(2048), 'File "'.repeat(680), '.py:'.repeat(1024), 'a.py'.repeat(1024)]) {
      const began = performance.now();
      placesIn(text);
      assert.ok(performance.now() - began < 200, text.slice(0, 10));
    }
  });

  it('cuts a row where its look changes, and loses no letter', () => {
    const row = { text: 'x train.py:3 bad', spans: [{ start: 0, end: 9, style: { color: 1 } }] };
    const pieces = piecesOf(row, 'PY:3 b', () => true);
    assert.equal(pieces.map(({ text }) => text).join(''), row.text);
    assert.deepEqual(
      pieces.map(({ text, style, place, found }) => [text, style?.color, place?.line, found]),
      [
        ['x ', 1, undefined, false],
        ['train.', 1, 3, false],
        ['p', 1, 3, true],
        ['y:3', undefined, 3, true],
        [' b', undefined, undefined, true],
        ['ad', undefined, undefined, false],
      ],
    );
  });

  it('reads cells with quotes, empty ones, and no more rows than asked for', () => {
    assert.deepEqual(readCells('a,"b, ""c""",\r\n"x\ny",2\n\nlast', ',', 10), [
      ['a', 'b, "c"', ''],
      ['x\ny', '2'],
      [''],
      ['last'],
    ]);
    assert.deepEqual(readCells('1\t2\n3\t4\n5\t6\n', '\t', 2), [
      ['1', '2'],
      ['3', '4'],
    ]);
    assert.deepEqual(readCells('', ',', 2), []);
  });
});
