/** Draws thousands of lines without holding the page up: in slices, each a small part of a frame. */

/** Milliseconds of a frame that drawing may take: the rest is the page's. */
const SLICE = 8;
/** Lines that are stroked at once: more slow down where they cross, fewer cost more calls. */
const AT_ONCE = 24;

export interface LineStyle {
  color: string;
  width: number;
  dash: readonly number[];
}

/** The lines of runs across axes, in pixels. */
export interface LineLayout {
  /** Of each axis. */
  xs: readonly number[];
  /** Of each axis the heights of all runs. */
  ys: readonly Float64Array[];
}

/** Lines of one style. */
export interface LineBatch {
  style: LineStyle;
  runs: readonly number[];
}

/** Draws batch after batch; gives a function that stops it. The first slice is drawn at once. */
export function drawLines(
  ctx: CanvasRenderingContext2D,
  layout: LineLayout,
  batches: readonly LineBatch[],
): () => void {
  const slices = strokes(ctx, layout, batches);
  let frame = 0;
  const go = (): void => {
    const end = performance.now() + SLICE;
    while (performance.now() < end) {
      if (slices.next().done === true) return;
    }
    frame = requestAnimationFrame(go);
  };
  go();
  return () => cancelAnimationFrame(frame);
}

/** The same to its end, for pictures. */
export function drawAllLines(ctx: CanvasRenderingContext2D, layout: LineLayout, batches: readonly LineBatch[]): void {
  const slices = strokes(ctx, layout, batches);
  while (slices.next().done !== true);
}

function* strokes(
  ctx: CanvasRenderingContext2D,
  { xs, ys }: LineLayout,
  batches: readonly LineBatch[],
): Generator<undefined, void> {
  for (const { style, runs } of batches) {
    for (let from = 0; from < runs.length; from += AT_ONCE) {
      ctx.strokeStyle = style.color;
      ctx.lineWidth = style.width;
      ctx.lineJoin = 'round';
      ctx.setLineDash([...style.dash]);
      ctx.beginPath();
      for (const run of runs.slice(from, from + AT_ONCE)) {
        for (const [axis, x] of xs.entries()) {
          if (axis === 0) ctx.moveTo(x, ys[0]![run]!);
          else ctx.lineTo(x, ys[axis]![run]!);
        }
      }
      ctx.stroke();
      yield;
    }
  }
}

/** The run whose line is nearest to a point, of those wanted; `undefined` where none is as near as `reach` pixels. */
export function nearestLine(
  { xs, ys }: LineLayout,
  x: number,
  y: number,
  reach: number,
  isWanted: (run: number) => boolean,
): number | undefined {
  const right = Math.max(
    1,
    Math.min(
      xs.length - 1,
      xs.findIndex((at) => at >= x),
    ),
  );
  const [left, next] = [ys[right - 1], ys[right]];
  if (left === undefined || next === undefined) return undefined;
  const [from, to] = [xs[right - 1]!, xs[right]!];
  const part = Math.max(0, Math.min(1, (x - from) / (to - from)));
  let [best, nearest] = [reach, -1];
  for (let run = 0; run < left.length; run += 1) {
    const slope = (next[run]! - left[run]!) / (to - from);
    // Across the line, not straight down: steep lines are far from what is below them.
    const distance = Math.abs(left[run]! + part * (next[run]! - left[run]!) - y) / Math.hypot(1, slope);
    if (distance < best && isWanted(run)) [best, nearest] = [distance, run];
  }
  return nearest < 0 ? undefined : nearest;
}
