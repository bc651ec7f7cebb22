import assert from 'node:assert/strict';
import { mkdirSync, statSync, utimesSync } from 'node:fs';
import { runDir, runsDir } from '../../../src/common/workspaceFolder';
import { RunFolders } from '../../../src/store/ingest/runFolders';
import { runIdOf, TestWorkspace } from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];

describe('the list of run folders', () => {
  const now = Date.now;
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(async () => {
    Date.now = now;
    await workspace.dispose();
  });

  it('has a folder that was made in the same tick of the file system as the listing before', async () => {
    const folders = new RunFolders(workspace.dir);
    mkdirSync(runDir(workspace.dir, A), { recursive: true });
    const { mtime } = statSync(runsDir(workspace.dir));
    utimesSync(runsDir(workspace.dir), mtime, mtime);
    assert.deepEqual(await folders.list(), [A]);
    mkdirSync(runDir(workspace.dir, B));
    utimesSync(runsDir(workspace.dir), mtime, mtime);
    Date.now = () => now() + 60_000;
    assert.deepEqual(await folders.list(), [A, B]);
    // From now on the listing is trusted.
    assert.equal(await folders.list(), await folders.list());
  });
});
