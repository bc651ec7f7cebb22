import type { ReadonlySignal, Signal } from '@preact/signals';
import type { CompareStrings } from '../../src/protocol/pagesApi';
import type { Crosshair } from '../charts/lineChart';
import type { ChartTheme } from '../charts/theme';
import type { CompareModel } from './compareModel';
import type { InsightsModel } from './insights/insightsModel';
import type { LoggedModel } from './logged/loggedModel';
import type { ViewState } from './viewState';
import { createPageContext } from '../ui/pageContext';

interface PageContext {
  model: CompareModel;
  insights: InsightsModel;
  logged: LoggedModel;
  view: ViewState;
  strings: CompareStrings;
  theme: ReadonlySignal<ChartTheme>;
  crosshair: Signal<Crosshair | undefined>;
  /** The metric whose chart fills the page. */
  fullScreen: Signal<string | undefined>;
  /** The metric whose chart is being dragged. */
  dragged: Signal<string | undefined>;
  /** Of the grid that the charts will stand in, CSS pixels; 0 before it is known. */
  gridWidth: Signal<number>;
  /** See `readFirstCharts`. */
  mayBuild: ReadonlySignal<boolean>;
}

export const { PageProvider, usePage } = createPageContext<PageContext>();
