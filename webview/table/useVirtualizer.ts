import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useState } from 'preact/hooks';

type Options = Pick<
  VirtualizerOptions<HTMLElement, HTMLElement>,
  | 'count'
  | 'getScrollElement'
  | 'estimateSize'
  | 'horizontal'
  | 'overscan'
  | 'paddingStart'
  | 'scrollPaddingStart'
  | 'initialRect'
>;

/** Which rows or columns of a scrolling element are in sight; the component is drawn again when others come into it. */
export function useVirtualizer(options: Options): Virtualizer<HTMLElement, HTMLElement> {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const resolved: VirtualizerOptions<HTMLElement, HTMLElement> = {
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    ...options,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer(resolved));
  virtualizer.setOptions(resolved);
  // What the library's own adapters call.
  useLayoutEffect(() => virtualizer['_didMount'](), [virtualizer]);
  useLayoutEffect(() => virtualizer['_willUpdate']());
  return virtualizer;
}
