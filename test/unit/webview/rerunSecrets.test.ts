import assert from 'node:assert/strict';
import type { RerunForm } from '../../../src/protocol/rerunApi';
import { FormModel } from '../../../webview/rerun/formModel';
import { maskAsRecorded } from '../../../webview/rerun/maskedWords';

/** The form of a script whose options nobody knows. */
function formOf(...words: string[]): RerunForm {
  return {
    runId: '01JXRERUN00000000000000001',
    name: 'calm-owl-1',
    script: 'plain.py',
    experiment: 'plain',
    cwd: '',
    command: ['python3', 'plain.py', ...words],
    argumentsAt: 2,
    options: [],
    params: [],
    seeds: [],
    hasSnapshot: false,
  };
}

describe('the line of a form that runs a run again', () => {
  it('is not kept as typed where it asks for a secret', () => {
    const model = new FormModel(formOf('0.5', '--api-key', '***'));
    model.line.value = '0.7 --api-key letmein';
    assert.deepEqual(model.runs.value, [['0.7', '--api-key', 'letmein']]);
    assert.equal(model.typed().line, '0.5 --api-key ***');
    assert.deepEqual(new FormModel(model.form, model.typed()).runs.value, [], 'starts with a mask');
  });

  it('is kept as typed where it asks for none', () => {
    const model = new FormModel(formOf('0.5'));
    model.line.value = '0.7';
    assert.equal(model.typed().line, '0.7');
  });

  it('is shown with the masks of the run', () => {
    const recorded = ['--lr', '0.5', '--api-key', '***', 'token=***', 'https://***@host/data'];
    const typed = ['new', '--api-key', 'letmein', 'token=abc', '--lr', '0.7', 'https://me:pw@host/data'];
    assert.deepEqual(maskAsRecorded(typed, recorded), [
      'new',
      '--api-key',
      '***',
      'token=***',
      '--lr',
      '0.7',
      'https://***@host/data',
    ]);
    assert.deepEqual(maskAsRecorded(['letmein', 'b'], ['***', 'b']), ['***', 'b']);
  });
});
