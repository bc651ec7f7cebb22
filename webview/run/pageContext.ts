import type { ReadonlySignal } from '@preact/signals';
import type { RunDetail } from '../../src/protocol/entities';
import type { RunPageStrings } from '../../src/protocol/runPageStrings';
import type { ChartTheme } from '../charts/theme';
import type { LoggedModel } from '../compare/logged/loggedModel';
import { createPageContext } from '../ui/pageContext';
import type { RunSeries } from './charts/runSeries';
import type { CodeModel } from './code/codeModel';
import type { OutputModel } from './output/outputModel';
import type { RunModel } from './runModel';
import type { ViewState } from './viewState';

interface PageContext {
  model: RunModel;
  output: OutputModel;
  series: RunSeries;
  code: CodeModel;
  logged: LoggedModel;
  view: ViewState;
  strings: RunPageStrings;
  locale: string;
  theme: ReadonlySignal<ChartTheme>;
  /** ms since 1970, counted on while the run is live. */
  now: ReadonlySignal<number>;
}

export const { PageProvider, usePage } = createPageContext<PageContext>();

/** The run, for what is drawn only when it is there. */
export function useRun(): RunDetail {
  const run = usePage().model.run.value;
  if (run === undefined) throw new Error('Rendered without a run.');
  return run;
}
