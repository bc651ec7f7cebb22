import type { Series } from '../../../src/protocol/entities';
import { runLook } from '../../../src/protocol/palette';
import { usePage } from '../pageContext';

const WIDTH = 120;
const HEIGHT = 18;
/** Diameter of the end point, and room for it where the picture is half as wide. */
const END_SIZE = 4;
const MARGIN = 4;

/** The course of a metric in the colour of its run. What is not finite is a gap. Decoration: the numbers stand beside it. */
export function Sparkline({ series, colorIndex }: { series: Series; colorIndex: number }) {
  const { theme } = usePage();
  const { color } = runLook(theme.value.kind, colorIndex);
  const points = place(series);
  const last = points.findLast((point) => point !== undefined);
  return (
    <svg
      class="sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      stroke={color}
      fill="none"
      aria-hidden="true"
    >
      <path d={pathOf(points)} stroke-width="1.5" stroke-linejoin="round" vector-effect="non-scaling-stroke" />
      {/* A line without length: it stays round however wide the picture is. */}
      {last !== undefined && (
        <path
          d={`M${last.x} ${last.y}h0`}
          stroke-width={END_SIZE}
          stroke-linecap="round"
          vector-effect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}

interface Place {
  x: number;
  y: number;
}

/** Points in the picture; `undefined` for what is not finite. */
function place({ steps, values }: Series): (Place | undefined)[] {
  const finite = Array.from(values).filter(Number.isFinite);
  const [low, high] = [
    finite.reduce((a, b) => Math.min(a, b), Infinity),
    finite.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const first = steps[0] ?? 0;
  const span = (steps.at(-1) ?? 0) - first;
  return Array.from(values, (value, index) => {
    if (!Number.isFinite(value)) return undefined;
    const across = span > 0 ? ((steps[index] as number) - first) / span : 1;
    const up = high > low ? (value - low) / (high - low) : 0.5;
    return {
      x: MARGIN + across * (WIDTH - 2 * MARGIN),
      y: HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN),
    };
  });
}

function pathOf(points: readonly (Place | undefined)[]): string {
  return points
    .map((point, index) =>
      point === undefined
        ? ''
        : `${points[index - 1] === undefined ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`,
    )
    .join('');
}
