import type { Run } from '../../src/protocol/entities';
import type { CellValue, GroupCell } from '../../src/protocol/tableApi';
import type { CachedRow } from './windowCache';

/** What is known of a run besides its cells. */
export interface RunInfo {
  run: Run;
  note: string | null;
}

export type RunRow = CachedRow<RunInfo, CellValue>;
export type GroupRow = CachedRow<null, GroupCell>;
