/** Questions about runs that are known by their ids. */
import type { Run, RunId } from '../../protocol/entities';
import { quotedText } from '../../common/filterText';
import type { StoreClient } from '../../store/client';

/** Ids in one question. */
const MOST_ASKED = 500;

/** Those of the runs that are there. */
export function readRuns(store: StoreClient, runIds: readonly RunId[]): Promise<Run[]> {
  return askByIds(runIds, async (filter, limit) => {
    return (await store.request('listRuns', { filter, offset: 0, limit })).runs;
  });
}

/** Asks about runs, with a filter for some of them at a time and their number; gives all answers. */
export async function askByIds<Answer>(
  runIds: readonly RunId[],
  ask: (filter: string, count: number) => Promise<readonly Answer[]>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < runIds.length; at += MOST_ASKED) {
    const asked = runIds.slice(at, at + MOST_ASKED);
    answers.push(...(await ask(`run_id IN (${asked.map(quotedText).join(', ')})`, asked.length)));
  }
  return answers;
}
