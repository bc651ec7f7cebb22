/** Runs in the page: the time from the next press of a button to the frame after an element appears, ms. */
export function timeFromClickTo(selector: string): Promise<number> {
  return new Promise((resolve) => {
    document.addEventListener(
      'pointerdown',
      () => {
        const start = performance.now();
        new MutationObserver((_, observer) => {
          if (document.querySelector(selector) === null) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - start));
        }).observe(document.body, { childList: true, subtree: true });
      },
      { capture: true, once: true },
    );
  });
}

/** The first row of the Runs view. */
export const FIRST_ROW = '.pane:has(.pane-header[aria-label="Runs Section"]) .monaco-list-row';
