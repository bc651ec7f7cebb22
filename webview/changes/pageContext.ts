import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ChangesStrings } from '../../src/protocol/changesPage';
import type { ChartTheme } from '../charts/theme';
import type { ChangesModel } from './changesModel';
import { createPageContext } from '../ui/pageContext';

interface PageContext {
  model: ChangesModel;
  strings: ChangesStrings;
  theme: ReadonlySignal<ChartTheme>;
  /** Names of lists that are shown to their end; they outlive a hidden page. */
  unfolded: Signal<readonly string[]>;
}

export const { PageProvider, usePage } = createPageContext<PageContext>();
