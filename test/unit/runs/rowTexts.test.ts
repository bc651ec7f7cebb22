import assert from 'node:assert/strict';
import type { Run, RunDetail } from '../../../src/protocol/entities';
import type { ErrorBoundary } from '../../../src/platform/errorBoundary';
import type * as moveRunsFile from '../../../src/runs/choices/moveRuns';
import type * as liveTextsFile from '../../../src/runs/live/liveTexts';
import type * as groupNodeFile from '../../../src/runs/view/groupNode';
import type * as hoverCardFile from '../../../src/runs/view/hoverCard';
import type * as runNodesFile from '../../../src/runs/view/runNodes';
import type * as runTextsFile from '../../../src/runs/view/runTexts';
import type { RunListing } from '../../../src/runs/view/runListing';
import { RunChoices } from '../../../src/runs/view/runChoices';
import type { StoreClient } from '../../../src/store/client';
import type { StoreRegistry } from '../../../src/store/registry';
import { finishedRun, type OpenStore, points, runIdOf, TestWorkspace } from '../store/helpers';
import { readHostFile } from './readHostFile';

const LONG = 'n'.repeat(10_000);
const ICON = '$(trash)\nx';
const ID = runIdOf(1);
const DIGEST = 'ab12'.repeat(16);

/** What the rows are made of in the editor: they keep what they are given. */
class TreeItem {
  constructor(readonly label: string) {}
}

class MarkdownString {
  value = '';
  appendMarkdown(text: string): void {
    this.value += text;
  }
  appendCodeblock(text: string): void {
    this.value += text;
  }
}

const EDITOR = {
  TreeItem,
  MarkdownString,
  TreeItemCollapsibleState: {},
  ThemeIcon: TreeItem,
  ThemeColor: TreeItem,
  env: { language: 'en' },
  l10n: { t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, n) => String(values[Number(n)])) },
};

describe('texts of the Runs view and the status bar', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  let store: OpenStore;
  let client: StoreClient;

  beforeEach(async () => {
    workspace = new TestWorkspace();
    store = await workspace.open();
    client = { request: (method, args) => store.ask(method, args) } as StoreClient;
  });
  afterEach(() => workspace.dispose());

  const record = async (name: string, metrics: readonly string[]): Promise<RunDetail> => {
    const series = metrics.flatMap((key) => points(key, [1, 2]));
    workspace.append(ID, [
      ...finishedRun(ID, name, series),
      { e: 'ds', path: LONG.slice(0, 1000), size: 1, digest: DIGEST },
      { e: 'art', path: `${ICON}.txt`, kind: 'file', size: 1, digest: DIGEST },
    ]);
    await store.refresh();
    return (await store.ask('getRun', { runId: ID }))!;
  };

  it('are short in the status bar, and names make no icon there', async () => {
    const { barText } = await readHostFile<typeof liveTextsFile>('src/runs/live/liveTexts.ts', EDITOR);
    const run: Run = await record(ICON, [ICON]);
    const text = barText({ folder: workspace.dir, run, progress: null, spark: '▁█' }, 2, 3);
    assert.equal(text, '$(loading~spin) \\$(trash) x ▁█ 2 \\$(trash) x · +2 · $(list-ordered) 3');
    const long = barText({ folder: workspace.dir, run: { ...run, name: LONG }, progress: null, spark: '' }, 0, 0);
    assert.ok(long.length < 100, long);
  });

  it('are one line and cut in rows of groups, metrics and files', async () => {
    const { RunNode } = await readHostFile<typeof runNodesFile>('src/runs/view/runNodes.ts', EDITOR);
    const { GroupNode } = await readHostFile<typeof groupNodeFile>('src/runs/view/groupNode.ts', EDITOR);
    const detail = await record('plain', [LONG]);
    const node = new RunNode('id', workspace.dir, detail, undefined, {
      detail: () => Promise.resolve(detail),
      codeRows: () => Promise.resolve([]),
    } as unknown as ConstructorParameters<typeof RunNode>[4]);
    const choices = new RunChoices(() => client);
    const contents = { unfolded: new Map<string, boolean>(), rowsOf: () => Promise.resolve([]), choices };
    const group = new GroupNode(
      'id',
      workspace.dir,
      'tags.a',
      LONG,
      undefined,
      true,
      () => ({}) as RunListing,
      contents,
    );
    const labels = [group, ...(await node.children())].map((row) => row.item().label as string);
    assert.equal(labels.length, 4, labels.map((label) => label.slice(0, 20)).join());
    for (const label of labels) assert.ok(label.length <= 200 && !label.includes('\n'), label.slice(0, 50));
  });

  it('name the metric of a row, but not again of those that a baseline measures', async () => {
    const { describeRun } = await readHostFile<typeof runTextsFile>('src/runs/view/runTexts.ts', EDITOR);
    const record = (n: number, key: string, last: number): void =>
      workspace.append(runIdOf(n), finishedRun(runIdOf(n), `run-${n}`, points(key, [last])));
    record(1, 'accuracy', 0.5);
    record(2, 'accuracy', 0.75);
    record(3, 'accuracy', 0.5);
    record(4, 'loss', 0.25);
    await store.refresh();
    const rows = async (): Promise<string[]> => {
      const choices = new RunChoices(() => client);
      await choices.reload();
      const runs = await Promise.all([1, 2, 3, 4].map((n) => store.ask('getRun', { runId: runIdOf(n) })));
      return runs.map((run) => describeRun(run!, choices, undefined, run!.startedAt));
    };
    assert.deepEqual(await rows(), [
      '0.5 accuracy · now',
      '0.75 accuracy · now',
      '0.5 accuracy · now',
      '0.25 loss · now',
    ]);
    await store.ask('setBaseline', { experiment: 'penguins', runId: runIdOf(1) });
    assert.deepEqual(await rows(), ['★ 0.5 accuracy · now', '0.75 ▲ +0.25 · now', '0.5 · now', '0.25 loss · now']);
  });

  it('count only the runs that were moved', async () => {
    const told: string[] = [];
    const window = { showInformationMessage: (text: string) => Promise.resolve(void told.push(text)) };
    const { moveRuns } = await readHostFile<typeof moveRunsFile>('src/runs/choices/moveRuns.ts', { ...EDITOR, window });
    await record('there already', []);
    workspace.append(runIdOf(2), finishedRun(runIdOf(2), 'elsewhere'));
    await store.refresh();
    await store.ask('moveToExperiment', { runIds: [ID], experiment: 'other' });
    const folder = workspace.dir;
    const stores = { get: () => client } as unknown as StoreRegistry;
    const errors = { run: (_: string, work: () => unknown) => work() } as unknown as ErrorBoundary;
    const runs = [ID, runIdOf(2)].map((runId) => ({ folder, runId }));
    await moveRuns(stores, errors, runs, { folder, experiment: 'other' });
    assert.deepEqual(told, ['1 run moved to other.']);
  });

  it('say on the card of a run how many metrics have no room', async () => {
    const { hoverCard } = await readHostFile<typeof hoverCardFile>('src/runs/view/hoverCard.ts', EDITOR);
    const detail = await record(
      'many',
      Array.from({ length: 11 }, (_, index) => `metric ${index}`),
    );
    const card = await hoverCard(client, workspace.dir, detail, new RunChoices(() => client));
    assert.match(card.value, /and 3 more/);
  });

  it('show an empty text and a switch on the card as code has them', async () => {
    const { hoverCard } = await readHostFile<typeof hoverCardFile>('src/runs/view/hoverCard.ts', EDITOR);
    const params = { augment: '', amp: true };
    workspace.append(
      ID,
      finishedRun(
        ID,
        'empty',
        Object.entries(params).map(([k, v]) => ({ e: 'p', k, v })),
      ),
    );
    await store.refresh();
    const detail = (await store.ask('getRun', { runId: ID }))!;
    const card = await hoverCard(client, workspace.dir, detail, new RunChoices(() => client));
    assert.match(card.value, /augment \| &#34;&#34; \|/);
    assert.match(card.value, /amp \| True \|/);
  });
});
