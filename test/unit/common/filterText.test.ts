import assert from 'node:assert/strict';
import { bothOf, fieldText, keyOfField, quotedText } from '../../../src/common/filterText';
import { parseField, parseFilter } from '../../../src/store/filter/parser';

const HOSTILE = [
  'loss',
  'val/loss',
  'a b',
  '`',
  'a`b',
  "it's",
  '"',
  '1',
  '.',
  'or',
  '🐧',
  'a)',
  "' or 1 = 1",
  '\\',
  'ä.ö:-_',
];

describe('filters that programs write', () => {
  it('name any key so that it is understood as that key', () => {
    for (const key of HOSTILE) {
      const [condition] = [parseFilter(`${fieldText('params', key)} IS NULL`)];
      assert.deepEqual(condition.kind === 'condition' && condition.field, { of: 'param', key });
      assert.deepEqual(parseField(fieldText('metrics', key)), { of: 'metric', key });
      assert.equal(keyOfField(fieldText('tags', key)), key);
    }
  });

  it('hold any text as a value', () => {
    for (const text of ['', ...HOSTILE]) {
      const condition = parseFilter(`tags.a = ${quotedText(text)}`);
      assert.deepEqual(condition.kind === 'condition' && condition.values, [text]);
    }
  });

  it('are both met where two are joined, whatever binds in them', () => {
    assert.equal(bothOf('', ' '), '');
    assert.equal(bothOf('a', ''), 'a');
    assert.equal(bothOf('', 'b'), 'b');
    assert.deepEqual(parseFilter(bothOf('tags.a = 1 or tags.b = 1'.replaceAll('1', "'x'"), 'tags.c IS NULL')), {
      kind: 'and',
      of: [parseFilter("tags.a = 'x' or tags.b = 'x'"), parseFilter('tags.c IS NULL')],
    });
  });
});
