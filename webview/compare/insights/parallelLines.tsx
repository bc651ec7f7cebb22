import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ChartTheme } from '../../charts/theme';
import { sizedContext } from './chartCanvas';
import { drawLines, type LineBatch, type LineStyle } from './lineDrawing';
import type { markKeys } from './markKeys';
import { PLOT_HEIGHT, type ParallelPlot } from './parallelPlot';

/** The lines of parallel coordinates, on a canvas for each part that changes by itself. */
export function ParallelLines(props: {
  plot: ParallelPlot;
  faded: readonly LineBatch[];
  active: readonly LineBatch[];
  /** Place of the run that is in front of all others. */
  lifted: { run: number; style: LineStyle } | undefined;
  theme: ChartTheme;
  /** The lines take the focus: the controls of the axes beside them have keys of their own. */
  keys: ReturnType<typeof markKeys>;
  children: ComponentChildren;
}) {
  const { plot, faded, active, lifted, theme } = props;
  const front: LineBatch[] = lifted === undefined ? [] : [liftedBatch(lifted, theme)];
  return (
    <div class={`pcp-lines ${lifted === undefined ? '' : 'behind'}`} {...props.keys}>
      <LineCanvas plot={plot} batches={faded} />
      <LineCanvas plot={plot} batches={active} />
      <LineCanvas plot={plot} batches={front} front />
      {props.children}
    </div>
  );
}

function liftedBatch({ run, style }: { run: number; style: LineStyle }, { foreground }: ChartTheme): LineBatch {
  return { style: { ...style, color: style.color.slice(0, 7) || foreground, width: 3 }, runs: [run] };
}

function LineCanvas({ plot, batches, front }: { plot: ParallelPlot; batches: readonly LineBatch[]; front?: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const ctx = canvas.current && sizedContext(canvas.current, plot.width, PLOT_HEIGHT);
    return ctx ? drawLines(ctx, plot, batches) : undefined;
  }, [plot, batches]);
  return <canvas ref={canvas} class={front === true ? 'front' : ''} aria-hidden="true" />;
}
