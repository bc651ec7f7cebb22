/** Which runs the table shows, and in which order. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../common/errors';
import type { RunId } from '../../../protocol/entities';
import type { WireNumber } from '../../../protocol/numbers';
import type { SortKey } from '../../../protocol/storeApi';
import type { TableGroup, TableGrouping, TableOrder, TableOrderQuery } from '../../../protocol/tableApi';
import type { Database, Row, SqlValue } from '../../database/database';
import type { Field } from '../../filter/ast';
import { join, sql } from '../../filter/ranges';
import { revisionOf } from '../changesSince';
import { allButSeeds, decodeGroupValue, groupedBy, parseGroupFields } from '../runGroups';
import { type Order, parseOrder } from '../runOrder';
import { parseSelection, selectAll } from '../runSelection';

/** Throws a `UserError` when filter, order or grouping cannot be understood; it names a place only in the filter. */
export function tableOrder(db: Database, query: TableOrderQuery): TableOrder {
  const revision = revisionOf(db);
  const rows = selectAll(db, parseSelection(query), orderOf(query.sort ?? []));
  if (query.group === undefined) return { runIds: idsOf(db, rows), revision };
  return { ...grouped(db, rows, query.group), revision };
}

function orderOf(sort: readonly SortKey[]): Order[] {
  return withoutPlace(
    () => parseOrder(sort),
    (why) => l10n.t('The runs cannot be sorted so. {0}', why),
  );
}

function fieldsOf(by: readonly string[]): Field[] {
  return withoutPlace(
    () => parseGroupFields(by),
    (why) => l10n.t('The runs cannot be grouped so. {0}', why),
  );
}

function withoutPlace<T>(parse: () => T, told: (why: string) => string): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof UserError ? new UserError(told(error.message)) : error;
  }
}

function idsOf(db: Database, rows: readonly number[]): RunId[] {
  return db
    .prepare<{ uid: RunId }>('SELECT uid FROM json_each(?) j CROSS JOIN runs r ON r.id = j.value ORDER BY j.key')
    .all(JSON.stringify(rows))
    .map(({ uid }) => uid);
}

function grouped(db: Database, rows: readonly number[], { by, repeats }: TableGrouping): Omit<TableOrder, 'revision'> {
  const fields = fieldsOf(by);
  const traits = [...fields.map((field) => groupedBy(db, field)), ...(repeats === true ? [allButSeeds(db)] : [])];
  const columns = join(
    [sql('r.uid AS uid'), ...traits.map(({ text, params }, i) => sql(`${text} AS c${i}`, ...params))],
    ', ',
  );
  const read = db.prepare<Row & { uid: RunId }>(
    `SELECT ${columns.text} FROM json_each(?) j CROSS JOIN runs r ON r.id = j.value ORDER BY j.key`,
  );
  const groups = new Map<string, TableGroup & { runIds: RunId[] }>();
  for (const row of read.all(...columns.params, JSON.stringify(rows))) {
    const key = JSON.stringify(traits.map((_, i) => row[`c${i}`]));
    let group = groups.get(key);
    if (group === undefined) {
      const values = fields.map((field, i) => decodeGroupValue(field, plain(row[`c${i}`])));
      groups.set(key, (group = { values, n: 0, runIds: [] }));
    }
    group.n += 1;
    group.runIds.push(row.uid);
  }
  const all = [...groups.values()];
  return { runIds: all.flatMap(({ runIds }) => runIds), groups: all.map(({ values, n }) => ({ values, n })) };
}

function plain(value: SqlValue | undefined): WireNumber | string | null {
  return (value ?? null) as WireNumber | string | null;
}
