import { runIdOf } from '../../store/helpers';
import { assertRefused, manifest, Place, runLines, zipOf } from './support';

const A = runIdOf(1);
const RUN_A = { id: A, name: 'a', edits: [] };
const events = { name: `runs/${A}/events-1-1.jsonl`, content: runLines(A, 'a') };

describe('the list of runs in a bundle', () => {
  let place: Place;
  beforeEach(() => {
    place = new Place();
    place.writeRun(runIdOf(2), { 'events-1-1.jsonl': runLines(runIdOf(2), 'b') });
    place.write('workspace/.trialbook/.gitignore', '*\n');
  });
  afterEach(() => place.dispose());

  const refused = (zip: Buffer, why: RegExp): Promise<void> => assertRefused(place, zip, why);

  it('is refused in what is no bundle', async () => {
    await refused(Buffer.from('hello'), /damaged/);
    await refused(Buffer.alloc(0), /damaged/);
    await refused(await zipOf([]), /no bundle/);
    await refused(await zipOf([{ name: 'a.txt', content: 'x' }, manifest([])]), /no bundle/);
    await refused(await zipOf([{ name: 'bundle.json', content: '{' }, events]), /no bundle/);
    await refused(await zipOf([{ name: 'bundle.json', content: '[]' }, events]), /no bundle/);
    await refused(await zipOf([{ name: 'bundle.json', content: 'null' }, events]), /no bundle/);
  });

  it('is refused for fields of the wrong kind', async () => {
    const edit = { field: 'name', value: 'x', editedAt: 1 };
    const wrong: [object[], object?][] = [
      [[{ ...RUN_A, id: 'x' }]],
      [[{ ...RUN_A, id: `../${A}` }]],
      [[{ ...RUN_A, id: [A] }]],
      [[RUN_A, RUN_A]],
      [[{ ...RUN_A, name: 1 }]],
      [[{ ...RUN_A, name: 'x'.repeat(251) }]],
      [[{ id: A, name: 'a' }]],
      [[{ ...RUN_A, edits: {} }]],
      [[{ ...RUN_A, edits: [null] }]],
      [[{ ...RUN_A, edits: [{ ...edit, value: 1 }] }]],
      [[{ ...RUN_A, edits: [{ ...edit, value: ' ' }] }]],
      [[{ ...RUN_A, edits: [{ ...edit, value: 'x'.repeat(251) }] }]],
      [[{ ...RUN_A, edits: [{ ...edit, editedAt: 1.5 }] }]],
      [[{ ...RUN_A, edits: [{ ...edit, editedAt: -1 }] }]],
      [[{ ...RUN_A, edits: [{ ...edit, field: 'tag:stage', value: '' }] }]],
      [[{ ...RUN_A, edits: [{ ...edit, field: 'tag:stage', value: `=${'x'.repeat(1001)}` }] }]],
      [[{ ...RUN_A, edits: Array.from({ length: 1001 }, () => edit) }]],
      [[null as unknown as object]],
      [[], { runs: {} }],
      [[RUN_A], { format: 'other' }],
      [[RUN_A], { version: '1' }],
      [[RUN_A], { version: 0 }],
    ];
    for (const [runs, fields] of wrong) await refused(await zipOf([manifest(runs, fields), events]), /no bundle/);
  });

  it('is refused with a plain message when a newer version made it', async () => {
    await refused(await zipOf([manifest([RUN_A], { version: 2 }), events]), /newer version of Trialbook \(format 2\)/);
  });
});
