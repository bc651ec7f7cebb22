import assert from 'node:assert/strict';
import { shownLabel, shownMarkdown, shownText } from '../../../src/common/shownText';

describe('names and values that others wrote', () => {
  it('are one line, however they are written', () => {
    assert.equal(shownText('a\nb\tc\u2028d\u0000e'), 'a b c d e');
    assert.equal(shownText('plain'), 'plain');
  });

  it('are cut between characters, not within one', () => {
    assert.equal(shownText('🐧'.repeat(10_000), 5), '🐧🐧🐧🐧…');
    assert.equal(shownText('x'.repeat(10_000)).length, 200);
    assert.equal(shownText('🐧'.repeat(5), 5), '🐧'.repeat(5));
  });

  it('do not turn what stands behind them', () => {
    assert.equal(shownText('a\u202Eb\u2066c\u200Fd'), 'abcd');
    assert.equal(shownText('a שלום'), '\u2068a שלום\u2069');
    assert.equal(shownMarkdown('שלום'), '\u2068שלום\u2069');
  });

  it('become no icon in the label of a quick pick', () => {
    assert.equal(shownLabel('a $(trash) $b'), 'a \\$(trash) $b');
  });

  it('hold no sign in Markdown that could become markup', () => {
    const hostile =
      '<img src=x onerror=alert(1)> [a](command:x) $(trash) **b** `c` | d\n# e https://f.g ![h](i) &lt; ~~j~~';
    assert.match(shownMarkdown(hostile), /^(?:[\p{L}\p{N} …]|&#\d+;)*$/u);
    const decoded = shownMarkdown(hostile).replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    assert.equal(decoded, hostile.replace('\n', ' '));
  });
});
