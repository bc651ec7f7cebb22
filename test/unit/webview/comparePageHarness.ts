/** The comparison page with a host that answers from memory. */
import type { RunId } from '../../../src/protocol/entities';
import type { ComparePageEvent, CompareStrings } from '../../../src/protocol/pagesApi';
import { emptyMetricTable, setMetric } from '../../../src/protocol/metricTable';
import type { Comparison, SeriesQuery } from '../../../src/protocol/storeApi';
import type { ComparedRuns } from '../../../webview/compare/comparedRuns';
import { PageHarness, type OpenPage, type PageOptions } from './pageHarness';
import { compare, readSeries, type RunData } from './runData';

export interface OpenOptions extends Omit<PageOptions, 'answer'> {
  runs: RunData[];
  /** All runs when absent. */
  shown?: RunId[];
  strings: CompareStrings;
  /** What `.vscode/trialbook.json` holds of it. */
  layout?: unknown;
  /** Groups of runs that repeat one another. */
  repeats?: RunId[][];
  /** Directions that somebody chose. */
  directions?: ComparedRuns['directions'];
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
    return this.harness.open({ ...options, media: true, answer: (method, args) => answer(options, method, args) });
  }
}

function answer(
  { runs, shown, layout, repeats = [], directions = {}, answers }: OpenOptions,
  method: string,
  args: unknown,
): unknown {
  const own = answers?.[method];
  if (own !== undefined) return own(args as never);
  if (method === 'ready') return { folder: '/penguins', runIds: shown ?? runs.map(({ run }) => run.id), layout };
  if (method === 'comparison') return packed({ ...compare(runs, (args as { runIds: RunId[] }).runIds), directions });
  if (method === 'repeats') return repeats;
  if (method === 'lead') return null;
  if (method === 'importance') return { kind: 'few', runs: runs.length, needed: 20 };
  if (method === 'listPlots') return { plots: [], total: 0 };
  if (method === 'surroundings') return { sections: [] };
  if (method === 'pickRuns') return runs.map(({ run }) => run.id);
  if (method === 'pickMetric') return (args as { keys: string[] }).keys.at(-1);
  return method === 'series' ? readSeries(runs, args as SeriesQuery) : undefined;
}

/** The comparison of all runs, as the store sends it. */
export function packedComparison(runs: RunData[]): Comparison {
  return packed({
    ...compare(
      runs,
      runs.map(({ run }) => run.id),
    ),
    directions: {},
  });
}

/** As the store sends it. */
function packed({ metrics, params, ...comparison }: ComparedRuns): Comparison {
  const runs = comparison.runs.length;
  const table = emptyMetricTable(
    metrics.map(({ key }) => key),
    runs,
  );
  for (const [row, { values }] of metrics.entries()) {
    for (const [run, summary] of values.entries()) if (summary) setMetric(table, row * runs + run, summary);
  }
  const sent = params.map(({ key, values, differs }) => ({
    key,
    values: values.map((value) => value ?? null),
    missing: [...values.keys()].filter((place) => values[place] === undefined),
    differs,
  }));
  return { ...comparison, params: sent, metrics: table };
}
