import type { MetricChange, MetricSide, RunChanges } from '../../src/protocol/changesApi';
import type { ChangesStrings } from '../../src/protocol/changesPage';
import { fromWire, type WireNumber } from '../../src/protocol/numbers';
import { deltaClass, DeltaMark } from '../ui/delta';
import { fillTemplate } from '../ui/fillTemplate';
import { formatDelta, formatTogether } from '../ui/numbers';
import { formatP, isBetter } from './facts';
import { usePage } from './pageContext';
import { RunName } from './runName';
import { SectionHead } from './section';
import { Fold, useFold } from './fold';

/** Rows before the rest is asked for. */
const MOST_ROWS = 12;

/** What came of it: every metric of both, the difference, and whether that is more than chance. */
export function MetricTable({ changes }: { changes: RunChanges }) {
  const { strings } = usePage();
  const { metrics, metricsCut } = changes;
  const { shown, fold } = useFold('metrics', metrics, MOST_ROWS);
  if (metrics.length === 0) return <SectionHead id="metrics" title={strings.metrics} note={strings.noMetrics} />;
  return (
    <section aria-labelledby="metrics">
      <SectionHead id="metrics" title={strings.metrics} count={metrics.length} />
      <div class="table-box">
        <table class="metrics">
          <thead>
            <tr>
              <th scope="col">{strings.metric}</th>
              <th scope="col" class="value">
                <RunName run={changes.base} />
              </th>
              <th scope="col" class="value">
                <RunName run={changes.run} />
              </th>
              <th scope="col" class="value">
                {strings.change}
              </th>
              <th scope="col">{strings.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((metric) => (
              <MetricRow key={metric.key} metric={metric} />
            ))}
          </tbody>
        </table>
      </div>
      <Fold fold={fold} />
      {metricsCut && <p class="secondary">{strings.metricsCut}</p>}
    </section>
  );
}

function MetricRow({ metric }: { metric: MetricChange }) {
  const { strings } = usePage();
  const { key, direction, before, after, verdict } = metric;
  const texts = sideTexts(before, after);
  const towards = direction === 'higher' ? strings.higherIsBetter : strings.lowerIsBetter;
  return (
    <tr>
      <th scope="row" title={direction === undefined ? key : `${key} · ${towards}`}>
        {key}
      </th>
      {texts.map((text, index) => (
        <td key={index} class="value">
          {text === undefined ? <span class="secondary">–</span> : <Side text={text} />}
        </td>
      ))}
      <td class="value">
        {before && after && signed(numberOf(after.last) - numberOf(before.last))}
        {(verdict.kind === 'within' || verdict.kind === 'beyond') && (
          <div class="more secondary">{signed(verdict.difference)}</div>
        )}
      </td>
      <td>
        <Verdict metric={metric} />
      </td>
    </tr>
  );
}

interface SideText {
  last: string;
  best: string | undefined;
  spread: { mean: string; sd: string; n: number } | undefined;
}

/** Numbers of a row have equal decimals. */
function sideTexts(before: MetricSide | undefined, after: MetricSide | undefined): (SideText | undefined)[] {
  const sides = [before, after];
  const values = sides.flatMap((side) => [side?.last, side?.best, side?.spread.mean].map(numberOf));
  const texts = formatTogether(values);
  return sides.map((side, index) => {
    if (side === undefined) return undefined;
    const [last, best, mean] = texts.slice(index * 3, index * 3 + 3) as [string, string, string];
    const sd = fromWire(side.spread.sd);
    return {
      last,
      best: side.best === undefined || best === last ? undefined : best,
      spread: sd === undefined ? undefined : { mean, sd: formatDelta(sd), n: side.spread.n },
    };
  });
}

/** The last value; below it mean and deviation over the repeats, and the best value of this run. */
function Side({ text: { last, best, spread } }: { text: SideText }) {
  const { strings } = usePage();
  const more = [
    ...(best === undefined ? [] : [fillTemplate(strings.best, best)]),
    ...(spread === undefined ? [] : [fillTemplate(strings.spread, spread.mean, spread.sd, spread.n)]),
  ];
  return (
    <>
      {last}
      {more.length > 0 && <div class="more secondary">{more.join(' · ')}</div>}
    </>
  );
}

function numberOf(value: WireNumber | null | undefined): number {
  return fromWire(value) ?? Number.NaN;
}

function Verdict({ metric }: { metric: MetricChange }) {
  const { strings } = usePage();
  const { text, isUp, isBetter: better } = describe(metric, strings);
  return (
    <span class={`judged ${isUp === undefined ? 'secondary' : deltaClass(better)}`}>
      <span class="mark">{isUp !== undefined && <DeltaMark isUp={isUp} isBetter={better} />}</span>
      {text}
    </span>
  );
}

interface Described {
  text: string;
  /** Of a difference that is more than chance: where it went, and whether that is better where this is known. */
  isUp?: boolean;
  isBetter?: boolean | undefined;
}

function describe(metric: MetricChange, strings: ChangesStrings): Described {
  const { verdict } = metric;
  switch (verdict.kind) {
    case 'incomparable':
      return { text: strings.isIncomparable };
    case 'equal':
      return { text: strings.isEqual };
    case 'repeats':
      return { text: strings.isRepeat };
    case 'untested':
      return { text: strings.isUntested };
    case 'within':
      return { text: fillTemplate(strings.isNoise, formatP(verdict.p)) };
    case 'beyond': {
      const better = isBetter(metric, verdict.difference);
      const isUp = verdict.difference > 0;
      return { text: fillTemplate(beyondTemplate(better, isUp, strings), formatP(verdict.p)), isUp, isBetter: better };
    }
  }
}

function beyondTemplate(better: boolean | undefined, isUp: boolean, strings: ChangesStrings): string {
  if (better === undefined) return isUp ? strings.isHigher : strings.isLower;
  return better ? strings.isBetter : strings.isWorse;
}

function signed(difference: number): string {
  if (difference === 0 || !Number.isFinite(difference)) return '';
  return `${difference < 0 ? '−' : '+'}${formatDelta(Math.abs(difference))}`;
}
