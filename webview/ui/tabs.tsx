import type { ComponentChildren } from 'preact';
import './tabs.css';

/** A tab with what stands behind its name, such as a number. */
export interface Tab<Id extends string> {
  id: Id;
  label: string;
  note?: string | undefined;
}

/** A row of tabs; arrow keys, Home and End go from one to the next, and choose it. */
export function Tabs<Id extends string>(props: {
  label: string;
  tabs: readonly Tab<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
}) {
  const choose = (index: number, list: HTMLElement): void => {
    const tab = props.tabs[index];
    if (tab === undefined) return;
    props.onChoose(tab.id);
    list.querySelector<HTMLElement>(`#${tabId(tab.id)}`)?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label={props.label}
      class="tabs"
      onKeyDown={(event) => {
        const target = targetOf(
          event.key,
          props.tabs.findIndex(({ id }) => id === props.chosen),
          props.tabs.length,
        );
        if (target === undefined) return;
        event.preventDefault();
        choose(target, event.currentTarget);
      }}
    >
      {props.tabs.map(({ id, label, note }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={tabId(id)}
          aria-controls={panelId(id)}
          aria-selected={id === props.chosen}
          tabIndex={id === props.chosen ? 0 : -1}
          onClick={() => props.onChoose(id)}
        >
          {label}
          {note !== undefined && <span class="secondary number">{note}</span>}
        </button>
      ))}
    </div>
  );
}

/** What the chosen tab shows. */
export function TabPanel(props: { id: string; children: ComponentChildren }) {
  return (
    <div role="tabpanel" id={panelId(props.id)} aria-labelledby={tabId(props.id)} class="tab-panel">
      {props.children}
    </div>
  );
}

function tabId(id: string): string {
  return `tab-${id}`;
}

function panelId(id: string): string {
  return `panel-${id}`;
}

function targetOf(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
