import { effect, untracked } from '@preact/signals';
import { ROW_HEIGHT } from './columnGeometry';
import { placeOf } from './keptPlace';
import type { TableModel } from './tableModel';

/** Where one is moves with every key: it is written when that rests for so long, ms. */
const REST_MS = 150;

/** Keeps what VS Code gives back when it builds the page again. The host reads folder and view, see `TablePanels`. */
export function keepState(model: TableModel, api: { setState(state: unknown): void }): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    if (!model.isReady.peek()) return;
    const grid = document.querySelector('.grid');
    const first = Math.floor((grid?.scrollTop ?? 0) / ROW_HEIGHT);
    const place = placeOf(model, first, grid?.scrollLeft ?? 0);
    api.setState({ folder: model.folder.peek(), view: model.view.peek(), place });
  };
  const writeSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, REST_MS);
  };
  effect(() => {
    void [model.isReady.value, model.view.value];
    untracked(write);
  });
  effect(() => {
    void [model.selection.active.value, model.selection.runIds.value, model.order.expanded.value];
    writeSoon();
  });
  // Scrolling does not bubble.
  document.addEventListener('scroll', writeSoon, { capture: true, passive: true });
  document.addEventListener('visibilitychange', write);
}
