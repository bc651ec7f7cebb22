import assert from 'node:assert/strict';
import { formatAge, formatAgo, formatDuration, type TimeWords } from '../../../src/protocol/units';
import { readRunPageStrings, readTableStrings } from '../webview/strings';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WORDS: TimeWords = readTableStrings().time;

describe('spans of time', () => {
  it('are durations in their largest two units', () => {
    const texts = [-5, 400, 14 * SECOND, 134 * SECOND, 3 * HOUR + 5 * MINUTE, 50 * HOUR].map((ms) =>
      formatDuration(ms, WORDS),
    );
    assert.deepEqual(texts, ['0 s', '0 s', '14 s', '2 m 14 s', '3 h 5 m', '2 d 2 h']);
  });

  it('are rounded before they are cut: no 60 s, and no 60 m', () => {
    assert.equal(formatDuration(MINUTE - 1, WORDS), '1 m 0 s');
    assert.equal(formatDuration(HOUR - 1, WORDS), '1 h 0 m');
    assert.equal(formatDuration(DAY - 1, WORDS), '1 d 0 h');
  });

  it('are ages in their largest unit, and the future is now', () => {
    const now = 400 * DAY;
    const ages = [-HOUR, 59 * SECOND, MINUTE, 23 * HOUR, 400 * DAY].map((age) => formatAge(now - age, now, WORDS));
    assert.deepEqual(ages, ['now', 'now', '1 m', '23 h', '400 d']);
    assert.deepEqual(
      [0, 3 * MINUTE].map((age) => formatAgo(now - age, now, WORDS)),
      ['now', '3 m ago'],
    );
  });

  it('have the same words on the page of a run and in the run table', () => {
    assert.deepEqual({ ...readRunPageStrings().time }, { ...WORDS });
  });
});
