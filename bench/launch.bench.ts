/** What launching and steering costs: `README.md` says what the figures mean. */
import { buildExtension } from '../test/host/extension';
import type { Benchmark } from './benchmark';
import { diffOpen, snapshotObjectsRatio } from './launch/snapshots';

export const benchmark: Benchmark = async (report) => {
  await buildExtension();
  return { ...(await snapshotObjectsRatio(report)), ...(await diffOpen(report)) };
};
