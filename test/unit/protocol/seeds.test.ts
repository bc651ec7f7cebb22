import assert from 'node:assert/strict';
import { isSeedKey } from '../../../src/protocol/seeds';

describe('seeds among params', () => {
  it('are known by the last part of their keys', () => {
    const seeds = ['seed', 'Seed', 'random_state', 'split_seed', 'data.seed', 'SVC.random_state', 'env/random_seed'];
    for (const key of [...seeds, 'seed.torch', 'seed.numpy']) assert.ok(isSeedKey(key), key);
  });

  it('are no params that only sound like them', () => {
    const others = [
      'seeds',
      'n_seeds',
      'seed_everything',
      'reseed',
      'linseed',
      'seed.',
      'lr',
      'random_state_dim',
      'states',
    ];
    assert.deepEqual(others.filter(isSeedKey), ['seed.']);
  });
});
