/** The comparison page with a host that answers from memory. */
import type { RunId } from '../../../src/protocol/entities';
import type { ComparePageEvent, CompareStrings } from '../../../src/protocol/pagesApi';
import type { SeriesQuery } from '../../../src/protocol/storeApi';
import { PageHarness, type OpenPage, type PageOptions } from './pageHarness';
import { compare, readSeries, type RunData } from './runData';

export interface OpenOptions extends Omit<PageOptions, 'answer'> {
  runs: RunData[];
  /** All runs when absent. */
  shown?: RunId[];
  strings: CompareStrings;
  /** Answers of methods, in place of those from the runs. */
  answers?: Record<string, (args: never) => unknown>;
}

export type OpenComparePage = OpenPage<ComparePageEvent>;

export class ComparePageHarness {
  private constructor(private readonly harness: PageHarness) {}

  static async start(): Promise<ComparePageHarness> {
    return new ComparePageHarness(await PageHarness.start('compare'));
  }

  stop(): Promise<void> {
    return this.harness.stop();
  }

  /** Opens the page; it is ready to be waited for. */
  open(options: OpenOptions): Promise<OpenComparePage> {
    return this.harness.open({ ...options, answer: (method, args) => answer(options, method, args) });
  }
}

function answer({ runs, shown, answers }: OpenOptions, method: string, args: unknown): unknown {
  const own = answers?.[method];
  if (own !== undefined) return own(args as never);
  if (method === 'ready') return { folder: '/penguins', runIds: shown ?? runs.map(({ run }) => run.id) };
  if (method === 'comparison') return compare(runs, (args as { runIds: RunId[] }).runIds);
  if (method === 'directions') return {};
  if (method === 'lead') return null;
  if (method === 'importance') return { kind: 'few', runs: runs.length, needed: 20 };
  if (method === 'surroundings') return { sections: [] };
  if (method === 'pickRuns') return runs.map(({ run }) => run.id);
  if (method !== 'series') return undefined;
  const plain = (values: Float64Array): string[] => Array.from(values, String);
  return readSeries(runs, args as SeriesQuery).map((series) => ({
    ...series,
    steps: plain(series.steps),
    values: plain(series.values),
    times: plain(series.times),
  }));
}
