import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { type ErrorSpan, noteErrors, splitErrors } from '../../../src/recorder/errorSpans';
import { cleanEnvironment, cliFile, removeTemporary, runWords, workspaceWith } from './support';

/** The output `0123456789…` from a place on, with what is an error in brackets. */
function marked(spans: ErrorSpan[], place: number, length: number): string {
  const digits = Array.from({ length }, (_, i) => (place + i) % 10).join('');
  const pieces = splitErrors(spans, Buffer.from(digits), place);
  return pieces.map(({ bytes, isError }) => (isError ? `[${bytes.toString()}]` : bytes.toString())).join('');
}

describe('the parts of the output that are errors', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('are cut out of pieces of any length', () => {
    const spans: ErrorSpan[] = [
      [2, 4],
      [6, 11],
      [14, 15],
    ];
    assert.equal(marked(structuredClone(spans), 0, 20), '01[23]45[67890]123[4]56789');
    const whole = structuredClone(spans);
    assert.deepEqual(
      [0, 3, 6, 9, 12].map((place) => marked(whole, place, 3)),
      ['01[2]', '[3]45', '[678]', '[90]1', '23[4]'],
    );
    assert.deepEqual(whole, [[14, 15]]);
    assert.equal(marked(whole, 15, 2), '56');
    assert.deepEqual(whole, []);
  });

  it('are one where they touch', () => {
    const spans: ErrorSpan[] = [];
    noteErrors(spans, 0, 2);
    noteErrors(spans, 2, 5);
    noteErrors(spans, 6, 7);
    assert.deepEqual(spans, [
      [0, 5],
      [6, 7],
    ]);
  });

  it('are printed as errors, all of them, and in their order', async () => {
    const workspace = workspaceWith({
      'train.py': 'import os\nfor i in range(20_000): os.write(1 + i % 2, b"%d\\n" % i)\n',
    });
    const { stdout, stderr } = spawnSync(process.execPath, [await cliFile(), ...runWords(['python3', 'train.py'])], {
      cwd: workspace,
      env: cleanEnvironment(),
      encoding: 'utf8',
    });
    const numbers = Array.from({ length: 20_000 }, (_, i) => i);
    const lines = (remainder: number): string => numbers.filter((i) => i % 2 === remainder).join('\n');
    assert.equal(stdout.trimEnd(), lines(0));
    assert.equal(stderr.replace(/^trialbook: .*\n/gm, '').trimEnd(), lines(1));
  });
});
