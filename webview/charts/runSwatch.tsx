import type { ReadonlySignal } from '@preact/signals';
import { MARKER_PATHS, runLook } from '../../src/protocol/palette';
import type { ChartTheme } from './theme';

/** A run's colour, dash and marker as a piece of its line. Decoration: the name stands beside it. */
export function RunSwatch(props: { colorIndex: number; theme: ReadonlySignal<ChartTheme> }) {
  const look = runLook(props.theme.value.kind, props.colorIndex);
  return (
    <svg class="swatch" width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">
      <path d="M0 6H24" stroke={look.color} stroke-width="2" stroke-dasharray={look.dash.join(' ')} />
      <path d={MARKER_PATHS[look.marker]} transform="translate(7 1) scale(.625)" fill={look.color} />
    </svg>
  );
}
