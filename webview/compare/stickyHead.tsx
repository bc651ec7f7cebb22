import { useLayoutEffect, useRef } from 'preact/hooks';
import { RunChips } from './runChips';
import { Toolbar } from './toolbar';

/** Room between the head and what is scrolled to below it, px. */
const GAP = 8;

/** Legend and toolbar. They stay in sight above the charts, and whatever is scrolled to or gets the focus stops below them. */
export function StickyHead() {
  const head = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (head.current === null) return undefined;
    const page = document.documentElement;
    const observer = new ResizeObserver(([entry]) => {
      const [size] = entry?.borderBoxSize ?? [];
      if (size !== undefined) page.style.scrollPaddingTop = `${size.blockSize + GAP}px`;
    });
    observer.observe(head.current);
    return () => {
      observer.disconnect();
      page.style.scrollPaddingTop = '';
    };
  }, []);
  return (
    <div ref={head} class="sticky">
      <RunChips />
      <Toolbar />
    </div>
  );
}
