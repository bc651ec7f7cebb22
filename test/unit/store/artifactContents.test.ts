import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashBytes } from '../../../src/common/hashing';
import { runDir } from '../../../src/common/workspaceFolder';
import { finishedRun, type OpenStore, runIdOf, TestWorkspace } from './helpers';

const RUN = runIdOf(1);
const WRITTEN = Buffer.from('what the run wrote');

describe('contents of files that runs wrote', () => {
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  const inRun = (name: string): string => path.join(runDir(workspace.dir, RUN), name);
  const inWorkspace = (name: string): string => path.join(workspace.dir, name);

  /** A store that knows a run with one artifact. */
  async function storeWith(artifact: { path: string; copy?: string }): Promise<OpenStore> {
    const event = {
      e: 'art' as const,
      kind: 'file' as const,
      size: WRITTEN.length,
      digest: hashBytes(WRITTEN),
      ...artifact,
    };
    workspace.append(RUN, finishedRun(RUN, 'brisk-otter', [event]));
    return (await workspace.open()).refresh();
  }

  async function read(artifact: { path: string; copy?: string }, limit = 1000): Promise<string | null> {
    const store = await storeWith(artifact);
    const found = await store.ask('readArtifact', { runId: RUN, path: artifact.path, limit });
    if (found !== null) assert.equal(found.size, WRITTEN.length);
    return found && Buffer.from(found.bytes).toString();
  }

  it('are those of the copy, and its beginning when it is long', async () => {
    mkdirSync(inRun('artifacts'), { recursive: true });
    writeFileSync(inRun('artifacts/a'), WRITTEN);
    writeFileSync(inWorkspace('a.txt'), 'another by now');
    assert.equal(await read({ path: 'a.txt', copy: 'artifacts/a' }, 8), 'what the');
  });

  it('are those of the workspace as long as that is unchanged', async () => {
    writeFileSync(inWorkspace('a.txt'), WRITTEN);
    assert.equal(await read({ path: 'a.txt' }), WRITTEN.toString());
    writeFileSync(inWorkspace('a.txt'), 'what the run wrot!');
    const store = await workspace.open();
    assert.equal(await store.ask('readArtifact', { runId: RUN, path: 'a.txt', limit: 9 }), null);
    assert.equal(await store.ask('readArtifact', { runId: RUN, path: 'other.txt', limit: 9 }), null);
    assert.equal(await store.ask('readArtifact', { runId: runIdOf(2), path: 'a.txt', limit: 9 }), null);
  });

  for (const copy of ['../../../secret', 'artifacts/link', '/etc/hostname']) {
    it(`are not read outside of the folders: ${copy}`, async () => {
      mkdirSync(inRun('artifacts'), { recursive: true });
      writeFileSync(inWorkspace('secret'), WRITTEN);
      symlinkSync(inWorkspace('secret'), inRun('artifacts/link'));
      assert.equal(await read({ path: 'gone.txt', copy }), null);
    });
  }

  it('are not read through a link that leads out of the workspace, nor from a folder', async () => {
    const outside = new TestWorkspace();
    try {
      writeFileSync(path.join(outside.dir, 'secret'), WRITTEN);
      symlinkSync(path.join(outside.dir, 'secret'), inWorkspace('a.txt'));
      mkdirSync(inWorkspace('folder'));
      assert.equal(await read({ path: 'a.txt' }), null);
      assert.equal(await read({ path: 'folder' }), null);
    } finally {
      await outside.dispose();
    }
  });
});
