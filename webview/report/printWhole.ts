/** How long is waited for charts before the page is printed as it is, ms. */
const LONGEST_WAIT = 10_000;

/**
 * Has Ctrl+P wait until the charts out of sight are drawn. A browser says when it prints, upon which the page draws them, but
 * some browsers take the page as it is at that moment.
 */
export function printWhole(): void {
  window.addEventListener('keydown', (event) => {
    const { altKey, ctrlKey, key, metaKey, shiftKey } = event;
    if (!(ctrlKey || metaKey) || altKey || shiftKey || key.toLowerCase() !== 'p') return;
    event.preventDefault();
    window.dispatchEvent(new Event('beforeprint'));
    void allDrawn().then(() => window.print());
  });
}

/** Resolves once nothing on the page waits for its points, and the browser has painted that. */
async function allDrawn(): Promise<void> {
  const until = performance.now() + LONGEST_WAIT;
  // What comes into sight says that it is busy in the frame after that.
  for (let quiet = 0; quiet < 3 && performance.now() < until;) {
    await new Promise(requestAnimationFrame);
    quiet = document.querySelector('[aria-busy="true"]') === null ? quiet + 1 : 0;
  }
}
