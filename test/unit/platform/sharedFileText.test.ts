import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import { withEntry, withoutEntry, withSection } from '../../../src/platform/sharedFileText';

const TYPED = `{
  // Agreed on in March.
  "tableViews": {
    "by loss": {
      "sort": [{ "column": "metrics.loss" }], // the usual
      "filter": "params.lr < 1",
      "later": { "some": "thing" }
    },
    "other": { "heat": true }
  },
  "future": [1]
}
`;

describe('text of the shared file', () => {
  it('gets an entry without anything else being touched', async () => {
    const text = await withEntry(TYPED, 'tableViews', 'new', { heat: true, filter: undefined });
    assert.ok(text.includes('// Agreed on in March.') && text.includes('// the usual'));
    const before = parse(TYPED) as { tableViews: object };
    assert.deepEqual(parse(text), { ...before, tableViews: { ...before.tableViews, new: { heat: true } } });
  });

  it('keeps fields of an entry that are unknown here, and comments on what is as it was', async () => {
    const sort = [{ column: 'metrics.loss' }];
    const text = await withEntry(TYPED, 'tableViews', 'by loss', { sort, filter: 'params.lr < 2', heat: true });
    assert.ok(text.includes('// the usual'));
    const { tableViews } = parse(text) as { tableViews: Record<string, unknown> };
    assert.deepEqual(tableViews['by loss'], { sort, filter: 'params.lr < 2', later: { some: 'thing' }, heat: true });
    assert.deepEqual(tableViews['other'], { heat: true });
    const { tableViews: left } = parse(await withEntry(text, 'tableViews', 'by loss', { filter: undefined })) as {
      tableViews: Record<string, unknown>;
    };
    assert.deepEqual(left['by loss'], { sort, later: { some: 'thing' }, heat: true });
  });

  it('begins a section, and replaces what is none', async () => {
    for (const text of ['{}\n', '{ "tableViews": [1, 2] }', '{ "tableViews": { "a": "typed by hand" } }']) {
      const written = await withEntry(text, 'tableViews', 'a', { heat: true, filter: undefined });
      assert.deepEqual(parse(written), { tableViews: { a: { heat: true } } });
    }
  });

  it('loses an entry, and its section with the last one', async () => {
    const one = await withoutEntry(TYPED, 'tableViews', 'by loss');
    assert.deepEqual(parse(one), { tableViews: { other: { heat: true } }, future: [1] });
    assert.equal(await withoutEntry(one, 'tableViews', 'by loss'), one);
    assert.deepEqual(parse(await withoutEntry(one, 'tableViews', 'other')), { future: [1] });
    assert.equal(await withoutEntry(one, 'tableViews', 'constructor'), one);
  });

  it('gets a section or loses it', async () => {
    const text = await withSection(TYPED, 'compareLayout', { order: [] });
    assert.deepEqual(parse(text), { ...parse(TYPED), compareLayout: { order: [] } });
    assert.equal(
      await withSection(text, 'compareLayout', undefined).then((left) => parse(left).compareLayout),
      undefined,
    );
  });
});
