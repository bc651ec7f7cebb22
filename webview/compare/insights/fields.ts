/** Params and metrics of the compared runs as columns that charts are drawn from. */
import type { MetricSummary } from '../../../src/protocol/entities';
import type { MetricValue } from '../../../src/protocol/insightsApi';
import type { ComparedMetric } from '../../../src/protocol/metricTable';
import type { MetricDirection } from '../../../src/protocol/metricDirection';
import { isAside } from '../../../src/protocol/metricGroups';
import { fromWire, type ParamValue } from '../../../src/protocol/numbers';
import { paramText } from '../../../src/protocol/paramText';
import { isSeedKey } from '../../../src/protocol/seeds';
import type { ComparedParam } from '../../../src/protocol/storeApi';
import { inKeyOrder } from '../../ui/keyOrder';
import type { Directions } from '../comparedRuns';
import { isEqualList } from '../stable';
import { directionOf } from '../verdict';

/** `param:KEY` or `metric:KEY`. */
export type FieldId = string;

export interface Field {
  id: FieldId;
  kind: 'param' | 'metric';
  key: string;
}

/** The values of a field, one a run in the order of the comparison. */
export interface Column extends Field {
  /** As people read them; `undefined` where a run has none. */
  texts: readonly (string | undefined)[];
  /** NaN where a run has none; `undefined` where the values are texts. */
  numbers: Float64Array | undefined;
  /** The distinct texts in their order; empty of numbers. */
  levels: readonly string[];
}

export interface ComparedValues {
  params: readonly ComparedParam[];
  metrics: readonly ComparedMetric[];
}

export function paramField(key: string): FieldId {
  return `param:${key}`;
}

export function metricField(key: string): FieldId {
  return `metric:${key}`;
}

/** The last value of a metric, or the best where its direction is known. */
function metricValue(summary: MetricSummary, value: MetricValue, direction: MetricDirection | undefined): number {
  const best = direction === 'lower' ? summary.min : summary.max;
  return fromWire(value === 'best' && direction !== undefined ? best : summary.last) ?? Number.NaN;
}

/** Fields to choose from: params, then metrics, then what stands aside. */
export function fieldsOf({ params, metrics }: ComparedValues): Field[] {
  const judged = [...metrics.filter(({ key }) => !isAside(key)), ...metrics.filter(({ key }) => isAside(key))];
  return [
    ...params.map(({ key }): Field => ({ id: paramField(key), kind: 'param', key })),
    ...judged.map(({ key }): Field => ({ id: metricField(key), kind: 'metric', key })),
  ];
}

/** Params that set the runs apart, seeds excepted; those of which hardly any two runs share a text tell little. */
export function tellingParams(params: readonly ComparedParam[]): string[] {
  return params.filter((param) => param.differs && !isSeedKey(param.key) && !isName(param)).map(({ key }) => key);
}

function isName({ values }: ComparedParam): boolean {
  const texts = values.filter((value) => typeof value === 'string' && fromWire(value) === undefined);
  return texts.length > 20 && new Set(texts).size > texts.length / 2;
}

/** Columns of one comparison, each made once. */
export class Columns {
  readonly made = new Map<FieldId, Column>();
  private readonly makers: Map<FieldId, () => Column>;

  /** `before`: columns of an older comparison, which stay the same objects where nothing changed in them. */
  constructor(
    { params, metrics }: ComparedValues,
    value: MetricValue,
    directions: Directions,
    private readonly before: ReadonlyMap<FieldId, Column> = new Map(),
  ) {
    this.makers = new Map([
      ...params.map((row) => [paramField(row.key), () => paramColumn(row)] as const),
      ...metrics.map((row) => {
        return [metricField(row.key), () => metricColumn(row, value, directionOf(row.key, directions))] as const;
      }),
    ]);
  }

  /** `undefined` where no run has such a field. */
  get(id: FieldId): Column | undefined {
    const known = this.made.get(id);
    if (known !== undefined) return known;
    const [fresh, old] = [this.makers.get(id)?.(), this.before.get(id)];
    const column = fresh !== undefined && old !== undefined && isEqualColumn(old, fresh) ? old : fresh;
    if (column !== undefined) this.made.set(id, column);
    return column;
  }
}

function isEqualColumn(a: Column, b: Column): boolean {
  if (!isEqualList(a.texts, b.texts)) return false;
  return a.numbers === undefined
    ? b.numbers === undefined
    : b.numbers !== undefined && isEqualList(a.numbers, b.numbers);
}

function metricColumn(row: ComparedMetric, value: MetricValue, direction: MetricDirection | undefined): Column {
  const values = row.values.map((summary) => summary && metricValue(summary, value, direction));
  return {
    id: metricField(row.key),
    kind: 'metric',
    key: row.key,
    texts: values.map((number) => (number === undefined ? undefined : String(number))),
    numbers: Float64Array.from(values, (number) => number ?? Number.NaN),
    levels: [],
  };
}

/** A param is a number where all runs that have it have one. */
function paramColumn({ key, values }: ComparedParam): Column {
  const texts = values.map((value) => (value === undefined ? undefined : paramText(value)));
  const field = { id: paramField(key), kind: 'param', key, texts } as const;
  const present = values.filter((value) => value !== undefined && value !== null);
  if (present.length > 0 && present.every((value) => fromWire(value) !== undefined)) {
    return { ...field, numbers: Float64Array.from(values, numberOf), levels: [] };
  }
  const levels = [...new Set(texts)].filter((text) => text !== undefined).sort(inKeyOrder);
  return { ...field, numbers: undefined, levels };
}

function numberOf(value: ParamValue | undefined): number {
  return fromWire(value) ?? Number.NaN;
}
