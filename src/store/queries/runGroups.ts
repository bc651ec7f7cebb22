/** Runs that agree in some fields, such as repeats with other seeds, and what their metrics came to. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { Spread } from '../../common/statistics/spread';
import type { RunId } from '../../protocol/entities';
import { fromWire, type WireNumber, type ParamValue } from '../../protocol/numbers';
import { isSeedKey } from '../../protocol/seeds';
import type { GroupPage, GroupQuery, RunGroup } from '../../protocol/storeApi';
import { revisionOf } from './changesSince';
import type { Database, SqlValue } from '../database/database';
import type { Field } from '../filter/ast';
import { parseField } from '../filter/parser';
import { join, sql, type Sql } from '../filter/ranges';
import { attributeSql, sourceOf } from '../filter/sql';
import { page, type Page } from './paging';
import { parseSelection, readInChunks } from './runSelection';

const MOST_FIELDS = 10;
const MOST_METRICS = 100;
/** Ids that come with a group; the newest. */
const MOST_IDS = 100;

/** Groups in the order of their newest runs. Throws a `UserError` when filter or fields cannot be understood. */
export function groupRuns(db: Database, query: GroupQuery): GroupPage {
  const selection = parseSelection(query);
  const fields = parseGroupFields(query.by);
  if (query.metrics.length > MOST_METRICS) {
    throw new UserError(l10n.t('Ask for {0} metrics of a group at most.', MOST_METRICS));
  }
  const columns = [
    ...fields.map((field) => groupedBy(db, field)),
    ...query.metrics.map((key) => scalar(db, { of: 'metric', key }, 'last')),
    query.repeats === true ? allButSeeds(db) : sql('NULL'),
  ].map(({ text, params }, i) => sql(`${text} AS c${i}`, ...params));
  const revision = revisionOf(db);
  const groups = new Groups(page(query), query.metrics);
  for (const row of readInChunks(db, selection, join([sql('r.id'), ...columns], ', '))) {
    const values = columns.map((_, i) => row[`c${i}`] as SqlValue);
    const by = fields.map((field, i) => decodeGroupValue(field, values[i] as WireNumber | string | null));
    const repeated = values.pop() as string | null;
    groups.add(row['uid'] as RunId, by, values.slice(fields.length) as (WireNumber | null)[], repeated);
  }
  return { groups: groups.list(), total: groups.total, revision };
}

/** The fields to group by. Throws a {@link UserError} when there is none of such a name. */
export function parseGroupFields(by: readonly string[]): Field[] {
  if (by.length > MOST_FIELDS) throw new UserError(l10n.t('Group by {0} fields at most.', MOST_FIELDS));
  return by.map((name) => {
    const field = parseField(name);
    if (field.of === 'dataset') throw new UserError(l10n.t('Runs cannot be grouped by their datasets.'));
    return field;
  });
}

/** The value of a field. Those of params carry their type before them, numbers excepted. */
export function groupedBy(db: Database, field: Field): Sql {
  if (field.of === 'param') {
    return scalar(db, field, `CASE type WHEN 'bool' THEN 'b' || value WHEN 'text' THEN 't' || value ELSE value END`);
  }
  return field.of === 'attribute' ? sql(attributeSql(field.key)) : scalar(db, field);
}

/** Script and all params of `runs AS r` that are no seeds, as one text. `quote` keeps every digit of a number. */
export function allButSeeds(db: Database): Sql {
  const param = 'quote(key) || type || quote(value)';
  return sql(
    `quote(r.script) || coalesce((SELECT group_concat(${param}) FROM params
       WHERE run = r.id AND key NOT IN (SELECT value FROM json_each(?))), '')`,
    JSON.stringify(seedKeys(db)),
  );
}

function seedKeys(db: Database): string[] {
  return paramKeys(db).filter(isSeedKey);
}

/** All keys of params in their order: jumps from key to key in the index, as there are few and many rows of each. */
export function paramKeys(db: Database): string[] {
  return db
    .prepare<{ key: string }>(
      `WITH RECURSIVE k (key) AS (
         SELECT min(key) FROM params UNION SELECT (SELECT min(key) FROM params p WHERE p.key > k.key) FROM k
       ) SELECT key FROM k WHERE key IS NOT NULL`,
    )
    .all()
    .map(({ key }) => key);
}

/** Turns what {@link groupedBy} selects back into the value of the field. */
export function decodeGroupValue(field: Field, value: number | string | null): ParamValue {
  if (field.of !== 'param' || typeof value !== 'string') return value;
  return value.startsWith('b') ? value === 'b1' : value.slice(1);
}

function scalar(db: Database, field: Field, column?: string): Sql {
  const { table, key, value } = sourceOf(db, field)!;
  return sql(`(SELECT ${column ?? value} FROM ${table} WHERE run = r.id AND ${key.text})`, ...key.params);
}

class Groups {
  private readonly places = new Map<string, number>();
  private readonly shown: GroupSoFar[] = [];

  constructor(
    private readonly page: Page,
    private readonly metrics: readonly string[],
  ) {}

  get total(): number {
    return this.places.size;
  }

  /** Takes in a run. The first of a group, the newest, gives the group its place. */
  add(runId: RunId, values: ParamValue[], last: readonly (WireNumber | null)[], repeated: string | null): void {
    const key = JSON.stringify([values, repeated]);
    let place = this.places.get(key);
    if (place === undefined) this.places.set(key, (place = this.places.size));
    // Of groups on other pages only the place matters.
    if (place < this.page.offset || place >= this.page.offset + this.page.limit) return;
    const group = (this.shown[place - this.page.offset] ??= newGroup(values, this.metrics.length));
    group.n += 1;
    if (group.runIds.length < MOST_IDS) group.runIds.push(runId);
    last.forEach((value, i) => value !== null && group.metrics[i]!.add(fromWire(value) ?? Number.NaN));
  }

  list(): RunGroup[] {
    return this.shown.map(({ values, n, runIds, metrics }) => {
      return { values, n, runIds, metrics: metrics.map((spread) => spread.result()) };
    });
  }
}

interface GroupSoFar extends Pick<RunGroup, 'values' | 'n' | 'runIds'> {
  metrics: Spread[];
}

function newGroup(values: ParamValue[], metrics: number): GroupSoFar {
  return { values, n: 0, runIds: [], metrics: Array.from({ length: metrics }, () => new Spread()) };
}
