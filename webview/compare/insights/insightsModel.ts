import { computed, effect, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ChartFormat } from '../../../src/protocol/compareCharts';
import type { Importance, ImportanceQuery, Lead, Surroundings } from '../../../src/protocol/insightsApi';
import type { MetricDirection } from '../../../src/protocol/metricDirection';
import type { CompareHost, CompareModel } from '../compareModel';
import type { Directions } from '../comparedRuns';
import { stable, stableList } from '../stable';
import { directionOf } from '../verdict';
import { brushedRuns, withBrushes, type Brush } from './brushes';
import { Columns, fieldsOf, metricField, paramField, tellingParams } from './fields';
import type { Column, Field, FieldId } from './fields';
import { canBeLog, isLogByItself } from './axisScale';
import type { InsightsState } from './insightsState';

/** Axes that are shown if nobody chose: more would stand too close on most screens. */
const FIRST_AXES = 7;
/** With more runs than this their own colours tell less than a value's. */
const MOST_COLORS = 8;

const NOTHING = { runs: [], params: [], metrics: [], directions: {} };

/** What the charts across runs show and do, without how they look. */
export class InsightsModel {
  readonly directions: ReadonlySignal<Directions>;
  readonly fields: ReadonlySignal<readonly Field[]>;
  readonly columns: ReadonlySignal<Columns>;
  /** The metric that the runs are judged by: the chosen one as long as a run has it. */
  readonly metric: ReadonlySignal<string | undefined>;
  readonly metrics: ReadonlySignal<readonly Field[]>;
  /** Of the parallel coordinates, from left to right. */
  readonly axes: ReadonlySignal<readonly Column[]>;
  /** By place in the comparison, whether a run lies in the brushes of all axes; `undefined` without any. */
  readonly inside: ReadonlySignal<Uint8Array | undefined>;
  /** What the lines of the parallel coordinates are coloured by; `undefined` for the runs' own colours. */
  readonly colorAxis: ReadonlySignal<Column | undefined>;

  /** Of the scatter plot: if nobody chose, the metric over the first param that tells runs apart. */
  readonly scatter: ReadonlySignal<Record<'x' | 'y' | 'shade', Column | undefined>>;

  /** The last question about importance, while its answer is awaited. */
  private importance: { query: ImportanceQuery; answer: Promise<Importance> } | undefined;
  /** Ends when the store has nothing to measure. */
  private measuring: Promise<void> = Promise.resolve();

  constructor(
    private readonly host: CompareHost,
    readonly compare: CompareModel,
    /** How people have set the charts up; the page keeps it. */
    readonly state: Signal<InsightsState>,
  ) {
    const values = computed(() => compare.comparison.value ?? NOTHING);
    this.directions = stable(() => values.value.directions);
    this.fields = stable(() => fieldsOf(values.value));
    this.metrics = computed(() => this.fields.value.filter(({ kind }) => kind === 'metric'));
    let before: Columns | undefined;
    this.columns = computed(() => {
      before = new Columns(values.value, state.value.value, this.directions.value, before?.made);
      return before;
    });
    this.metric = computed(() => {
      const { metric } = state.value;
      const isKnown = metric !== undefined && this.columns.value.get(metricField(metric)) !== undefined;
      return isKnown ? metric : (compare.keyMetric.value ?? this.metrics.value[0]?.key);
    });
    const firstAxes = computed(() => {
      const last = this.metric.value === undefined ? [] : [metricField(this.metric.value)];
      const params = tellingParams(values.value.params).map(paramField);
      return [...params.slice(0, FIRST_AXES - last.length), ...last];
    });
    this.axes = stableList(() => this.columnsOf(state.value.axes ?? firstAxes.value));
    this.inside = computed(() => brushedRuns(this.axes.value, state.value.brushes));
    this.colorAxis = computed(() => {
      const by = state.value.colors ?? (compare.runs.value.length > MOST_COLORS ? 'axis' : 'run');
      return by === 'axis' ? this.axes.value.findLast(({ numbers }) => numbers !== undefined) : undefined;
    });
    this.scatter = computed(() => {
      const { x, y, shade } = state.value;
      const column = (id: FieldId | undefined) => (id === undefined ? undefined : this.columns.value.get(id));
      const own = this.metric.value === undefined ? undefined : metricField(this.metric.value);
      const others = [...tellingParams(values.value.params).map(paramField), ...this.metrics.value.map(({ id }) => id)];
      const first = own ?? others[0];
      return {
        x: column(x) ?? column(others.find((id) => id !== first)),
        y: column(y) ?? column(first),
        shade: column(shade),
      };
    });
    this.follow();
  }

  set(change: Partial<InsightsState>): void {
    this.state.value = { ...this.state.value, ...change };
  }

  columnsOf(ids: readonly FieldId[]): Column[] {
    return ids.flatMap((id) => this.columns.value.get(id) ?? []);
  }

  directionOf(field: Field | undefined): MetricDirection | undefined {
    return field?.kind === 'metric' ? directionOf(field.key, this.directions.value) : undefined;
  }

  isLog(column: Column): boolean {
    return canBeLog(column) && (this.state.value.log[column.id] ?? isLogByItself(column));
  }

  setLog(id: FieldId, log: boolean): void {
    this.set({ log: { ...this.state.value.log, [id]: log } });
  }

  setAxes(axes: readonly FieldId[]): void {
    const gone = Object.keys(this.state.value.brushes).filter((id) => !axes.includes(id));
    const brushes = gone.reduce((left, id) => withBrushes(left, id, []), this.state.value.brushes);
    this.set({ axes, brushes });
  }

  brush(id: FieldId, own: readonly Brush[]): void {
    this.set({ brushes: withBrushes(this.state.value.brushes, id, own) });
  }

  /** One question at a time, since the store measures for long: only the last of those that wait meanwhile is asked. */
  askImportance(): Promise<Importance> {
    const runIds = [...this.compare.runIds.value];
    const query = { runIds, metric: this.metric.value ?? '', value: this.state.value.value };
    if (JSON.stringify(query) === JSON.stringify(this.importance?.query)) return this.importance!.answer;
    const answer = this.measuring.then(() => {
      if (this.importance !== asked) throw new Error('Another question took its place.');
      return this.host.call('importance', query);
    });
    const asked = { query, answer };
    const ended = (): void => {
      if (this.importance === asked) this.importance = undefined;
    };
    this.importance = asked;
    this.measuring = answer.then(ended, ended);
    return answer;
  }

  askLead(metric: string): Promise<Lead | null> {
    return this.host.call('lead', { runIds: [...this.compare.runIds.value], metric });
  }

  askSurroundings(runIds: string[], onlyDifferences: boolean): Promise<Surroundings> {
    return this.host.call('surroundings', { runIds, onlyDifferences });
  }

  async setDirection(key: string, direction: MetricDirection | null): Promise<void> {
    await this.attempt(this.host.call('setDirection', { key, direction }));
  }

  /** Hands a chart to the host, which asks where to keep it. */
  save(name: string, format: ChartFormat, content: string | Uint8Array): void {
    this.compare.saveChart(name, format, content);
  }

  /** Tells the page what is brushed. */
  private follow(): void {
    const { compare } = this;
    effect(() => {
      const inside = this.inside.value;
      const runs = compare.runs.value;
      compare.brushed.value = inside && new Set(runs.filter((_, i) => inside[i] === 1).map(({ id }) => id));
    });
  }

  private async attempt<T>(call: Promise<T>): Promise<T | undefined> {
    try {
      return await call;
    } catch (error) {
      this.compare.failure.value = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }
}
