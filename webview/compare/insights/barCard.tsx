import { useMemo, useState } from 'preact/hooks';
import { runLook } from '../../../src/protocol/palette';
import { toCsv } from '../../ui/csv';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatDelta, formatNumber, formatTogether } from '../../ui/numbers';
import { usePage } from '../pageContext';
import { PickableBars } from './barChart';
import { barsDrawing, type BarRow } from './barPlot';
import { barsOf, type Bar } from './bars';
import { ChartFrame, ExportButtons, Nothing } from './chartFrame';
import { toSvg } from './drawing';
import { toPng } from './exports';
import { metricField, type Column } from './fields';
import { usePointedRun } from './pointedRun';

/** Bars that are shown before somebody asks for more, and at most: a canvas has its limits. */
const FIRST_BARS = 12;
const MOST_BARS = 500;

/** The metric of every run, or of repeats their mean with its spread, best first. */
export function BarCard() {
  const { insights, strings } = usePage();
  const metric = insights.metric.value;
  const column = metric === undefined ? undefined : insights.columns.value.get(metricField(metric));
  return (
    <ChartFrame title={strings.insights.bars} class="">
      {(width) =>
        column === undefined ? <Nothing text={strings.noMetrics} /> : <Bars column={column} width={width} />
      }
    </ChartFrame>
  );
}

function Bars({ column, width }: { column: Column; width: number }) {
  const { insights, model, strings, theme } = usePage();
  const texts = strings.insights;
  const [all, setAll] = useState(false);
  const bars = useBars(column);
  const runs = model.runs.value;
  const inside = insights.inside.value;
  const lifted = model.lifted.value;
  const pointed = usePointedRun();
  const look = theme.value;
  const shown = bars.slice(0, all ? MOST_BARS : FIRST_BARS);
  const rows = useMemo(() => {
    const values = formatTogether(shown.map(({ value }) => value));
    return shown.map((bar, i): BarRow => {
      const own = bar.runs.map((run) => runs[run]!);
      const isFaded =
        lifted === undefined ? bar.runs.every((run) => inside?.[run] === 0) : !own.some(({ id }) => id === lifted);
      return {
        label: bar.runs.length > 1 ? `${own[0]!.name} +${bar.runs.length - 1}` : own[0]!.name,
        value: bar.value,
        ...(bar.sd === undefined ? {} : { low: bar.value - bar.sd, high: bar.value + bar.sd }),
        note: noteOf(bar, values[i]!),
        color: runLook(look.kind, own[0]!.colorIndex).color,
        faded: isFaded,
      };
    });
  }, [bars, shown.length, runs, inside, lifted, look]);
  if (bars.length === 0) return <Nothing text={texts.noPoints} />;
  const [best] = bars;
  const summary = fillTemplate(texts.barsSummary, column.key, runs[best!.runs[0]!]!.name, formatNumber(best!.value));
  const found = pointed.place === undefined ? -1 : shown.findIndex((bar) => bar.runs.includes(pointed.place!));
  const at = found < 0 ? undefined : found;
  return (
    <>
      <PickableBars
        rows={rows}
        width={width}
        label={`${summary} ${texts.markKeys}`}
        at={at}
        told={at === undefined ? '' : pointed.tell([`${column.key} ${rows[at]!.note}`])}
        onPoint={(row) => pointed.point(row === undefined ? undefined : shown[row]!.runs[0])}
        onPick={pointed.pick}
      />
      <footer class="across-foot">
        <span class="secondary">
          {bars.length > shown.length && fillTemplate(texts.shownOf, shown.length, bars.length)}{' '}
          {bars.length > FIRST_BARS && (
            <button type="button" class="link" onClick={() => setAll(!all)}>
              {all ? texts.showFewer : texts.showMore}
            </button>
          )}
        </span>
        <ExportButtons
          name={column.key.slice(0, 80)}
          png={() => toPng(barsDrawing(rows, width, look))}
          svg={() => toSvg(barsDrawing(rows, width, look))}
          csv={() => csvOf(column, bars, runs)}
        />
      </footer>
    </>
  );
}

function useBars(column: Column): Bar[] {
  const { insights, model } = usePage();
  const runs = model.runs.value;
  const units = model.units.value;
  const direction = insights.directionOf(column);
  return useMemo(() => {
    const places = new Map(runs.map(({ id }, place) => [id, place]));
    const groups = units.map((unit) => unit.flatMap((id) => places.get(id) ?? []));
    return barsOf(groups, column.numbers!, (run) => column.texts[run] !== undefined, direction);
  }, [runs, units, column, direction]);
}

function noteOf({ sd, n }: Bar, value: string): string {
  return sd === undefined ? value : `${value} ± ${formatDelta(sd)} n=${n}`;
}

function csvOf(column: Column, bars: readonly Bar[], runs: readonly { name: string }[]): string {
  const rows = bars.map(({ runs: own, value, sd, n }) => {
    return [own.map((run) => runs[run]!.name).join(' '), value, sd, n];
  });
  return toCsv([['run', column.key, 'sd', 'n'], ...rows]);
}
