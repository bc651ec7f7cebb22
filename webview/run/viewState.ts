import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { RUN_TABS, type RunTab } from '../../src/protocol/runPage';
import type { VsCodeApi } from '../ui/vscodeApi';

/** How a person has set the page up; it outlives a hidden page and a reload of the window. */
export interface ViewState {
  tab: Signal<RunTab>;
  /** Names of what was unfolded. */
  unfolded: Signal<readonly string[]>;
  /** What the charts are searched for. */
  metricSearch: Signal<string>;
  /** The metric that the machine is held against. */
  machineMetric: Signal<string | undefined>;
  allCode: Signal<boolean>;
}

/** Restores the state, and keeps it whenever it changes, with the run that is shown. */
export function keepViewState(
  api: VsCodeApi,
  shown: { folder: ReadonlySignal<string | undefined>; runId: ReadonlySignal<string | undefined> },
): ViewState {
  const saved = (api.getState() ?? {}) as Record<string, unknown>;
  const text = (name: string): string | undefined => (typeof saved[name] === 'string' ? saved[name] : undefined);
  const unfolded = saved['unfolded'];
  const state: ViewState = {
    tab: signal(RUN_TABS.find((tab) => tab === saved['tab']) ?? 'overview'),
    unfolded: signal(Array.isArray(unfolded) ? unfolded.map(String) : []),
    metricSearch: signal(text('metricSearch') ?? ''),
    machineMetric: signal(text('machineMetric')),
    allCode: signal(saved['allCode'] === true),
  };
  effect(() => {
    const kept = Object.fromEntries(Object.entries(state).map(([name, value]) => [name, (value as Signal).value]));
    const { folder, runId } = shown;
    // The host reads it when it restores a page, see `RunPanels`.
    if (runId.value !== undefined) api.setState({ ...kept, folder: folder.value, runId: runId.value });
  });
  return state;
}
