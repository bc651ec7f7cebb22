import { useEffect, useRef } from 'preact/hooks';
import { useWidth } from '../ui/elementSize';
import { CardContent } from './chartCard';
import './fullScreen.css';
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
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="full-screen" aria-label={metric} onClose={() => (fullScreen.value = undefined)}>
      <article class="chart-card">{width > 0 && <CardContent metric={metric} width={width} />}</article>
    </dialog>
  );
}
