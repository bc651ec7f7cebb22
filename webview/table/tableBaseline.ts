/** The run that the others are held against. */
import type { RunId } from '../../src/protocol/entities';
import type { CellValue } from '../../src/protocol/tableApi';
import type { TableChoices } from '../../src/protocol/tablePage';
import type { TableView } from '../../src/protocol/tableView';
import type { RunInfo } from './cachedRows';
import type { Item } from './rowOrder';
import type { WindowCache } from './windowCache';

type Rows = WindowCache<RunId, RunInfo, CellValue>;

/** The run of this table, unless it is gone, or that of the only experiment that has one. */
export function baselineOf({ baseline }: TableView, { baselines }: TableChoices, rows: Rows): RunId | undefined {
  void rows.version.value;
  if (baseline !== null && !rows.isGone(baseline)) return baseline;
  return baselines.length === 1 ? baselines[0]!.runId : undefined;
}

/** Its row above the others, once it was read. */
export function baselineItem(runId: RunId | undefined, rows: Rows): Item | undefined {
  void rows.version.value;
  if (runId === undefined || rows.get(runId) === undefined) return undefined;
  return { kind: 'run', key: `baseline ${runId}`, runId, level: 0 };
}
