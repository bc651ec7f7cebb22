import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ChartFormat } from '../../../src/protocol/compareCharts';
import type { RunId } from '../../../src/protocol/entities';
import type { LoggedStrings } from '../../../src/protocol/loggedPage';
import type { ChartTheme } from '../../charts/theme';
import { createPageContext } from '../../ui/pageContext';
import type { FailureStrings } from '../../ui/states';
import type { LoggedModel } from './loggedModel';

/** What logged data needs of the page that it is shown on. */
interface LoggedContext {
  logged: LoggedModel;
  /** The runs of the page, in its order. */
  runs: ReadonlySignal<readonly { id: RunId; name: string; colorIndex: number }[]>;
  /** The run under the pointer, the one that was clicked, and which of them is in front. */
  pointedAt: Signal<RunId | undefined>;
  pinned: ReadonlySignal<RunId | undefined>;
  lifted: ReadonlySignal<RunId | undefined>;
  pin: (runId: RunId) => void;
  /** What names are searched for. */
  search: ReadonlySignal<string>;
  /** Names of groups that are folded. */
  toggled: Signal<readonly string[]>;
  strings: FailureStrings & { loading: string; logged: LoggedStrings };
  theme: ReadonlySignal<ChartTheme>;
  /** Hands a chart to the host, which asks where to keep it. */
  save: (name: string, format: ChartFormat, content: string | Uint8Array) => void;
}

export const { PageProvider: LoggedProvider, usePage: useLogged } = createPageContext<LoggedContext>();
