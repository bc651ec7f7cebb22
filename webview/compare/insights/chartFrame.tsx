import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useVisibleInPlace, useWidth } from '../../ui/elementSize';
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
  const visible = useVisibleInPlace(card);
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
export function ExportButtons(props: Exports) {
  const { insights, strings } = usePage();
  return <SaveButtons {...props} texts={strings.insights} save={(...chart) => insights.save(...chart)} />;
}

/** The same for any page that can keep a chart. */
export function SaveButtons(
  props: Exports & {
    texts: { saveAs: string; notSaved: string; formats: Record<ChartFormat, string> };
    save: (name: string, format: ChartFormat, content: string | Uint8Array) => void;
  },
) {
  const { name, png, csv, svg, texts, save } = props;
  const [failed, setFailed] = useState<ChartFormat>();
  const keep = async (format: ChartFormat, make: () => string | Promise<Uint8Array>): Promise<void> => {
    setFailed(undefined);
    try {
      save(name, format, await make());
    } catch {
      // Browsers draw no picture that is too high or too wide.
      setFailed(format);
    }
  };
  const button = (format: ChartFormat, make: () => string | Promise<Uint8Array>) => {
    const label = fillTemplate(texts.saveAs, texts.formats[format]);
    return (
      <button type="button" class="toggle" title={label} aria-label={label} onClick={() => void keep(format, make)}>
        {texts.formats[format]}
      </button>
    );
  };
  return (
    <span class="exports">
      {failed !== undefined && <span role="alert">{fillTemplate(texts.notSaved, texts.formats[failed])}</span>}
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
