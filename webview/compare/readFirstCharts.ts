import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals';
import { cardWidth } from './chartGrid';
import { seriesRequest } from './chartData';
import type { CompareModel } from './compareModel';
import { FIRST_ENTRIES } from './seriesStore';
import { shownGroups } from './shownGroups';
import type { ViewState } from './viewState';

/** How long the page is not built for what was asked, ms: a little longer than the store takes for short runs. */
const MOST_WAIT = 50;

/**
 * Asks for the points of the first charts as soon as it is known which these are, and tells whether the page may be built.
 * To build it takes the thread on which the editor passes questions and answers on, so that it would hold them up.
 * `gridWidth` is that of the grid of charts, CSS pixels; nothing is asked for where it is 0.
 */
export function readFirstCharts(
  model: CompareModel,
  view: ViewState,
  gridWidth: ReadonlySignal<number>,
): ReadonlySignal<boolean> {
  const mayBuild = signal(false);
  const stop = effect(() => {
    if (model.comparison.value === undefined) return;
    const reading = untracked(() => read(model, view, gridWidth.value));
    void Promise.race([reading, new Promise((resolve) => setTimeout(resolve, MOST_WAIT))]).then(() => {
      stop();
      mayBuild.value = true;
    });
  });
  return mayBuild;
}

async function read(model: CompareModel, view: ViewState, gridWidth: number): Promise<void> {
  if (gridWidth === 0) return;
  const keys = shownGroups(model, view).flatMap((group) => (group.isOpen ? group.keys : []));
  const charts = keys.slice(0, FIRST_ENTRIES).map((key) => {
    const width = cardWidth(gridWidth, model.layout.of(key).columns ?? 1);
    return { request: seriesRequest(model, view, key), width };
  });
  await model.series.readAhead(charts);
}
