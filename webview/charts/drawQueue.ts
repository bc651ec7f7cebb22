/** What is drawn in one frame, ms: a page full of charts still answers keys and shows the first ones at once. */
const SHARE = 12;

const waiting = new Set<() => void>();
let isAsked = false;

/** Draws in the next frame, or in one of those after it if there is much to draw. The same function is called once. */
export function drawSoon(draw: () => void): void {
  waiting.add(draw);
  askForFrame();
}

export function drawNever(draw: () => void): void {
  waiting.delete(draw);
}

function askForFrame(): void {
  if (isAsked || waiting.size === 0) return;
  isAsked = true;
  requestAnimationFrame(drawShare);
}

function drawShare(): void {
  isAsked = false;
  const end = performance.now() + SHARE;
  try {
    for (const draw of waiting) {
      waiting.delete(draw);
      draw();
      if (performance.now() >= end) break;
    }
  } finally {
    askForFrame();
  }
}
