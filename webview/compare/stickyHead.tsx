import { useLayoutEffect, useRef } from 'preact/hooks';
import { RunChips } from './runChips';
import { Toolbar } from './toolbar';

/** Legend and toolbar. They stay in sight above the charts, and parts that are scrolled to stop below them. */
export function StickyHead() {
  const head = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (head.current === null) return undefined;
    const page = document.documentElement;
    const observer = new ResizeObserver(([entry]) => {
      const [size] = entry?.borderBoxSize ?? [];
      if (size !== undefined) page.style.setProperty('--head-height', `${size.blockSize}px`);
    });
    observer.observe(head.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={head} class="sticky">
      <RunChips />
      <Toolbar />
    </div>
  );
}
