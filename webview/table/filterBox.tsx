import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { FilterProblem } from '../../src/protocol/tablePage';
import { Icon, IconButton } from '../ui/icon';
import { COMPLETION_LIST, completionId, CompletionList } from './completionList';
import { Completions } from './completions';
import { usePage } from './pageContext';

/** What is wrong is said once the typing pauses for so long, ms. */
const PATIENCE_MS = 500;
/** The same where one is typing: half a condition is no mistake. */
const PATIENCE_AT_CARET_MS = 3000;

/** The filter as text, with what may follow at its end. While it cannot be understood, the table stays as it was, and the place is underlined. */
export function FilterBox() {
  const { model, strings } = usePage();
  const field = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const problem = model.filterProblem.value;
  const text = model.filter.value;
  const [typing, setTyping] = useState<Typing>({ isFocused: false, caret: 0 });
  const completions = useMemo(() => {
    // Without them one can type all the same.
    return new Completions((filter) => model.call('completeFilter', { filter }).catch(() => undefined));
  }, []);
  const { active } = completions;
  const isOpen = completions.items.value.length > 0;
  const isTold = useTold(problem, { text, isOpen, ...typing });
  const span = isTold ? problem?.span : undefined;
  const type = (filter: string, caret: number): void => {
    model.setFilter(filter);
    setTyping({ isFocused: true, caret });
    if (caret === filter.length) completions.offer(filter);
    else completions.close();
  };
  const choose = (place: number): void => {
    const filter = completions.filterWith(place);
    if (filter !== undefined) type(filter, filter.length);
  };
  const enter = (): void => {
    if (problem !== undefined) completions.close();
    setTyping({ ...typing, entered: text });
  };
  const clear = (): void => {
    completions.close();
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
          role="combobox"
          aria-label={strings.filter}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={isOpen ? COMPLETION_LIST : undefined}
          aria-activedescendant={isOpen && active.value >= 0 ? completionId(active.value) : undefined}
          aria-invalid={isTold}
          aria-describedby={isTold ? 'filter-problem' : undefined}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget: { value, selectionEnd } }) => type(value, selectionEnd ?? value.length)}
          onBlur={() => {
            completions.close();
            setTyping({ ...typing, isFocused: false });
          }}
          onScroll={(event) => {
            if (mirror.current !== null) mirror.current.scrollLeft = event.currentTarget.scrollLeft;
          }}
          onKeyDown={(event) => {
            if (onFilterKey(event, completions, choose)) event.preventDefault();
            else if (event.key === 'Escape') clear();
            else if (event.key === 'Enter') enter();
          }}
        />
      </div>
      {text !== '' && <IconButton name="close" label={strings.clearFilter} onClick={clear} />}
      <div class="filter-below">
        {isOpen && <CompletionList completions={completions} onChoose={choose} />}
        <div id="filter-problem" class="filter-problem" role="status">
          {isTold && problem !== undefined && (
            <>
              <Icon name="error" class="failed" />
              {problem.message}
            </>
          )}
        </div>
      </div>
    </div>
  );
}

/** What a key does with the completions. Tells whether it did anything. */
function onFilterKey(
  { key, ctrlKey, shiftKey, isComposing, currentTarget }: KeyboardEvent,
  completions: Completions,
  choose: (place: number) => void,
): boolean {
  const isOpen = completions.items.value.length > 0;
  const isAsked = key === 'ArrowDown' || (key === ' ' && ctrlKey);
  if (!isOpen && isAsked) completions.offer((currentTarget as HTMLInputElement).value);
  if (!isOpen || isComposing) return isAsked;
  const place = completions.active.value;
  if (key === 'ArrowDown') completions.move(1);
  else if (key === 'ArrowUp') completions.move(-1);
  else if (key === 'Escape') completions.close();
  // Nothing is put in that was not gone to: a filter holds as it is typed, and Tab leads on.
  else if (place >= 0 && (key === 'Enter' || (key === 'Tab' && !shiftKey))) choose(place);
  else return false;
  return true;
}

interface Typing {
  isFocused: boolean;
  /** Where the last letter was typed. */
  caret: number;
  /** The filter that was ended with Enter. */
  entered?: string;
}

/** Whether it is said what is wrong: not before the typing pauses, and later where it may be going on. */
function useTold(
  problem: FilterProblem | undefined,
  { text, isOpen, isFocused, caret, entered }: Typing & { text: string; isOpen: boolean },
): boolean {
  const hasPaused = useRested(text, PATIENCE_MS);
  const hasRested = useRested(text, PATIENCE_AT_CARET_MS);
  if (problem === undefined) return false;
  if (entered === text) return true;
  const span = problem.span ?? undefined;
  const isAtCaret = isFocused && span !== undefined && span.start <= caret && caret <= span.end;
  return isAtCaret ? hasRested && !isOpen : hasPaused;
}

/** Whether a text has been the same for so long. */
function useRested(text: string, ms: number): boolean {
  const [rested, setRested] = useState<string | undefined>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return rested === text;
}
