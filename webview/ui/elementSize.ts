import { useLayoutEffect, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** Elements that are so near to the viewport count as visible, CSS pixels. */
const MARGIN = 240;

/** One observer for all elements: a page may have thousands. */
const listeners = new Map<Element, (visible: boolean, height: number) => void>();
let observer: IntersectionObserver | undefined;
/** Observed since the last task. The observer tells of them a frame later, which would be one without their content. */
let fresh: Element[] = [];
/** From the first print on all is in sight and stays so: of a browser that did not wait, the second print is whole. */
let printed = false;

function observe(element: Element, listener: (visible: boolean, height: number) => void): () => void {
  observer ??= createObserver();
  listeners.set(element, listener);
  if (printed) listener(true, 0);
  else observer.observe(element);
  if (fresh.push(element) === 1) queueMicrotask(lookAtFresh);
  return () => {
    listeners.delete(element);
    observer?.unobserve(element);
  };
}

function createObserver(): IntersectionObserver {
  const created = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        listeners.get(target)?.(isIntersecting, boundingClientRect.height);
      }
    },
    { rootMargin: `${MARGIN}px 0px` },
  );
  window.addEventListener('beforeprint', () => {
    printed = true;
    created.disconnect();
    for (const listener of listeners.values()) listener(true, 0);
  });
  return created;
}

/** Elements that were made together are measured together: one layout for all. */
function lookAtFresh(): void {
  const places = fresh.map((element) => ({ element, rect: element.getBoundingClientRect() }));
  fresh = [];
  for (const { element, rect } of places) {
    const isNear = rect.bottom >= -MARGIN && rect.top <= window.innerHeight + MARGIN;
    if (isNear && element.isConnected) listeners.get(element)?.(true, rect.height);
  }
}

/** Whether the element is in or near the viewport, so that only what is seen is built. */
export function useVisible(ref: RefObject<Element | null>): boolean {
  const [visible, setVisible] = useState(false);
  useLayoutEffect(() => (ref.current === null ? undefined : observe(ref.current, setVisible)), [ref]);
  return visible;
}

/** The same for an element that is empty out of sight, but stays as high as it was there: nothing jumps. */
export function useVisibleInPlace(ref: RefObject<HTMLElement | null>): boolean {
  const [visible, setVisible] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    return observe(element, (isVisible, height) => {
      element.style.minHeight = isVisible ? '' : `${height}px`;
      setVisible(isVisible);
    });
  }, [ref]);
  return visible;
}

/**
 * The element's content width in CSS pixels; 0 before it is known. It is measured before the first frame: pages whose parts
 * wait for their widths one inside the other would lose some frames for each.
 */
export function useWidth(ref: RefObject<Element | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (ref.current === null) return undefined;
    setWidth(Math.round(contentWidth(ref.current)));
    const observer = new ResizeObserver((entries) => setWidth(Math.round(entries.at(-1)?.contentRect.width ?? 0)));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

function contentWidth(element: Element): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return Math.max(0, element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight));
}
