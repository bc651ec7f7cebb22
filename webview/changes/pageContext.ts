import type { ReadonlySignal, Signal } from '@preact/signals';
import { createContext, h, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { ChangesStrings } from '../../src/protocol/changesPage';
import type { ChartTheme } from '../charts/theme';
import type { ChangesModel } from './changesModel';

export interface PageContext {
  model: ChangesModel;
  strings: ChangesStrings;
  theme: ReadonlySignal<ChartTheme>;
  /** Names of lists that are shown to their end; they outlive a hidden page. */
  unfolded: Signal<readonly string[]>;
}

const Context = createContext<PageContext | undefined>(undefined);

export function PageProvider(props: { value: PageContext; children: ComponentChildren }) {
  return h(Context, { value: props.value }, props.children);
}

export function usePage(): PageContext {
  const page = useContext(Context);
  if (page === undefined) throw new Error('Rendered outside the page.');
  return page;
}
