import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Completions } from './completions';
import '../ui/menu.css';
import { usePage } from './pageContext';

export const COMPLETION_LIST = 'filter-completions';

export function completionId(place: number): string {
  return `${COMPLETION_LIST}-${place}`;
}

/** The completions of the filter, below its field, which keeps the focus. */
export function CompletionList({
  completions,
  onChoose,
}: {
  completions: Completions;
  onChoose: (place: number) => void;
}) {
  const { strings } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const active = completions.active.value;
  useLayoutEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active]);
  return (
    <div
      ref={list}
      id={COMPLETION_LIST}
      class="completions menu-surface"
      role="listbox"
      aria-label={strings.completions}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
    >
      {completions.items.value.map(({ text, detail, kind }, place) => (
        <div
          key={text}
          id={completionId(place)}
          role="option"
          aria-selected={place === active}
          class={`completion ${place === active ? 'active' : ''}`}
          onClick={() => onChoose(place)}
        >
          <span class="completion-text">{text.trim()}</span>
          <span class="secondary">{detail ?? strings.completionKinds[kind]}</span>
        </div>
      ))}
    </div>
  );
}
