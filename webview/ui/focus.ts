/** Gives an element the focus. A heading or a card, which takes none by itself, takes it this once. */
export function takeFocus(element: HTMLElement, options?: FocusOptions): void {
  if (element.tabIndex < 0) {
    element.tabIndex = -1;
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus(options);
}

/**
 * Called before an element goes: the one that comes to stand in its place among those of a selector takes the focus, else
 * the last of them, else what `otherwise` selects.
 */
export function passFocusOn(gone: Element, selector: string, otherwise: string): void {
  const place = [...document.querySelectorAll(selector)].indexOf(gone);
  // The page is made anew before the next frame.
  requestAnimationFrame(() => {
    const left = document.querySelectorAll<HTMLElement>(selector);
    const next = left[place] ?? left[left.length - 1] ?? document.querySelector<HTMLElement>(otherwise);
    if (next !== null) takeFocus(next);
  });
}
