import { useLayoutEffect, useRef } from 'preact/hooks';
import { MOST_LABELS } from '../charts/lineMarks';
import type { LineChartView } from '../charts/lineChartView';
import { useWidth } from '../ui/elementSize';
import { CardHeader } from './cardHeader';
import { CardChart } from './chartCard';
import { useChartData } from './chartData';
import './fullScreen.css';
import { LineLegend } from './lineLegend';
import { usePage } from './pageContext';

/** One chart on the whole page, above the others; Escape leads back. */
export function FullScreen() {
  const { fullScreen } = usePage();
  const metric = fullScreen.value;
  return metric === undefined ? null : <FullScreenChart key={metric} metric={metric} />;
}

function FullScreenChart({ metric }: { metric: string }) {
  const { fullScreen } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  const width = useWidth(dialog);
  useLayoutEffect(() => {
    const own = dialog.current;
    own?.showModal();
    // A dialog that is closed gives the focus back, one that only vanishes does not.
    return () => own?.close();
  }, []);
  return (
    <dialog ref={dialog} class="full-screen" aria-label={metric} onClose={() => (fullScreen.value = undefined)}>
      <article class="chart-card">{width > 0 && <Content metric={metric} width={width} />}</article>
    </dialog>
  );
}

/** The runs that are the legend lie behind the dialog: it has one of its own where lines bear no names. */
function Content({ metric, width }: { metric: string; width: number }) {
  const view = useRef<LineChartView>(undefined);
  const data = useChartData(metric, width);
  const { lines = [] } = data;
  return (
    <>
      <CardHeader metric={metric} data={data} view={view} onMove={undefined} />
      <div class="full-screen-body">
        <div class="full-screen-chart">
          <CardChart metric={metric} data={data} view={view} />
        </div>
        {lines.length > MOST_LABELS && <LineLegend lines={lines} />}
      </div>
    </>
  );
}
