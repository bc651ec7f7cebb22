import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isSecretName, redactArguments, redactText, redactValue } from '../../../src/common/redaction';

interface Cases {
  secretNames: string[];
  otherNames: string[];
  texts: [string, string][];
  arguments: [string[], string[]][];
}

/** The Python tests read the same cases. */
const CASES = JSON.parse(readFileSync(new URL('../../fixtures/redaction.json', import.meta.url), 'utf8')) as Cases;

describe('redaction', () => {
  it('knows secrets by their names', () => {
    const { secretNames, otherNames } = CASES;
    assert.deepEqual([...secretNames, ...otherNames].filter(isSecretName), secretNames);
  });

  it('takes tokens and credentials out of texts', () => {
    for (const [text, expected] of CASES.texts) assert.equal(redactText(text), expected);
  });

  it('hides the values of secret arguments', () => {
    for (const [given, expected] of CASES.arguments) assert.deepEqual(redactArguments(given), expected);
  });

  it('hides a value by its name or by its shape', () => {
    assert.equal(redactValue('DB_PASSWORD', 'x'), '***');
    assert.equal(redactValue('HTTP_PROXY', 'http://me:pw@host'), 'http://***@host');
    assert.equal(redactValue('LANG', 'C.UTF-8'), 'C.UTF-8');
  });
});
