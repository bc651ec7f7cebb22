import { useMemo } from 'preact/hooks';
import type { Importance, MeasuredImportance, ParamImportance } from '../../../src/protocol/insightsApi';
import { toCsv } from '../../ui/csv';
import { fillTemplate } from '../../ui/fillTemplate';
import { FailureNotice } from '../../ui/states';
import { usePage } from '../pageContext';
import { BarChart } from './barChart';
import { barsDrawing, type BarRow } from './barPlot';
import { ChartFrame, ExportButtons, Nothing, Summary } from './chartFrame';
import { rampColor } from './colorRamp';
import { toSvg } from './drawing';
import { toPng } from './exports';
import { useAnswer } from './useAnswer';

const MOST_SHOWN = 12;

/** Which params the metric hangs on, as far as the runs can tell. */
export function ImportanceCard() {
  const { insights, strings } = usePage();
  return (
    <ChartFrame title={strings.insights.importance} class="wide low">
      {(width) =>
        insights.metric.value === undefined ? <Nothing text={strings.noMetrics} /> : <Measured width={width} />
      }
    </ChartFrame>
  );
}

function Measured({ width }: { width: number }) {
  const { insights, model, strings } = usePage();
  const ended = model.runs.value.filter(({ status }) => status === 'finished').length;
  // Measured anew when a run has ended, not with every point that comes.
  const question = JSON.stringify([
    'importance',
    insights.metric.value,
    insights.state.value.value,
    ended,
    model.runIds.value,
  ]);
  const { value, failure, waiting, retry } = useAnswer(question, () => insights.askImportance(), { kept: true });
  const notice = failure !== undefined && <FailureNotice message={failure} strings={strings} onRetry={retry} />;
  if (value === undefined) return notice || <Nothing text={strings.insights.measuring} />;
  return (
    <div class={waiting ? 'stale' : ''} aria-busy={waiting}>
      {notice}
      <Result importance={value} width={width} />
    </div>
  );
}

function Result({ importance, width }: { importance: Importance; width: number }) {
  const { strings } = usePage();
  const texts = strings.insights;
  if (importance.kind === 'few') {
    return <Nothing text={fillTemplate(texts.fewRuns, importance.runs, importance.needed)} />;
  }
  if (importance.kind === 'same') {
    return <Nothing text={importance.of === 'metric' ? texts.sameMetric : texts.sameParams} />;
  }
  const found = importance.params.filter(({ beyondChance }) => beyondChance).slice(0, MOST_SHOWN);
  return (
    <>
      {found.length === 0 ? (
        <Nothing text={fillTemplate(texts.onlyChance, importance.runs, importance.total)} />
      ) : (
        <ImportanceBars found={found} importance={importance} width={width} />
      )}
      <footer class="across-foot">
        <span class="secondary" title={texts.importanceMethod}>
          {fillTemplate(texts.restsOn, importance.runs, importance.leftOut, percent(Math.max(0, importance.explained)))}
        </span>
        {found.length > 0 && <Save found={found} importance={importance} width={width} />}
      </footer>
    </>
  );
}

interface Found {
  found: readonly ParamImportance[];
  importance: MeasuredImportance;
  width: number;
}

function useRows(found: readonly ParamImportance[]): BarRow[] {
  const { theme } = usePage();
  const { kind } = theme.value;
  return useMemo(
    () =>
      found.map((param) => ({
        label: [param.key, ...param.same].map((key) => key.slice(0, 200)).join(' = '),
        value: param.importance,
        low: param.low,
        high: param.high,
        note: correlationText(param),
        color: rampColor(kind, 0.4),
        faded: false,
      })),
    [found.map(({ key, importance }) => `${key} ${importance}`).join(), kind],
  );
}

function ImportanceBars({ found, importance, width }: Found) {
  const { strings } = usePage();
  const texts = strings.insights;
  const rows = useRows(found);
  const names = found.map(
    (param) => `${param.key.slice(0, 200)} ${percent(param.importance)} ${correlationText(param)}`,
  );
  const chance = importance.total - importance.params.filter(({ beyondChance }) => beyondChance).length;
  return (
    <>
      <Summary text={fillTemplate(texts.importanceSummary, names.join(', '))} />
      <p class="across-legend secondary">{texts.importanceLegend}</p>
      <BarChart rows={rows} width={width} />
      {chance > 0 && <p class="across-legend secondary">{fillTemplate(texts.othersChance, chance)}</p>}
    </>
  );
}

function Save({ found, importance, width }: Found) {
  const { strings, theme } = usePage();
  const rows = useRows(found);
  const drawing = () => barsDrawing(rows, width, theme.value);
  return (
    <ExportButtons
      name={strings.insights.importance}
      png={() => toPng(drawing())}
      svg={() => toSvg(drawing())}
      csv={() => csvOf(importance)}
    />
  );
}

/** Rank correlation with its sign: which way the metric goes with the param. */
function correlationText({ correlation }: ParamImportance): string {
  if (correlation === null) return '';
  const { rho } = correlation;
  return `ρ ${rho < 0 ? '−' : '+'}${Math.abs(rho).toFixed(2)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function csvOf({ params }: MeasuredImportance): string {
  const header = ['param', 'same', 'importance', 'low', 'high', 'beyond chance', 'rho', 'p', 'n'];
  const rows = params.map(({ key, same, importance, low, high, beyondChance, correlation }) => [
    key,
    same.join(' '),
    importance,
    low,
    high,
    beyondChance ? 1 : 0,
    correlation?.rho,
    correlation?.p,
    correlation?.n,
  ]);
  return toCsv([header, ...rows]);
}
