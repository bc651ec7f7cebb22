/** The areas that bands cover, as a canvas and an SVG fill them. */
import type { BandPoint } from './chartLine';
import type { Range } from './chartRange';

/**
 * The outlines of a band in pixels: one for each stretch without a gap, along its upper side and back along the lower one.
 * What is not above 0 ends where a logarithmic axis does.
 */
export function bandOutlines(
  band: readonly BandPoint[],
  { logY, y }: { logY: boolean; y: Range },
  pixelOf: (x: number, value: number) => [number, number],
): [number, number][][] {
  const lowOf = (low: number): number => (logY && low <= 0 ? y.min : low);
  return stretches(band)
    .filter((points) => points.length > 1)
    .map((points) => [
      ...points.map(({ x, high }) => pixelOf(x, high)),
      ...points.toReversed().map(({ x, low }) => pixelOf(x, lowOf(low))),
    ]);
}

/** The points between gaps. */
function stretches(band: readonly BandPoint[]): BandPoint[][] {
  const all: BandPoint[][] = [[]];
  for (const point of band) {
    if (Number.isNaN(point.high)) all.push([]);
    else all.at(-1)!.push(point);
  }
  return all;
}
