import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { ulid } from 'ulid';
import { runNameFor } from '../../../src/common/runNames';
import { queueDir, runDir } from '../../../src/common/workspaceFolder';
import { waitingFile } from '../../../src/common/queue/queueFiles';
import type { RunId } from '../../../src/protocol/entities';
import { NewRunNames } from '../../../src/recorder/newRunNames';
import { cli, removeTemporary, runWords, temporaryFolder } from './support';

/** Three ids whose names are the same. */
function idsOfOneName(): [RunId, RunId, RunId] {
  const byName = new Map<string, RunId[]>();
  for (;;) {
    const id = ulid(1_700_000_000_000);
    const ids = [...(byName.get(runNameFor(id)) ?? []), id];
    byName.set(runNameFor(id), ids);
    if (ids.length === 3) return ids as [RunId, RunId, RunId];
  }
}

describe('names of new runs', () => {
  after(removeTemporary);

  it('have a number where a run, or one that waits, has the name already', () => {
    const workspace = temporaryFolder();
    const [first, second, third] = idsOfOneName();
    const name = runNameFor(first);
    assert.equal(NewRunNames.of(workspace).nameFor(first), name);
    mkdirSync(runDir(workspace, first), { recursive: true });
    assert.equal(NewRunNames.of(workspace).nameFor(first), name, 'its own folder is claimed first');
    assert.equal(NewRunNames.of(workspace).nameFor(second), `${name}-2`);
    mkdirSync(queueDir(workspace), { recursive: true });
    writeFileSync(waitingFile(workspace, { id: second, order: 1 }), '');
    assert.equal(NewRunNames.of(workspace).nameFor(third), `${name}-3`);
  });

  it('are what the command line tells of a run and of one in the queue', async () => {
    const workspace = temporaryFolder();
    const [first, second, third] = idsOfOneName();
    mkdirSync(runDir(workspace, first), { recursive: true });
    const run = await cli(workspace, runWords(['node', '-e', ''], '--id', second));
    assert.match(run.stderr, new RegExp(`tracking ${runNameFor(first)}-2 `));
    await cli(workspace, ['queue', 'pause']);
    const words = ['queue', 'add', '--json', '--id', third, '--', 'node', '-e', ''];
    const [queued] = JSON.parse((await cli(workspace, words)).stdout) as [{ name: string }];
    assert.equal(queued.name, `${runNameFor(first)}-3`);
  });

  it('are told apart among runs that are added together', () => {
    const [first, second, third] = idsOfOneName();
    const names = NewRunNames.of(temporaryFolder());
    const name = runNameFor(first);
    assert.deepEqual(
      [first, second, third].map((id) => names.nameFor(id)),
      [name, `${name}-2`, `${name}-3`],
    );
  });
});
