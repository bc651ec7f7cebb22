import assert from 'node:assert/strict';
import path from 'node:path';
import { LogDirectories, logDirectory } from '../../../../src/recorder/tensorboard/logDirectories';

const ROOT = path.resolve('/data/logs');

/** The prefixes of directories below `/data/logs` that are known when the first is asked for, and of `later` ones. */
function prefixes(known: string[], later: string[] = []): string[] {
  const directories = new LogDirectories();
  for (const name of known) directories.add(path.join(ROOT, name));
  return [...known, ...later].map((name) => {
    directories.add(path.join(ROOT, name));
    return directories.prefix(path.join(ROOT, name));
  });
}

describe('log directories of TensorBoard', () => {
  const cases: [string, string[], string[], string[]][] = [
    ['give no prefix where there is one', ['a/b'], [], ['']],
    ['are named by their place below the common folder', ['gen', 'disc/x'], [], ['gen/', 'disc/x/']],
    ['give no prefix to the folder that holds the others', ['.', 'loss_a'], [], ['', 'loss_a/']],
    [
      'are parts of a training by the names that Keras gives them',
      ['train'],
      ['validation'],
      ['train/', 'validation/'],
    ],
    ['keep the name that they had when another comes', ['a'], ['b'], ['', 'b/']],
    ['do not differ by a part of their name', ['run', 'run2'], [], ['run/', 'run2/']],
  ];
  for (const [title, known, later, expected] of cases) {
    it(title, () => assert.deepEqual(prefixes(known, later), expected));
  }

  it("are not those that PyTorch's add_hparams makes for itself", () => {
    const file = path.join(ROOT, 'a', '1767225600.123', 'events.out.tfevents.1');
    assert.equal(logDirectory(file), path.join(ROOT, 'a'));
    assert.equal(logDirectory(path.join(ROOT, '7', 'x')), path.join(ROOT, '7'));
  });
});
