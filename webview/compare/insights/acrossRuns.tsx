import { usePage } from '../pageContext';
import { BarCard } from './barCard';
import { FieldSelect } from './fieldSelect';
import { metricField } from './fields';
import { ImportanceCard } from './importanceCard';
import './insights.css';
import { ParallelCard } from './parallelCard';
import { ScatterCard } from './scatterCard';

/** Charts in which every run is one mark: what the runs were given, and what came of it. */
export function AcrossRuns() {
  const { insights, model, strings } = usePage();
  const texts = strings.insights;
  if (model.runs.value.length < 2) return null;
  return (
    <section id="across" aria-label={texts.acrossRuns}>
      <div class="section-head across-top">
        <h2>{texts.acrossRuns}</h2>
        {insights.metric.value !== undefined && (
          <>
            <FieldSelect
              label={texts.metric}
              value={metricField(insights.metric.value)}
              fields={insights.metrics.value}
              onChange={(id) => insights.set({ metric: id.slice(metricField('').length) })}
            />
            <ValueSwitch />
          </>
        )}
      </div>
      <div class="across-grid">
        <ParallelCard />
        <ScatterCard />
        <BarCard />
        <ImportanceCard />
      </div>
    </section>
  );
}

/** Whether runs are judged by the last value of a metric or by the best. */
function ValueSwitch() {
  const { insights, strings } = usePage();
  const { value } = insights.state.value;
  return (
    <span role="group" aria-label={strings.insights.judgedBy}>
      {(['last', 'best'] as const).map((one) => (
        <button
          key={one}
          type="button"
          class="toggle"
          aria-pressed={value === one}
          onClick={() => insights.set({ value: one })}
        >
          {strings[one]}
        </button>
      ))}
    </span>
  );
}
