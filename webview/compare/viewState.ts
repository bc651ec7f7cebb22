import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { DEFAULT_SETTINGS, parseSettings, type ChartSettings } from '../../src/protocol/chartSettings';
import type { RunId } from '../../src/protocol/entities';
import type { VsCodeApi } from '../ui/vscodeApi';
import { parseZooms, type ChartZoom } from './chartZoom';
import { parseInsightsState, type InsightsState } from './insights/insightsState';
import { parsePlotSettings, type PlotSettings } from './logged/plotSettings';

/** How a person has set the page up; it outlives a hidden page and a reload of the window. */
export interface ViewState extends Settings {
  /** All of it as it is kept, for a report that is to look the same. */
  kept: ReadonlySignal<object>;
}

interface Settings {
  search: Signal<string>;
  onlyDifferences: Signal<boolean>;
  /** How charts draw their lines, unless they have settings of their own. */
  settings: Signal<ChartSettings>;
  /** Names of groups of charts that were folded, or unfolded where they are folded at first. */
  toggled: Signal<readonly string[]>;
  /** Of the charts across runs. */
  insights: Signal<InsightsState>;
  /** Of what runs logged besides numbers. */
  plots: Signal<Readonly<Record<string, PlotSettings>>>;
}

/** What the page shows. The host reads it from the state when it restores a page, see `ComparePanels`. */
interface Shown {
  folder: Signal<string | undefined>;
  runIds: Signal<readonly string[]>;
  groupRepeats: Signal<boolean>;
  pinned: Signal<RunId | undefined>;
  zooms: Signal<Readonly<Record<string, ChartZoom>>>;
}

/** Zooming by a wheel changes the state many times a second: it is kept when it rests for so long, ms. */
const ZOOM_REST = 300;

/** Restores the state, and keeps it whenever it changes, with what the page shows. */
export function keepViewState(api: VsCodeApi, shown: Shown): ViewState {
  const { folder, runIds, groupRepeats, pinned, zooms } = shown;
  const saved = (api.getState() ?? {}) as Record<string, unknown>;
  const toggled = saved['toggled'];
  groupRepeats.value = saved['groupRepeats'] === true;
  pinned.value = typeof saved['pinned'] === 'string' ? saved['pinned'] : undefined;
  zooms.value = parseZooms(saved['zooms']);
  const keptZooms = signal(zooms.value);
  effect(() => {
    const next = zooms.value;
    const timer = setTimeout(() => (keptZooms.value = next), ZOOM_REST);
    return () => clearTimeout(timer);
  });
  const state: Settings = {
    settings: signal({ ...DEFAULT_SETTINGS, ...parseSettings(saved['settings']) }),
    search: signal(typeof saved['search'] === 'string' ? saved['search'] : ''),
    onlyDifferences: signal(saved['onlyDifferences'] !== false),
    toggled: signal(Array.isArray(toggled) ? toggled.map(String) : []),
    insights: signal(parseInsightsState(saved['insights'])),
    plots: signal(parsePlotSettings(saved['plots'])),
  };
  const kept = computed(() => {
    const { search, onlyDifferences, settings, toggled: names, insights, plots } = state;
    return {
      search: search.value,
      onlyDifferences: onlyDifferences.value,
      settings: settings.value,
      groupRepeats: groupRepeats.value,
      toggled: names.value,
      insights: insights.value,
      plots: plots.value,
      ...(pinned.value === undefined ? {} : { pinned: pinned.value }),
      zooms: keptZooms.value,
    };
  });
  let restored = false;
  effect(() => {
    const ids = runIds.value;
    // Before the host has said which runs to show, the saved ones are still the right ones.
    if (restored || ids.length > 0) api.setState({ ...kept.value, folder: folder.value, runIds: ids });
    restored ||= ids.length > 0;
  });
  return { ...state, kept };
}
