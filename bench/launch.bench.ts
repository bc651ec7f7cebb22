/** How long a person waits for us when a run is started from the editor, and what that costs. */
import { buildExtension } from '../test/host/extension';
import type { Benchmark } from './benchmark';
import { timeClicks } from './launch/clickToProcess';
import { timeLenses } from './launch/lensTimes';

export const benchmark: Benchmark = async (report) => {
  await buildExtension();
  return { ...(await timeClicks(report)), ...(await timeLenses(report)) };
};
