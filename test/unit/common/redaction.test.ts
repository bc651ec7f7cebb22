import assert from 'node:assert/strict';
import { redactParam } from '../../../src/common/redaction';

describe('params that hold secrets', () => {
  for (const name of ['password', 'hf_token', 'apiKey', 'WANDB_API_KEY', 'db.secret', 'token']) {
    it(`are hidden by the name ${name}`, () => assert.equal(redactParam(name, 'x'), '***'));
  }
  for (const name of ['pad_token', 'max_tokens', 'tokenizer', 'key', 'new_class_token']) {
    it(`are not meant by the name ${name}`, () => assert.equal(redactParam(name, 'x'), 'x'));
  }
  it('are hidden by the shape of a value', () => {
    assert.equal(redactParam('model', 'hf_abcdefghijklmnopqrst'), '***');
    assert.equal(redactParam('store', 's3://me:word@host/a'), 's3://***@host/a');
    assert.equal(redactParam('lr', 0.1), 0.1);
  });
});
