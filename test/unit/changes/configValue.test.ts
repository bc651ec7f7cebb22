import assert from 'node:assert/strict';
import type { ParamValue } from '../../../src/protocol/numbers';
import { jsonValueAt, tomlValueAt, yamlValueAt } from '../../../src/changes/configValue';

type Found = [path: string, value: ParamValue, literal: string] | undefined;

/** `|` marks the cursor. */
function inLines(find: typeof yamlValueAt, source: string): Found {
  const lines = source.split('\n');
  const line = lines.findIndex((one) => one.includes('|'));
  const column = lines[line]!.indexOf('|');
  lines[line] = lines[line]!.replace('|', '');
  const found = find((n) => lines[n] ?? '', line, column);
  return found && [found.path.join('.'), found.value, lines[line].slice(found.start, found.end)];
}

function inJson(source: string): Found {
  const text = source.replace('|', '');
  const found = jsonValueAt(text, source.indexOf('|'));
  return found && [found.path.join('.'), found.value, text.slice(found.start, found.end)];
}

describe('values in configuration', () => {
  it('of YAML have the keys above them that are indented less', () => {
    assert.deepEqual(inLines(yamlValueAt, 'lr: 0.|01 # rate'), ['lr', 0.01, '0.01']);
    const nested =
      'a:\n  b: 1\nmodel: &m\n  # note\n  width: 3\n\n  optimizer:\n    name: adam\n    lr: 1e|-3\nlast: 1';
    assert.deepEqual(inLines(yamlValueAt, nested), ['model.optimizer.lr', 0.001, '1e-3']);
    assert.deepEqual(inLines(yamlValueAt, 'runs:\n  - name: a\n    lr: |2'), ['runs.lr', 2, '2']);
    assert.deepEqual(inLines(yamlValueAt, 'opt: {lr: 0.1, "wd": 0.|2}'), ['opt.wd', 0.2, '0.2']);
    assert.deepEqual(inLines(yamlValueAt, 'name: "a|b"'), ['name', 'ab', '"ab"']);
    assert.deepEqual(inLines(yamlValueAt, 'flag: tr|ue'), ['flag', true, 'true']);
    for (const none of ['l|r: 0.1', '# lr: 0.|1', 'text: |', 'a: [1, 2|]', 'a: *|b', '']) {
      assert.equal(inLines(yamlValueAt, `${none}${none.includes('|') ? '' : '|'}`), undefined, none);
    }
  });

  it('of TOML have the table above them', () => {
    assert.deepEqual(inLines(tomlValueAt, 'lr = 0.|01'), ['lr', 0.01, '0.01']);
    assert.deepEqual(inLines(tomlValueAt, '[a]\nx = 1\n[model.opt]\nlr = 1_0|00 # x'), ['model.opt.lr', 1000, '1_000']);
    assert.deepEqual(inLines(tomlValueAt, '[a]\nopt.lr = "x|y"'), ['a.opt.lr', 'xy', '"xy"']);
    assert.equal(inLines(tomlValueAt, 'a = [1, |2]'), undefined);
    assert.equal(inLines(tomlValueAt, '[model|]'), undefined);
  });

  it('of JSON have the keys that they are inside of, whatever else is wrong with the file', () => {
    assert.deepEqual(inJson('{"lr": 0.|01}'), ['lr', 0.01, '0.01']);
    assert.deepEqual(inJson('{\n "model": { // note\n "name": "ad|am", "x": 1}}'), ['model.name', 'adam', '"adam"']);
    assert.deepEqual(inJson('{"a": {"lr": 0.|1'), ['a.lr', 0.1, '0.1']);
    for (const none of ['{"l|r": 1}', '{"a": [1, |2]}', '|', '{"a": |{}}', '{"a"|: 1}']) {
      assert.equal(inJson(none), undefined, none);
    }
  });
});
