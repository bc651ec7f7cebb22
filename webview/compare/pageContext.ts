import type { ReadonlySignal, Signal } from '@preact/signals';
import { createContext, h, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { CompareStrings } from '../../src/protocol/pagesApi';
import type { Crosshair } from '../charts/lineChart';
import type { ChartTheme } from '../charts/theme';
import type { CompareModel } from './compareModel';
import type { ViewState } from './viewState';

export interface PageContext {
  model: CompareModel;
  view: ViewState;
  strings: CompareStrings;
  theme: ReadonlySignal<ChartTheme>;
  crosshair: Signal<Crosshair | undefined>;
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
