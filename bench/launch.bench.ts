/** What a person waits for when runs are started and their code is looked at, and what that costs. */
import { buildExtension } from '../test/host/extension';
import type { Benchmark } from './benchmark';
import { timeClicks } from './launch/clickToProcess';
import { timeLenses } from './launch/lensTimes';
import { diffOpen, snapshotObjectsRatio } from './launch/snapshots';

export const benchmark: Benchmark = async (report) => {
  await buildExtension();
  return {
    ...(await timeClicks(report)),
    ...(await timeLenses(report)),
    ...(await snapshotObjectsRatio(report)),
    ...(await diffOpen(report)),
  };
};
