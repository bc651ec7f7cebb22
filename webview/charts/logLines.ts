import type { BandPoint, ChartLine, Point } from './chartLine';

/** Lines as a logarithmic axis can show them, and the names of those of which something cannot stand on it. */
export interface LogLines {
  lines: readonly ChartLine[];
  cutOff: string[];
}

/** Takes out what is not above 0: where the x axis is logarithmic the point, where the y axis is its value. */
export function logLines(lines: readonly ChartLine[], { logX, logY }: { logX: boolean; logY: boolean }): LogLines {
  if (!logX && !logY) return { lines, cutOff: [] };
  const cutOff: string[] = [];
  const shown = lines.map((line) => {
    const keeps = (point: Point): boolean => (!logX || point.x > 0) && (!logY || Number.isNaN(point.y) || point.y > 0);
    if (line.points.every(keeps) && (line.raw ?? []).every(keeps)) return line;
    cutOff.push(line.name);
    return withoutRest(line, logX, logY);
  });
  return { lines: shown, cutOff };
}

function withoutRest(line: ChartLine, logX: boolean, logY: boolean): ChartLine {
  const points = (all: readonly Point[]): Point[] =>
    all
      .filter((point) => !logX || point.x > 0)
      .map((point) => (!logY || point.y > 0 ? point : { ...point, y: Number.NaN }));
  // What reaches below 0 is cut where it is drawn: here nobody knows where the axis ends.
  const gap = (point: BandPoint): BandPoint => ({ ...point, low: Number.NaN, high: Number.NaN });
  const band = (all: readonly BandPoint[]): BandPoint[] =>
    all.filter((point) => !logX || point.x > 0).map((point) => (!logY || point.high > 0 ? point : gap(point)));
  return {
    ...line,
    points: points(line.points),
    holes: line.holes.filter((hole) => !logX || hole.x > 0),
    ...(line.raw === undefined ? {} : { raw: points(line.raw) }),
    ...(line.band === undefined ? {} : { band: band(line.band) }),
  };
}
