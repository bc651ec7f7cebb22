/** What filters mean, in plain JavaScript: what their SQL is held against. */
import { fromWire, type ParamValue } from '../../../src/protocol/numbers';
import type { Condition, Filter, Literal } from '../../../src/store/filter/ast';
import type { PlainRun } from './filteredRuns';

/** What the filter says of a run. */
export function passes(run: PlainRun, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((one) => passes(run, one));
    case 'or':
      return filter.of.some((one) => passes(run, one));
    case 'not':
      return !passes(run, filter.of);
    case 'condition':
      return meets(run, filter);
  }
}

function meets(run: PlainRun, { field: { of, key }, comparator, values }: Condition): boolean {
  if (of === 'dataset') {
    const found = run.datasets.map((dataset) => dataset[key as 'name']);
    if (comparator === 'null') return found.length === 0;
    return found.some((value) => compares(value, comparator, values, (a, b) => a === b));
  }
  const value = valueOf(run, of, key);
  if (comparator === 'null') return value === undefined || value === null;
  if (comparator === 'not null') return value !== undefined && value !== null;
  if (value === undefined) return false;
  if (of === 'param') return meetsParam(value, comparator, values);
  const same = of === 'metric' ? Object.is : (a: unknown, b: unknown) => a === b;
  return compares(value, comparator === 'like' && key === 'status' ? 'ilike' : comparator, values, same);
}

export function valueOf(run: PlainRun, of: string, key: string): ParamValue | undefined {
  const held = { metric: run.metrics, param: run.params, tag: run.tags }[of];
  if (held !== undefined) return held[key] ?? (key in held ? null : undefined);
  switch (key) {
    case 'run_id':
      return run.id;
    case 'run_name':
      return run.newName ?? run.name;
    case 'start_time':
      return run.startedAt;
    case 'end_time':
      return run.endedAt;
    case 'duration':
      return run.endedAt === undefined ? undefined : (run.endedAt - run.startedAt) / 1000;
    case 'exit_code':
      return run.exitCode;
    default:
      return run[key as 'experiment'];
  }
}

function meetsParam(value: ParamValue, comparator: Condition['comparator'], values: readonly Literal[]): boolean {
  const text = asText(value);
  if (comparator === 'like' || comparator === 'ilike') return compares(text, comparator, values, Object.is);
  const bound = values[0]!;
  if (comparator === '=' || comparator === '!=' || comparator === 'in' || comparator === 'not in') {
    const isOne = values.some((literal) => equalsParam(value, literal));
    return isOne === (comparator === '=' || comparator === 'in');
  }
  const isNumeric = typeof value === 'number' || typeof value === 'boolean';
  if (value === null) return false;
  if (!isNumeric) return typeof bound === 'string' && compares(value, comparator, [bound], Object.is);
  const number = typeof bound === 'string' ? numberOf(bound) : Number(bound);
  return number !== undefined && compares(Number(value), comparator, [number], Object.is);
}

function equalsParam(value: ParamValue, literal: Literal): boolean {
  if (typeof literal === 'number') return typeof value !== 'string' && value !== null && Number(value) === literal;
  if (typeof literal === 'boolean') return value === literal;
  if (value === literal) return true;
  if (value === null) return literal === 'None';
  if (typeof value === 'boolean' && literal.toLowerCase() === String(value)) return true;
  return typeof value !== 'string' && numberOf(literal) === Number(value);
}

function numberOf(text: string): number | undefined {
  return /^[-\d]/.test(text) ? (fromWire(Number(text)) ?? undefined) : undefined;
}

function asText(value: ParamValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

function compares(
  value: ParamValue,
  comparator: Condition['comparator'],
  values: readonly Literal[],
  same: (a: unknown, b: unknown) => boolean,
): boolean {
  const bound = values[0]!;
  switch (comparator) {
    case '=':
    case 'in':
      return values.some((one) => same(value, one));
    case '!=':
    case 'not in':
      return !values.some((one) => same(value, one));
    case '<':
      return value! < bound;
    case '<=':
      return value! <= bound;
    case '>':
      return value! > bound;
    case '>=':
      return value! >= bound;
    case 'like':
    case 'ilike':
      return like(String(value), bound as string, comparator === 'ilike' ? 'is' : 's');
    default:
      return true;
  }
}

function like(text: string, pattern: string, flags: string): boolean {
  const parts = Array.from(pattern, (one) => {
    if (one === '%') return '.*';
    return one === '_' ? '.' : one.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('')}$`, `${flags}u`).test(text);
}
