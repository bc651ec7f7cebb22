import assert from 'node:assert/strict';
import { ulid } from 'ulid';
import { runNameFor } from '../../../src/common/runNames';

describe('names of runs', () => {
  it('are an adjective and an animal, the same for the same id', () => {
    const id = '01J8ZQ4T9N3X7V5B2K6M8P0RWD';
    assert.match(runNameFor(id), /^[a-z]+-[a-z]+$/);
    assert.equal(runNameFor(id), runNameFor(id));
  });

  it('spread over all words, though ids of one moment differ in little', () => {
    const names = Array.from({ length: 4000 }, () => runNameFor(ulid(1_700_000_000_000)));
    const adjectives = new Set(names.map((name) => name.split('-')[0]));
    const animals = new Set(names.map((name) => name.split('-')[1]));
    assert.deepEqual([adjectives.size, animals.size], [64, 64]);
    // 4000 draws of 4096 names give about 2550 distinct ones by chance.
    assert.ok(new Set(names).size > 2300);
  });
});
