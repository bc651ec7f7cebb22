import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { useVisible, useWidth } from '../../ui/elementSize';
import type { ChartFormat } from '../../../src/protocol/compareCharts';
import { fillTemplate } from '../../ui/fillTemplate';
import { usePage } from '../pageContext';

/** What a chart can be kept as; each is made when it is asked for. */
export interface Exports {
  /** Name of the file, without its ending. */
  name: string;
  png?: () => Promise<Uint8Array>;
  csv: () => string;
  svg?: () => string;
}

/** A chart with its title, controls and a summary for those who do not see it. Out of sight it holds nothing. */
export function ChartFrame(props: {
  title: string;
  class: string;
  controls?: ComponentChildren;
  children: (width: number) => ComponentChildren;
}) {
  const card = useRef<HTMLElement>(null);
  const visible = useVisible(card);
  const width = useWidth(card);
  const id = useId();
  return (
    <article ref={card} class={`across-card ${props.class}`} aria-labelledby={id}>
      {visible && width > 0 ? (
        <>
          <header class="across-head">
            <h3 id={id}>{props.title}</h3>
            {props.controls}
          </header>
          {props.children(width)}
        </>
      ) : (
        <h3 id={id}>{props.title}</h3>
      )}
    </article>
  );
}

/** The ways to keep a chart. */
export function ExportButtons({ name, png, csv, svg }: Exports) {
  const { insights, strings } = usePage();
  const save = async (ending: ChartFormat, make: () => string | Promise<Uint8Array>): Promise<void> => {
    insights.save(name, ending, await make());
  };
  const button = (ending: ChartFormat, make: () => string | Promise<Uint8Array>) => (
    <button
      type="button"
      class="toggle"
      title={fillTemplate(strings.insights.saveAs, strings.insights.formats[ending])}
      aria-label={fillTemplate(strings.insights.saveAs, strings.insights.formats[ending])}
      onClick={() => void save(ending, make)}
    >
      {strings.insights.formats[ending]}
    </button>
  );
  return (
    <span class="exports">
      {png !== undefined && button('png', png)}
      {svg !== undefined && button('svg', svg)}
      {button('csv', csv)}
    </span>
  );
}

/** Said of a chart where there is nothing to draw. */
export function Nothing({ text }: { text: string }) {
  return <p class="across-nothing secondary">{text}</p>;
}

/** What a chart shows, in words, for screen readers. */
export function Summary({ text }: { text: string }) {
  return <p class="unseen">{text}</p>;
}
