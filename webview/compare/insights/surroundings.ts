/** What the compared runs were made of besides their params, asked for once for all parts of the page that tell of it. */
import type { RunId } from '../../../src/protocol/entities';
import type { SurroundingsSection } from '../../../src/protocol/insightsApi';
import type { ShownRun } from '../compareModel';
import { usePage } from '../pageContext';
import { useAnswer, type Answer } from './useAnswer';

/** Runs that are asked about: more columns nobody reads. */
const MOST_RUNS = 50;

/** An answer, and what it is about: other runs may be shown by the time it is there. */
interface AskedSurroundings {
  ids: readonly RunId[];
  sections: readonly SurroundingsSection[];
}

/** The first runs of the page, and what they were made of. */
export function useSurroundings(onlyDifferences: boolean): Answer<AskedSurroundings> & { runs: readonly ShownRun[] } {
  const { insights, model } = usePage();
  const runs = model.runs.value.slice(0, MOST_RUNS);
  const ids = runs.map(({ id }) => id);
  // What ran is known for certain when a run has ended.
  const statuses = runs.map(({ status }) => status).join();
  const question = JSON.stringify(['surroundings', ids, onlyDifferences, statuses]);
  const ask = async (): Promise<AskedSurroundings> => {
    const { sections } = await insights.askSurroundings(ids, onlyDifferences);
    return { ids, sections };
  };
  return { ...useAnswer(question, ask, { kept: true }), runs };
}

/** Files and data in which runs differ; where a run lacks one, it may just not be known. */
export function differingFiles(sections: readonly SurroundingsSection[], gitParts: object): string[] {
  return sections.flatMap(({ kind, rows }) => {
    if (kind !== 'code' && kind !== 'data') return [];
    const files = rows.filter(({ key }) => kind === 'data' || !Object.hasOwn(gitParts, key));
    return files
      .filter(({ values }) => new Set(values.filter((value) => value !== null)).size > 1)
      .map(({ key }) => key);
  });
}
