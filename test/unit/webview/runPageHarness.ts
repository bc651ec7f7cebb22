import assert from 'node:assert/strict';
import type { ArtifactContent } from '../../../src/protocol/artifactsApi';
import type { ExperimentInfo } from '../../../src/protocol/choicesApi';
import type { RelatedRuns, RunChanges } from '../../../src/protocol/changesApi';
import type { RunDetail } from '../../../src/protocol/entities';
import type { Lineage } from '../../../src/protocol/lineageApi';
import type { OutputRow } from '../../../src/protocol/outputApi';
import type { RunPageEvent } from '../../../src/protocol/runPage';
import type { SnapshotFacts } from '../../../src/protocol/snapshotsApi';
import type { MetricQuery, SeriesQuery } from '../../../src/protocol/storeApi';
import { makeChanges, refOf } from './changesData';
import { PageHarness, type OpenPage, type PageOptions } from './pageHarness';
import { readSeries, type RunData } from './runData';
import { detailOf, everything, FOLDERS, HERON, OTTER, SNAPSHOT, summaries } from './runPageData';
import { readRunPageStrings } from './strings';

export const strings = readRunPageStrings();

/** What the host answers; changed by a test while the page is open. */
export interface RunPageHost {
  run: RunDetail | null;
  /** The run before it. */
  base: RunDetail;
  data: RunData;
  related: RelatedRuns;
  experiments: ExperimentInfo[];
  changes: RunChanges | null;
  snapshot: SnapshotFacts | null;
  /** `null` without any. */
  output: OutputRow[] | null;
  /** Files that are there. */
  files: string[];
  artifacts: Record<string, ArtifactContent>;
  lineage: Lineage;
  /** Answers about what it logged besides numbers. */
  logged?: Record<string, (args: never) => unknown>;
}

/** Opens the page of a run for the tests of a suite, one page at a time. */
export class RunPageHarness {
  /** The page that was opened last. */
  opened: OpenPage<RunPageEvent> | undefined;

  private constructor(private readonly harness: PageHarness) {}

  /** Starts and stops with the suite that calls it, and holds each of its tests against errors in the page. */
  static forSuite(): () => RunPageHarness {
    let pages: RunPageHarness;
    before(async () => (pages = new RunPageHarness(await PageHarness.start('run'))));
    after(() => pages.harness.stop());
    afterEach(() => pages.close());
    return () => pages;
  }

  async open(host: Partial<RunPageHost>, options: Partial<PageOptions> = {}): Promise<OpenPage<RunPageEvent>> {
    const whole: RunPageHost = Object.assign(host, {
      run: everything(),
      base: detailOf(HERON),
      data: OTTER,
      related: { previous: refOf(HERON.run), basedOn: null, bestSibling: null },
      experiments: [],
      changes: makeChanges({ params: [{ key: 'lr', before: 0.01, after: 0.003 }] }),
      snapshot: SNAPSHOT,
      output: null,
      files: [],
      artifacts: {},
      lineage: { upstream: { links: [], more: 0 }, downstream: { links: [], more: 0 } },
      ...host,
    });
    this.opened = await this.harness.open<RunPageEvent>({
      strings,
      media: true,
      answer: (method, args) => answer(whole, method, args as never),
      ...options,
    });
    this.opened.page.setDefaultTimeout(15_000);
    await this.opened.page.locator('h1').waitFor();
    return this.opened;
  }

  /** Chooses a tab by its name. */
  async choose(tab: keyof typeof strings.tabs): Promise<void> {
    await this.opened!.page.locator(`#tab-${tab}`).click();
    await this.opened!.page.locator(`#panel-${tab}`).waitFor();
  }

  /** Arguments of each call of a method of the host, in their order. */
  asked(method: string): unknown[] {
    return this.opened!.requests.filter((request) => request.method === method).map(({ args }) => args);
  }

  private async close(): Promise<void> {
    const problems = this.opened?.problems ?? [];
    await this.opened?.close();
    this.opened = undefined;
    assert.deepEqual(problems, [], 'no policy violation and no error');
  }
}

/** As the extension host answers, from memory. */
function answer(host: RunPageHost, method: string, args: never): unknown {
  const { run, data, output } = host;
  const answers: Record<string, (args: never) => unknown> = {
    ready: () => ({ folder: '/penguins', runId: data.run.id }),
    getRun: ({ runId }: { runId: string }) => (runId === HERON.run.id ? host.base : run),
    relatedRuns: () => host.related,
    lineage: () => host.lineage,
    experiments: () => host.experiments,
    directions: () => ({}),
    runProgress: () => [{ unit: 'epoch', done: 12, total: 40, secondsLeft: 10 }],
    whatChanged: () => host.changes,
    getSnapshot: () => host.snapshot,
    listSnapshotFolder: ({ folder }: { folder: string }) => FOLDERS[folder] ?? null,
    series: (query: SeriesQuery) => readSeries([data], query),
    listMetrics: ({ prefix = '', offset, limit }: MetricQuery) => ({
      metrics: summaries(data)
        .filter(({ key }) => key.startsWith(prefix))
        .slice(offset, offset + limit),
      revision: 1,
    }),
    outputState: () =>
      output && {
        rows: output.length,
        settled: output.length,
        bytes: output.length * 20,
        generation: 1,
        complete: true,
      },
    readOutput: ({ from, to }: { from: number; to: number }) => ({ generation: 1, rows: output!.slice(from, to) }),
    searchOutput: ({ text, from }: { text: string; from: number }) => ({
      generation: 1,
      rows: output!.flatMap((row, index) =>
        index >= from && row.text.toLowerCase().includes(text.toLowerCase()) ? [index] : [],
      ),
      next: output!.length,
      complete: true,
    }),
    findFiles: ({ files }: { files: string[] }) => files.filter((file) => host.files.includes(file)),
    readArtifact: ({ path }: { path: string }) => host.artifacts[path] ?? null,
    renameRun: ({ name }: { name: string }) => void (host.run = { ...run!, name }),
    listPlots: () => ({ plots: [], total: 0 }),
    setTag: ({ key, value }: { key: string; value: string | null }) => {
      const others = run!.tags.filter((tag) => tag.key !== key);
      host.run = { ...run!, tags: value === null ? others : [...others, { key, value }] };
    },
    setNote: ({ note }: { note: string }) => void (host.run = { ...run!, note: note === '' ? null : note }),
  };
  return (host.logged?.[method] ?? answers[method])?.(args);
}
