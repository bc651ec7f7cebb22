/** Filters as SQL: conditions over `runs AS r`, and where to find the runs that a condition lets pass. */
import type { Database } from '../database/database';
import type { Condition, Field, Filter } from './ast';
import { anyOf, join, metricRanges, not, paramRanges, plainRanges, sql, type Ranges, type Sql } from './ranges';

/** The attributes over `runs AS r`; NULL where a run has none. */
const ATTRIBUTE_SQL: Readonly<Record<string, string>> = {
  run_id: 'r.uid',
  run_name: `coalesce((SELECT value FROM run_edits WHERE uid = r.uid AND field = 'name'), r.name)`,
  experiment: '(SELECT name FROM experiments WHERE id = r.experiment)',
  parent: 'r.parent',
  script: 'r.script',
  message: 'r.message',
  status: `iif(r.lost = 1 AND r.status = 'running', 'lost', r.status)`,
  day: `date(r.started_at / 1000, 'unixepoch', 'localtime')`,
  start_time: 'r.started_at',
  end_time: `iif(r.lost = 1 AND r.status = 'running', r.last_event_at, r.ended_at)`,
  duration: `(iif(r.lost = 1 AND r.status = 'running', r.last_event_at, r.ended_at) - r.started_at) / 1000.0`,
  exit_code: 'r.exit_code',
};

/** An attribute of `runs AS r`, by its canonical name. */
export function attributeSql(key: string): string {
  return ATTRIBUTE_SQL[key]!;
}

/** The rows that hold a metric, param or tag, one per run: what follows FROM, and the column of the value. */
export interface Source {
  table: string;
  index: string;
  value: string;
  /** Goes before further conditions. */
  key: Sql;
}

/** Where the values of a metric, param or tag lie; `undefined` of a field that has no rows of its own. */
export function sourceOf(db: Database, { of, key }: Field): Source | undefined {
  switch (of) {
    case 'metric':
      return { table: 'series', index: 'series_by_last', value: 'last', key: sql('key = ?', metricKey(db, key)) };
    case 'param':
      return { table: 'params', index: 'params_by_value', value: 'value', key: sql('key = ?', key) };
    case 'tag':
      return { table: 'tags', index: 'tags_by_value', value: 'value', key: sql('key = ?', key) };
    default:
      return undefined;
  }
}

/** A key that no run has gets the number of none. */
function metricKey(db: Database, key: string): number {
  return db.prepare<{ id: number }>('SELECT id FROM metric_keys WHERE key = ?').get(key)?.id ?? -1;
}

/** What is true of the runs that the filter lets pass. */
export function filterSql(db: Database, filter: Filter): Sql {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      if (filter.of.length === 0) return sql(filter.kind === 'and' ? '1' : '0');
      const inner = join(
        filter.of.map((one) => filterSql(db, one)),
        filter.kind === 'and' ? ' AND ' : ' OR ',
      );
      return { text: `(${inner.text})`, params: inner.params };
    }
    case 'not':
      return not(filterSql(db, filter.of));
    case 'condition':
      return conditionSql(db, filter);
  }
}

function conditionSql(db: Database, condition: Condition): Sql {
  const { field, comparator } = condition;
  if (field.of === 'attribute') return attributeCondition(condition);
  const source = sourceOf(db, field);
  // Of a key, NULL means that there is no value, not that there is one which is NULL.
  const negated = comparator === 'null';
  const asked: Condition = negated ? { ...condition, comparator: 'not null' } : condition;
  const found = source === undefined ? datasetRows(asked) : keyedRow(source, asked);
  return sql(`${negated ? 'NOT ' : ''}EXISTS (${found.text})`, ...found.params);
}

/** The plus keeps the value out of the choice of an index: a run's only row of a key is found by run and key. */
function keyedRow({ table, key, value: column }: Source, condition: Condition): Sql {
  const value = anyOf(rangesOf(`+${column}`, condition).any);
  return sql(
    `SELECT 1 FROM ${table} WHERE run = r.id AND ${key.text} AND ${value.text}`,
    ...key.params,
    ...value.params,
  );
}

function datasetRows(condition: Condition): Sql {
  const value = anyOf(plainRanges(condition.field.key === 'name' ? 'd.name' : 'v.digest', condition).any);
  return sql(
    `SELECT 1 FROM inputs i JOIN dataset_versions v ON v.id = i.dataset_version JOIN datasets d ON d.id = v.dataset
     WHERE i.run = r.id AND ${value.text}`,
    ...value.params,
  );
}

function attributeCondition(condition: Condition): Sql {
  const column = attributeSql(condition.field.key);
  if (condition.comparator === 'null') return sql(`${column} IS NULL`);
  // States are lower case here and upper case in MLflow.
  const isStatusPattern = condition.field.key === 'status' && condition.comparator === 'like';
  return anyOf(plainRanges(column, isStatusPattern ? { ...condition, comparator: 'ilike' } : condition).any);
}

function rangesOf(column: string, condition: Condition): Ranges {
  switch (condition.field.of) {
    case 'metric':
      return metricRanges(column, condition);
    case 'param':
      return paramRanges(column, condition);
    default:
      return plainRanges(column, condition);
  }
}

/**
 * For each condition that every passing run must meet and that an index answers: SELECTs of the runs that meet it, as
 * `run`, none of them twice.
 */
export function driversOf(db: Database, filter: Filter): { field: Field; select: Sql }[] {
  if (filter.kind === 'and') return filter.of.flatMap((one) => driversOf(db, one));
  if (filter.kind !== 'condition') return [];
  const source = sourceOf(db, filter.field);
  const ranges = source && rangesOf(source.value, filter);
  if (source === undefined || ranges?.indexed !== true || ranges.any.length === 0) return [];
  const { table, index, key } = source;
  const selects = ranges.any.map((value) => {
    return sql(
      `SELECT run FROM ${table} INDEXED BY ${index} WHERE ${key.text} AND ${value.text}`,
      ...key.params,
      ...value.params,
    );
  });
  return [{ field: filter.field, select: join(selects, ' UNION ALL ') }];
}
