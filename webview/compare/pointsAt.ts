import type { Signal } from '@preact/signals';
import type { RunId } from '../../src/protocol/entities';

/** Handlers of what stands for a run: all charts bring it to the front while it is under the pointer or has the focus. */
export function pointsAt(pointedAt: Signal<RunId | undefined>, runId: RunId) {
  const point = (to: RunId | undefined) => () => void (pointedAt.value = to);
  return {
    onPointerEnter: point(runId),
    onPointerLeave: point(undefined),
    // By mouse the pointer tells: the focus comes here too when what stands for another run is removed.
    onFocusIn: ({ target }: FocusEvent) => (target as Element).matches(':focus-visible') && point(runId)(),
    onFocusOut: point(undefined),
  };
}
