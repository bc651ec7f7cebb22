import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { FolderRuns } from '../../../../src/runs/view/folderRuns';
import type { GroupNode } from '../../../../src/runs/view/groupNode';
import { RunChoices } from '../../../../src/runs/view/runChoices';
import { RunNode } from '../../../../src/runs/view/runNodes';
import { RunDrag } from '../../../../src/runs/choices/runDrag';
import type { Grouping } from '../../../../src/runs/view/grouping';
import type { TreeNode } from '../../../../src/platform/tree';
import { StoreClient } from '../../../../src/store/client';
import { FINISHED, idOf, writeRun } from '../../../ui/writtenRun';
import { installedExtension } from '../../extension';

/** The store of a folder of its own, as the extension opens it. */
function openStore(folder: string): StoreClient {
  const dist = path.join(installedExtension().extensionPath, 'dist');
  return new StoreClient({
    workspaceDir: folder,
    engine: 'auto',
    wasmPath: path.join(dist, 'sql-wasm.wasm'),
    workerPath: path.join(dist, 'worker.js'),
    onError: (error) => assert.fail(error),
  });
}

describe('the rows of the Runs view', () => {
  let folder: string;
  let store: StoreClient;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'trialbook-rows-'));
    store = openStore(folder);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const write = async (n: number, experiment: string): Promise<void> => {
    await writeRun(folder, idOf(n), { name: `run ${n}`, experiment }, FINISHED);
    await store.request('refresh', {});
  };

  /** What the view shows of the folder; `before` is done before each question of the list of runs. */
  const rowsOf = (grouping: Grouping, before: () => Promise<void> = async () => undefined): FolderRuns => {
    const choices = new RunChoices(() => store);
    const asked: Pick<StoreClient, 'request'> = {
      request: async (method, args) => {
        if (method === 'listRuns') await before();
        return store.request(method, args);
      },
    };
    return new FolderRuns(folder, undefined, {
      store: () => asked as StoreClient,
      options: { grouping, sort: null, filter: '' },
      run: {
        detail: (runId) => store.request('getRun', { runId }),
        codeRows: () => Promise.resolve([]),
        innerRuns: () => Promise.resolve([]),
        isChecked: () => false,
        choices,
        hoverCard: () => Promise.resolve(new vscode.MarkdownString()),
      },
      group: { rowsOf: (listing) => listing.rows(), choices, unfolded: new Map() },
    });
  };
  const labels = (rows: readonly TreeNode[]): unknown[] => rows.map((row) => row.item().label);

  it('become groups when a second experiment began between the two questions that fill them', async () => {
    await write(1, 'penguins');
    let hasBegun = false;
    const runs = rowsOf('auto', async () => {
      if (!hasBegun) await write(2, 'digits');
      hasBegun = true;
    });
    assert.deepEqual(labels(await runs.rows()), ['run 2', 'run 1']);
    assert.equal(runs.disagrees, true);
    assert.deepEqual(await runs.reloadTop(), [undefined]);
    assert.deepEqual(labels(await runs.rows()), ['digits', 'penguins']);
    assert.equal(runs.disagrees, false);
  });

  it('become groups when a run of the only experiment is moved to another', async () => {
    await write(1, 'penguins');
    await write(2, 'penguins');
    const runs = rowsOf('auto');
    assert.deepEqual(labels(await runs.rows()), ['run 2', 'run 1']);
    await store.request('moveToExperiment', { runIds: [idOf(1)], experiment: 'digits' });
    const moved = await store.request('getRun', { runId: idOf(1) });
    assert.equal(runs.isMisplaced(moved!), true);
    await runs.reloadTop();
    assert.deepEqual(labels(await runs.rows()), ['penguins', 'digits']);
  });

  it('tell of a run that came after the number of their group was read', async () => {
    await write(1, 'penguins');
    await write(2, 'digits');
    const runs = rowsOf('experiment');
    const [digits] = (await runs.rows()) as [GroupNode];
    await write(3, 'digits');
    assert.deepEqual(labels(await digits.children()), ['run 3', 'run 2']);
    assert.equal(digits.item().description, '1 run');
    assert.equal(runs.disagrees, true);
    assert.deepEqual(await runs.reloadTop(), [digits]);
    assert.equal(digits.item().description, '2 runs');
  });

  it('can be dragged: what they hand over is text to the editor', async () => {
    await write(1, 'penguins');
    await write(2, 'digits');
    const runs = rowsOf('experiment');
    const [digits] = (await runs.rows()) as [GroupNode];
    const [row] = await digits.children();
    assert.ok(row instanceof RunNode);
    const data = new vscode.DataTransfer();
    // Neither is asked of a drag that only begins.
    new RunDrag({} as never, {} as never).handleDrag([digits, row], data);
    const text = await data.get('application/vnd.code.tree.trialbook.runs')?.asString();
    assert.deepEqual(JSON.parse(text ?? ''), [{ folder, runId: idOf(2) }]);
  });
});
