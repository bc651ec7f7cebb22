/**
 * What is run inside a page that is measured. Each function is sent there as text: it uses nothing of this file, and has no
 * function with a name inside, for which the bundler would call a helper.
 */

/** Scrolls an element to and fro for a while, a step in each frame, and gives the times between frames, ms. */
export async function framesWhileScrolling({ selector, ms }: { selector: string; ms: number }): Promise<number[]> {
  const element = document.querySelector(selector) ?? document.documentElement;
  const gaps: number[] = [];
  for (const [x, y] of [
    [0, 240],
    [160, 0],
    [0, -240],
    [-160, 0],
  ] as const) {
    let last = await new Promise(requestAnimationFrame);
    for (const end = last + ms / 4; last < end;) {
      element.scrollBy(x, y);
      const now = await new Promise(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
    }
  }
  return gaps;
}

/** Types a filter and gives the time until the table says of how many rows it is, and has painted them, ms. */
export async function timeFilter(text: string): Promise<number> {
  const input = document.querySelector<HTMLInputElement>('#filter')!;
  const before = document.querySelector('.grid')?.ariaRowCount;
  const start = performance.now();
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  let isPainted = false;
  while (!isPainted) {
    await new Promise(requestAnimationFrame);
    const isFilled = document.querySelector('[role="row"][aria-rowindex="2"] [role="gridcell"]') !== null;
    if (performance.now() - start > 20_000) throw new Error(`The rows for ${text} were not painted`);
    isPainted = isFilled && document.querySelector('.grid')?.ariaRowCount !== before;
  }
  // The frame in which they were seen is being made.
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}

/** Zooms the first chart in by a key and gives the time until it was drawn for the last time, ms. */
export async function timeZoom(): Promise<number> {
  const chart = document.querySelector<HTMLElement>('.chart')!;
  const context = chart.querySelector('canvas')!.getContext('2d')!;
  const clear = context.clearRect.bind(context);
  const start = performance.now();
  let drawnAt = start;
  context.clearRect = (...box) => {
    clear(...box);
    // What is cleared is drawn before the script ends.
    queueMicrotask(() => (drawnAt = performance.now()));
  };
  chart.focus();
  chart.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  context.clearRect = clear;
  return drawnAt - start;
}
