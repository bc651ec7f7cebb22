import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson, type l10nJsonFormat } from '@vscode/l10n-dev';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ extension: '.ts', contents: readFileSync(path.join('src', name), 'utf8') }));

const bundle = (language: string): l10nJsonFormat =>
  JSON.parse(readFileSync(`l10n/bundle.l10n${language}.json`, 'utf8')) as l10nJsonFormat;

const textOf = (entry: l10nJsonFormat[string] | undefined): string =>
  typeof entry === 'string' ? entry : (entry?.message ?? '');

const placeholders = (text: string): string[] => (text.match(/\{\d+\}/g) ?? []).toSorted();

describe('texts of the code', function () {
  // Parsing every source takes seconds.
  this.timeout(60_000);

  it('are all in the English bundle, which has no other (npm run l10n)', async () => {
    const used = await getL10nJson(sources);
    assert.deepEqual(Object.keys(bundle('')).toSorted(), Object.keys(used).toSorted());
  });

  it('are all translated into Korean, with the same values in them', () => {
    const [english, korean] = [bundle(''), bundle('.ko')];
    assert.deepEqual(Object.keys(korean).toSorted(), Object.keys(english).toSorted());
    for (const [key, entry] of Object.entries(korean)) {
      const text = textOf(entry);
      assert.notEqual(text.trim(), '', key);
      assert.deepEqual(placeholders(text), placeholders(textOf(english[key])), key);
    }
  });
});
