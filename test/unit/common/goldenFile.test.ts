import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEvent } from '../../../src/common/eventParser';
import { readLines } from '../../../src/common/lineReader';

const GOLDEN_FILE = new URL('../../fixtures/events.jsonl', import.meta.url);
const EXPECTED_FILE = new URL('../../fixtures/events.expected.json', import.meta.url);
/** Stands in for the time of ingestion. */
const NOW = 1_800_000_000_000_000;

describe('the golden event file', () => {
  it('is read into the expected events, bad lines and the unfinished tail left out', async () => {
    const { lines } = await readLines(fileURLToPath(GOLDEN_FILE), 0);
    const events = lines.flatMap((line, index) => parseEvent(line ?? '', index, NOW) ?? []);
    assert.deepEqual(events, JSON.parse(readFileSync(EXPECTED_FILE, 'utf8')));
  });
});
