import { useLayoutEffect, useRef } from 'preact/hooks';
import { HEIGHTS } from '../../src/protocol/compareLayout';
import type { ChartLine } from '../charts/chartLine';
import { LineChart } from '../charts/lineChart';
import type { LineChartView } from '../charts/lineChartView';
import { useVisible, useWidth } from '../ui/elementSize';
import { fillTemplate } from '../ui/fillTemplate';
import { formatNumber } from '../ui/numbers';
import { Button } from '../ui/toolkit';
import { CardHeader } from './cardHeader';
import './chartCard.css';
import { xLabel } from './chartAxes';
import { useChartData, type ChartData } from './chartData';
import { useChartDrop } from './chartDrag';
import { lastValue } from './chartLines';
import { chartSummary } from './chartSummary';
import { usePage } from './pageContext';
import { ResizeHandle } from './resizeHandle';

/** Lines whose last values a chart is labelled with; nobody listens to more. */
const MOST_TOLD = 10;

/** The chart of one metric in the grid. Out of sight it is an empty box of the same size, so that nothing jumps. */
export function ChartCard(props: {
  metric: string;
  /** The charts that it can change places with, in their order. */
  group: readonly string[];
  /** How many columns the grid has. */
  columns: number;
}) {
  const { metric, group } = props;
  const { model } = usePage();
  const card = useRef<HTMLElement>(null);
  const visible = useVisible(card);
  const { height = HEIGHTS.usual, columns = 1 } = model.layout.of(metric);
  const drop = useChartDrop(metric, group);
  useLayoutEffect(() => {
    if (card.current === null) return;
    card.current.style.height = `${height}px`;
    card.current.style.gridColumn = `span ${Math.min(columns, props.columns)}`;
  }, [height, columns, props.columns]);

  /** The card keeps the focus in its new place. */
  const move = (by: number): void => {
    const focused = document.activeElement as HTMLElement | null;
    model.layout.move(group, metric, group.indexOf(metric) + by);
    requestAnimationFrame(() => focused?.focus());
  };
  return (
    <article
      ref={card}
      class={`chart-card ${drop.side === undefined ? '' : `drop-${drop.side}`}`}
      aria-label={metric}
      {...drop.handlers}
      onKeyDownCapture={(event) => {
        if (!(event.ctrlKey || event.metaKey) || !event.shiftKey) return;
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        event.stopPropagation();
        move(event.key === 'ArrowRight' ? 1 : -1);
      }}
    >
      {visible && <VisibleCard metric={metric} card={card} onMove={move} />}
    </article>
  );
}

/** What a card holds while it is in sight. */
function VisibleCard(props: { metric: string; card: { current: HTMLElement | null }; onMove: (by: number) => void }) {
  const width = useWidth(props.card);
  return (
    <>
      {width > 0 && <CardContent metric={props.metric} width={width} onMove={props.onMove} />}
      <ResizeHandle metric={props.metric} card={props.card} />
    </>
  );
}

/** Head and chart. */
function CardContent(props: {
  metric: string;
  width: number;
  /** Moves the chart by so many places. */
  onMove: (by: number) => void;
}) {
  const { metric, width } = props;
  const view = useRef<LineChartView>(undefined);
  const data = useChartData(metric, width);
  return (
    <>
      <CardHeader metric={metric} data={data} view={view} onMove={props.onMove} />
      <CardChart metric={metric} data={data} view={view} />
    </>
  );
}

/** The chart itself, or what stands in its place. */
export function CardChart(props: { metric: string; data: ChartData; view: { current: LineChartView | undefined } }) {
  const { metric, data, view } = props;
  const { model, strings, theme, crosshair } = usePage();
  const { failure, lines, frame } = data;
  if (failure !== undefined && lines === undefined) {
    return (
      <div class="hint" role="alert">
        <p>{failure}</p>
        <Button onClick={data.retry}>{strings.retry}</Button>
      </div>
    );
  }
  if (lines === undefined) return <div class="bone chart" aria-busy="true" aria-label={strings.loading} />;
  const x = xLabel(data.settings.x, strings);
  return (
    <>
      {failure !== undefined && (
        <p class="chart-failure" role="alert">
          <span class="cut" title={failure}>
            {failure}
          </span>
          <button type="button" class="link" onClick={data.retry}>
            {strings.retry}
          </button>
        </p>
      )}
      <LineChart
        id={metric}
        lines={lines}
        frame={frame}
        label={fillTemplate(strings.chartLabel, metric, x, lastValues(lines, strings.moreLines))}
        description={chartSummary(lines, frame.xKind, strings)}
        best={model.directionOf(metric)}
        bestPoint={data.best}
        stepLabel={x}
        axis={x}
        columns={strings}
        onZoom={data.zoomTo}
        view={view}
        theme={theme}
        lifted={model.liftedLine}
        brushed={model.brushedLines}
        crosshair={crosshair}
      />
    </>
  );
}

function lastValues(lines: readonly ChartLine[], more: string): string {
  const told = lines.slice(0, MOST_TOLD).map((line) => `${line.name} ${formatNumber(lastValue(line))}`);
  const others = lines.length - told.length;
  return [...told, ...(others > 0 ? [fillTemplate(more, others)] : [])].join(', ');
}
