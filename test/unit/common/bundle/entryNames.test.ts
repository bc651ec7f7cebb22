import assert from 'node:assert/strict';
import { EntryNames } from '../../../../src/common/bundle/entryNames';
import { runIdOf } from '../../store/helpers';

const RUN = runIdOf(1);
const DIGEST = '0123456789abcdef'.repeat(4);

describe('names in a bundle', () => {
  it('lead to runs, objects and the manifest', () => {
    const names = new EntryNames('linux');
    assert.deepEqual(
      ['bundle.json', 'runs/', `runs/${RUN}/`, `runs/${RUN}/output.log`, `runs/${RUN}/artifacts/a:b.pt`].map((name) =>
        names.add(name),
      ),
      [
        { kind: 'manifest' },
        { kind: 'folder' },
        { kind: 'folder' },
        { kind: 'run', runId: RUN, path: 'output.log' },
        { kind: 'run', runId: RUN, path: 'artifacts/a:b.pt' },
      ],
    );
    assert.deepEqual(names.add(`objects/01/${DIGEST.slice(2)}`), { kind: 'object', digest: DIGEST });
    assert.deepEqual(names.add('objects/01/'), { kind: 'folder' });
  });

  const refused = [
    '',
    '/',
    'README.md',
    'trialbook.db',
    'bundle.json/x',
    `/runs/${RUN}/x`,
    `C:/runs/${RUN}/x`,
    `runs\\${RUN}\\x`,
    `runs/${RUN}/a\\b`,
    `runs/../${RUN}/x`,
    `runs/${RUN}/../x`,
    `runs/${RUN}/a/../../../x`,
    `runs/${RUN}/./x`,
    `runs/${RUN}//x`,
    `runs/${RUN}`,
    `runs/${RUN.toLowerCase()}/x`,
    'runs/.deleted-x/x',
    `runs/${RUN}/x\0y`,
    `runs/${RUN}/x\ny`,
    `runs/${RUN}/control.jsonl`,
    `runs/${RUN}/CONTROL.jsonl`,
    `runs/${RUN}/edits.json`,
    `runs/${RUN}/${'x'.repeat(256)}`,
    `runs/${RUN}/${'x/'.repeat(600)}y`,
    `objects/${DIGEST}`,
    `objects/01/${DIGEST}`,
    `objects/01/${DIGEST.slice(2).toUpperCase()}`,
    'objects/0x/',
    'objects/01/x/',
  ];
  for (const name of refused) {
    it(`do not lead to ${JSON.stringify(name.slice(0, 60))}`, () => {
      assert.equal(new EntryNames('linux').add(name), undefined);
    });
  }

  for (const name of ['a:b', 'aux', 'NUL.txt', 'com1.log', 'x.', 'x ', 'a?', 'con/x']) {
    it(`keep ${JSON.stringify(name)} away from Windows alone`, () => {
      assert.equal(new EntryNames('win32').add(`runs/${RUN}/${name}`), undefined);
      assert.equal(new EntryNames('linux').add(`runs/${RUN}/${name}`)?.kind, 'run');
    });
  }

  const pairs: [string, string][] = [
    ['a', 'a'],
    ['Model.pt', 'model.PT'],
    ['caf\u00e9', 'cafe\u0301'],
    ['a', 'a/b'],
    ['a/b', 'a'],
    ['A/b', 'a'],
    ['a', 'a/'],
  ];
  for (const [one, other] of pairs) {
    it(`are there once: ${one}, ${other}`, () => {
      const names = new EntryNames('linux');
      assert.equal(names.add(`runs/${RUN}/${one}`)?.kind, 'run');
      assert.equal(names.add(`runs/${RUN}/${other}`), undefined);
    });
  }
});
