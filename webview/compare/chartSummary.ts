/** A chart in words, for those who do not see it. */
import type { CompareStrings } from '../../src/protocol/pagesApi';
import type { ChartLine } from '../charts/chartLine';
import { formatX, type XKind } from '../charts/xAxis';
import { fillTemplate } from '../ui/fillTemplate';
import { formatNumber } from '../ui/numbers';

/** Lines that are told of; nobody listens to more. */
const MOST_LINES = 10;

/** Where each line begins and ends, how far it goes, and what cannot be drawn of it. */
export function chartSummary(lines: readonly ChartLine[], xKind: XKind, strings: CompareStrings): string {
  const told = lines.slice(0, MOST_LINES).map((line) => `${lineSummary(line, xKind, strings)}.`);
  const others = lines.length - told.length;
  return [...told, ...(others > 0 ? [fillTemplate(strings.moreLines, others)] : [])].join(' ');
}

function lineSummary({ name, points, holes }: ChartLine, xKind: XKind, strings: CompareStrings): string {
  const drawn = points.filter((point) => !Number.isNaN(point.y));
  const [first, last] = [drawn[0], drawn.at(-1)];
  const lost = holes.length > 0 ? [fillTemplate(strings.lineHoles, holes.length)] : [];
  if (first === undefined || last === undefined) return [name, ...lost].join(': ');
  const [from, to] = [first, last].map(({ y }) => formatNumber(y)) as [string, string];
  const course = fillTemplate(strings.lineSummary, name, from, formatX(first.x, xKind), to, formatX(last.x, xKind));
  let [least, most] = [first.y, first.y];
  for (const { y } of drawn) [least, most] = [Math.min(least, y), Math.max(most, y)];
  return [course, fillTemplate(strings.lineRange, formatNumber(least), formatNumber(most)), ...lost].join(', ');
}
