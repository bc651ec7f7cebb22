import { useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { TextColor, TextStyle } from '../../../src/protocol/outputApi';
import { fillTemplate } from '../../ui/fillTemplate';
import { usePage } from '../pageContext';
import { type Piece, piecesOf } from './pieces';

/** Browsers draw no element that is much higher, px: beyond it the scroll bar is mapped onto the rows. */
const HIGHEST = 15_000_000;
/** Rows drawn above and below what is in sight. */
const AROUND = 20;

/** Lets others bring a row into sight. */
export interface RowScroller {
  showRow(row: number): void;
  showEnd(): void;
  /** The first row in sight. */
  firstRow(): number;
}

/** The output: of all its rows those in sight are in the page. */
export function OutputRows({ scroller }: { scroller: RefObject<RowScroller | null> }) {
  const { output, model, strings } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const view = useSignal({ top: 0, height: 0, rowHeight: 18 });
  const rows = output.state.value?.rows ?? 0;
  const geometry = geometryOf(rows, view.value);

  useMeasured(box, view);
  useEffect(() => {
    scroller.current = {
      showRow: (row) => box.current?.scrollTo({ top: geometryOf(rowsNow(), view.peek()).topOf(row) }),
      showEnd: () => box.current?.scrollTo({ top: box.current.scrollHeight }),
      firstRow: () => geometryOf(rowsNow(), view.peek()).first,
    };
  });
  const rowsNow = (): number => output.state.peek()?.rows ?? 0;
  // With what was drawn, so that the end is where it will be.
  useLayoutEffect(() => {
    if (output.follow.peek() && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [rows, output, view.value.height]);
  const from = Math.max(0, geometry.first - AROUND);
  const to = Math.min(rows, geometry.first + geometry.inSight + AROUND);
  useSignalEffect(() => {
    if (output.state.value !== undefined) output.need(from, to);
  });
  useEffect(() => output.need(from, to), [from, to, output]);

  const onScroll = ({ currentTarget }: { currentTarget: HTMLDivElement }): void => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    view.value = { ...view.value, top: scrollTop };
    if (model.live.value) output.follow.value = scrollTop + clientHeight >= scrollHeight - view.value.rowHeight;
  };
  return (
    <div
      ref={box}
      class="output-rows"
      tabIndex={0}
      role="region"
      aria-label={fillTemplate(strings.outputLabel, rows)}
      onScroll={onScroll}
    >
      <div class="output-space" style={{ height: `${geometry.total}px` }}>
        <div class="output-window" style={{ transform: `translateY(${geometry.offsetOf(from)}px)` }}>
          {Array.from({ length: Math.max(0, to - from) }, (_, index) => (
            <Row key={from + index} index={from + index} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Row({ index }: { index: number }) {
  const { output } = usePage();
  const { search } = output;
  // Drawn anew when rows came, or files were found.
  const row = output.version.value >= 0 ? output.row(index) : undefined;
  const isCurrent = search.current.value !== undefined && search.rows.value[search.current.value] === index;
  if (row === undefined) return <div class="output-row" />;
  const pieces = piecesOf(row, search.text.value, (file) => output.isFile(file));
  return (
    <div class={`output-row ${isCurrent ? 'current' : ''}`} aria-current={isCurrent ? 'true' : undefined}>
      {pieces.map((piece, at) => (
        <PieceText key={at} piece={piece} />
      ))}
    </div>
  );
}

function PieceText({ piece: { text, style, place, found } }: { piece: Piece }) {
  const { model, strings } = usePage();
  const looks = style === undefined ? {} : { class: classesOf(style), style: colorsOf(style) };
  const content = found ? <mark {...looks}>{text}</mark> : style === undefined ? text : <span {...looks}>{text}</span>;
  if (place === undefined) return <>{content}</>;
  const { file, line } = place;
  return (
    <button
      type="button"
      class="link"
      title={fillTemplate(strings.openPlace, file, line)}
      onClick={() => model.do(model.host.call('openPlace', { file, line }))}
    >
      {content}
    </button>
  );
}

function classesOf(style: TextStyle): string {
  const { color, background, ...attributes } = style;
  const names = Object.keys(attributes).map((name) => `text-${name}`);
  const [front, back] = style.inverse === true ? [background, color] : [color, background];
  if (typeof front === 'number') names.push(`ansi-${front}`);
  if (typeof back === 'number') names.push(`ansi-on-${back}`);
  return names.join(' ');
}

function colorsOf({ color, background, inverse }: TextStyle): Record<string, string> {
  const [front, back] = inverse === true ? [background, color] : [color, background];
  return { ...ownColor('color', front), ...ownColor('backgroundColor', back) };
}

/** Colours of the terminal's palette are the theme's, by class. */
function ownColor(name: string, color: TextColor | undefined): Record<string, string> {
  return typeof color === 'string' ? { [name]: color } : {};
}

/** Follows the size of the box, and measures how high a row is in the editor's font. */
function useMeasured(
  box: RefObject<HTMLDivElement | null>,
  view: { value: { top: number; height: number; rowHeight: number }; peek(): { top: number } },
): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const rowHeight = Number.parseFloat(getComputedStyle(element).lineHeight) || 18;
      view.value = { top: view.peek().top, height: element.clientHeight, rowHeight };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, view]);
}

interface Geometry {
  /** Height of all rows, px. */
  total: number;
  /** The first row in sight, and how many are. */
  first: number;
  inSight: number;
  /** Where to scroll to bring a row into the upper third. */
  topOf(row: number): number;
  /** Where a row is drawn. */
  offsetOf(row: number): number;
}

function geometryOf(
  rows: number,
  { top, height, rowHeight }: { top: number; height: number; rowHeight: number },
): Geometry {
  const whole = rows * rowHeight;
  const total = Math.min(HIGHEST, whole);
  // 1 unless there are too many rows to be as high as they should.
  const scale = total <= height ? 1 : (whole - height) / (total - height);
  const first = Math.max(0, Math.min(rows - 1, Math.floor((top * scale) / rowHeight)));
  return {
    total,
    first,
    inSight: Math.ceil(height / rowHeight) + 1,
    topOf: (row) => Math.max(0, (row * rowHeight - height / 3) / scale),
    offsetOf: (row) => top + row * rowHeight - top * scale,
  };
}
