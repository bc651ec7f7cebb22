import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, IconButton } from '../ui/icon';
import { usePage } from './pageContext';

/** What is wrong is said once the typing pauses for so long, ms: half a condition is no mistake. */
const PATIENCE_MS = 500;

/** The filter as text. While it cannot be understood, the table stays as it was, and the place is underlined. */
export function FilterBox() {
  const { model, strings } = usePage();
  const field = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const problem = model.filterProblem.value;
  const text = model.filter.value;
  const isTold = useSettled(text, problem !== undefined);
  const span = isTold ? problem?.span : undefined;
  const clear = (): void => {
    model.setFilter('');
    field.current?.focus();
  };
  return (
    <div class="filter">
      <Icon name="filter" />
      <div class="filter-field">
        {span !== undefined && span !== null && (
          <div ref={mirror} class="filter-mirror" aria-hidden="true">
            {text.slice(0, span.start)}
            <span class="filter-wrong">{text.slice(span.start, span.end).padEnd(1)}</span>
          </div>
        )}
        <input
          ref={field}
          id="filter"
          class="field"
          type="text"
          value={text}
          placeholder={strings.filterHint}
          aria-label={strings.filter}
          aria-invalid={isTold}
          aria-describedby={isTold ? 'filter-problem' : undefined}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => model.setFilter(event.currentTarget.value)}
          onScroll={(event) => {
            if (mirror.current !== null) mirror.current.scrollLeft = event.currentTarget.scrollLeft;
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') clear();
          }}
        />
      </div>
      {text !== '' && <IconButton name="close" label={strings.clearFilter} onClick={clear} />}
      <div id="filter-problem" class="filter-problem" role="status">
        {isTold && problem !== undefined && (
          <>
            <Icon name="error" class="failed" />
            {problem.message}
          </>
        )}
      </div>
    </div>
  );
}

/** Whether something holds, once `text` has rested. */
function useSettled(text: string, holds: boolean): boolean {
  const [settled, setSettled] = useState<string | undefined>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return holds && settled === text;
}
