/** A filter of runs as it was understood: what the parser makes and what becomes SQL. */
export type FieldKind = 'metric' | 'param' | 'tag' | 'attribute' | 'dataset';

/** What a condition or an order is about: `metrics.loss`, `attributes.status`. */
export interface Field {
  of: FieldKind;
  /** Exact key of a metric, param or tag; canonical name of an attribute ({@link ATTRIBUTES}) or of a dataset's field. */
  key: string;
}

export type Comparator =
  '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'ilike' | 'in' | 'not in' | 'null' | 'not null';

/** A value as written. Numbers include NaN and the infinities. */
export type Literal = number | string | boolean;

export interface Condition {
  kind: 'condition';
  field: Field;
  comparator: Comparator;
  /** One, or those of the list; none with `null` and `not null`. */
  values: Literal[];
}

/**
 * Two-valued: a condition on a key that a run lacks is false, save for `null`, and `not` makes it true. `and` without
 * members is true, `or` without members false.
 */
export type Filter = Condition | { kind: 'and' | 'or'; of: Filter[] } | { kind: 'not'; of: Filter };

/** What each attribute is compared with: a time is in ms since 1970, a duration in seconds. */
export const ATTRIBUTES: Readonly<Record<string, 'text' | 'number' | 'time' | 'status'>> = {
  run_id: 'text',
  run_name: 'text',
  experiment: 'text',
  parent: 'text',
  script: 'text',
  message: 'text',
  status: 'status',
  day: 'text',
  start_time: 'time',
  end_time: 'time',
  duration: 'number',
  exit_code: 'number',
};

/** Other names of attributes, most of them MLflow's; in lower case. */
const ATTRIBUTE_ALIASES: Readonly<Record<string, string>> = {
  'run name': 'run_name',
  name: 'run_name',
  created: 'start_time',
};

const KINDS: Readonly<Record<string, FieldKind>> = {
  metric: 'metric',
  metrics: 'metric',
  parameter: 'param',
  parameters: 'param',
  param: 'param',
  params: 'param',
  tag: 'tag',
  tags: 'tag',
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  dataset: 'dataset',
  datasets: 'dataset',
};

/** The words of MLflow for states that have another one here. */
const STATUSES: Readonly<Record<string, string>> = { scheduled: 'queued' };

export const STATUS_WORDS = ['queued', 'running', 'finished', 'failed', 'killed', 'cancelled', 'lost'];
export const DATASET_FIELDS = ['name', 'digest'];

export function isSameField(a: Field, b: Field | undefined): boolean {
  return a.of === b?.of && a.key === b.key;
}

/** The kind of field that a prefix such as `metrics` names. */
export function kindOf(prefix: string): FieldKind | undefined {
  const name = prefix.toLowerCase();
  return Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
}

/** The canonical name of an attribute. */
export function attributeOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  const canonical = Object.hasOwn(ATTRIBUTE_ALIASES, lower) ? ATTRIBUTE_ALIASES[lower]! : lower;
  return Object.hasOwn(ATTRIBUTES, canonical) ? canonical : undefined;
}

/** The store's word for a state, given that or MLflow's in any case. */
export function statusOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  const status = Object.hasOwn(STATUSES, lower) ? STATUSES[lower]! : lower;
  return STATUS_WORDS.includes(status) ? status : undefined;
}
