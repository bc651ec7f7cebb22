import { DETAIL_METRICS, type MetricSummary, type Series } from '../../../src/protocol/entities';
import { metricDirection } from '../../../src/protocol/metricDirection';
import { fromWire } from '../../../src/protocol/numbers';
import { deltaClass, DeltaMark } from '../../ui/delta';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatDelta, formatNumber } from '../../ui/numbers';
import { countMetrics } from '../metricCount';
import { byImportance } from '../metricOrder';
import { usePage, useRun } from '../pageContext';
import { useLoaded } from '../useLoaded';
import { Sparkline } from './sparkline';

/** Rows before the rest is asked for. */
const MOST_ROWS = 8;
/** Columns that a sparkline is read with. */
const SPARK_COLUMNS = 60;
const NO_SERIES: ReadonlyMap<string, Series> = new Map();

/** The metrics with their last and best value, how they went, and the difference from the run they are held against. */
export function KeyMetrics() {
  const { model, view, strings } = usePage();
  const run = useRun();
  const metrics = byImportance(run.metrics, run.keyMetric?.key);
  const all = view.unfolded.value.includes('metrics');
  const shown = all ? metrics : metrics.slice(0, MOST_ROWS);
  const series = useSparklines(shown.map(({ key }) => key));
  const base = model.base.value;
  if (metrics.length === 0) return <p class="hint">{model.live.value ? strings.noMetricsYet : strings.noMetrics}</p>;
  return (
    <section aria-labelledby="metrics">
      <h2 id="metrics">
        {strings.metrics} <span class="count">{countMetrics(run)}</span>
      </h2>
      <div class="table-box">
        <table>
          <thead>
            <tr>
              <th scope="col">{strings.metric}</th>
              <th scope="col" class="value">
                {strings.last}
              </th>
              {base !== undefined && (
                <th scope="col" class="value" title={base.run.name}>
                  {strings.deltaTo[base.kind]}
                </th>
              )}
              <th scope="col" class="value">
                {strings.best}
              </th>
              <th scope="col">{strings.course}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((metric) => (
              <MetricRow key={metric.key} metric={metric} series={series.get(metric.key)} />
            ))}
          </tbody>
        </table>
      </div>
      {metrics.length > shown.length && (
        <button
          type="button"
          class="link fold"
          onClick={() => (view.unfolded.value = [...view.unfolded.value, 'metrics'])}
        >
          {fillTemplate(strings.showAll, metrics.length)}
        </button>
      )}
      {metrics.length === DETAIL_METRICS && (all || shown.length === metrics.length) && (
        <button type="button" class="link fold" onClick={() => (view.tab.value = 'charts')}>
          {fillTemplate(strings.allMetrics, run.metricCount)}
        </button>
      )}
    </section>
  );
}

function MetricRow({ metric, series }: { metric: MetricSummary; series: Series | undefined }) {
  const { model } = usePage();
  const run = useRun();
  const direction = model.directions.value[metric.key] ?? metricDirection(metric.key);
  const best = direction === undefined ? undefined : fromWire(direction === 'lower' ? metric.min : metric.max);
  return (
    <tr>
      <th scope="row" title={metric.key}>
        <bdi>{metric.key}</bdi>
      </th>
      <td class="value">{formatNumber(fromWire(metric.last) ?? Number.NaN)}</td>
      {model.base.value !== undefined && (
        <td class="value">
          <Delta metric={metric} direction={direction} />
        </td>
      )}
      <td class="value secondary">{best === undefined ? '–' : formatNumber(best)}</td>
      <td class="course">{series !== undefined && <Sparkline series={series} colorIndex={run.colorIndex} />}</td>
    </tr>
  );
}

/** The difference of the last values. */
function Delta({ metric, direction }: { metric: MetricSummary; direction: 'higher' | 'lower' | undefined }) {
  const { model, strings } = usePage();
  const before = model.baseDetail.value?.metrics.find(({ key }) => key === metric.key);
  const difference = (fromWire(metric.last) ?? Number.NaN) - (fromWire(before?.last) ?? Number.NaN);
  if (!Number.isFinite(difference)) return <span class="secondary">–</span>;
  if (difference === 0) return <span class="secondary">±0</span>;
  const better = direction === undefined ? undefined : difference > 0 === (direction === 'higher');
  const judged = better === undefined ? undefined : better ? strings.better : strings.worse;
  return (
    <span class={deltaClass(better)} title={judged}>
      <DeltaMark isUp={difference > 0} isBetter={better} />
      {difference > 0 ? '+' : '−'}
      {formatDelta(Math.abs(difference))}
      {judged !== undefined && <span class="visually-hidden"> {judged}</span>}
    </span>
  );
}

/** Series of these keys, read anew as the run goes on. */
function useSparklines(keys: readonly string[]): ReadonlyMap<string, Series> {
  const { model } = usePage();
  const run = useRun();
  const points = run.metrics.reduce((sum, { count }) => sum + count, 0);
  const read = async (): Promise<ReadonlyMap<string, Series>> => {
    if (keys.length === 0) return NO_SERIES;
    const found = await model.host.call('series', { runIds: [run.id], keys: [...keys], width: SPARK_COLUMNS });
    return new Map(found.map((one) => [one.key, one]));
  };
  // With other keys, and whenever there are more points.
  return useLoaded(NO_SERIES, read, [run.id, keys.join('\n'), points]);
}
