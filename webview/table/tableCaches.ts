/** What was read of the runs and groups that are or were in sight. */
import type { RunId } from '../../src/protocol/entities';
import type { CellValue, GroupCell, KeyedColumn, TableRow } from '../../src/protocol/tableApi';
import type { RunInfo } from './cachedRows';
import { observeGroups, observeRows } from './cellNumbers';
import type { ColumnFormats } from './columnFormats';
import type { Group } from './rowOrder';
import { type ReadRow, WindowCache } from './windowCache';

export function runCache(
  formats: ColumnFormats,
  read: (runIds: RunId[], columns: KeyedColumn[]) => Promise<TableRow[]>,
): WindowCache<RunId, RunInfo, CellValue> {
  return new WindowCache(
    async (runIds, columns) => (await read(runIds, columns)).map(cachedRow),
    (rows) => observeRows(formats, rows),
  );
}

export function cachedRow({ run, note, cells }: TableRow): ReadRow<RunId, RunInfo, CellValue> {
  return { key: run.id, info: { run, note }, cells };
}

/** By the keys of the groups that `groups` gives at the time of a read. */
export function groupCache(
  formats: ColumnFormats,
  groups: () => readonly Group[],
  read: (groups: RunId[][], columns: KeyedColumn[]) => Promise<GroupCell[][]>,
): WindowCache<string, null, GroupCell> {
  return new WindowCache(
    async (keys, columns) => {
      const known = new Map(groups().map((group) => [group.key, group]));
      const asked = keys.flatMap((key) => known.get(key) ?? []);
      const found = await read(
        asked.map(({ runIds }) => [...runIds]),
        columns,
      );
      return asked.map(({ key }, i) => ({ key, info: null, cells: found[i] ?? [] }));
    },
    (rows) => observeGroups(formats, rows),
  );
}
