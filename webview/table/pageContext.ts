import type { ReadonlySignal, Signal } from '@preact/signals';
import type { TableStrings } from '../../src/protocol/tablePage';
import type { ChartTheme } from '../charts/theme';
import { createPageContext } from '../ui/pageContext';
import type { OpenMenu } from './openMenu';
import type { EditedCell } from './gridActions';
import type { TableModel } from './tableModel';

interface PageContext {
  model: TableModel;
  strings: TableStrings;
  theme: ReadonlySignal<ChartTheme>;
  /** Ms since 1970, as ages are told by; it moves now and then. */
  now: ReadonlySignal<number>;
  /** The menu in front of the table. */
  menu: Signal<OpenMenu | undefined>;
  editing: Signal<EditedCell | undefined>;
}

export const { PageProvider, usePage } = createPageContext<PageContext>();
