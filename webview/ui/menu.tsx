import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import './menu.css';

export interface MenuItem {
  label: string;
  onSelect: () => void;
  /** A choice that is made (`true`) or not; without it the item is an action. */
  checked?: boolean;
  icon?: IconName;
  /** The key that does the same, as people read it. */
  keys?: string;
  disabled?: boolean;
}

/** An item, a line between items, or a word above some. */
export type MenuEntry = MenuItem | 'separator' | { heading: string };

export interface MenuPlace {
  /** CSS pixels in the window. */
  x: number;
  y: number;
}

/** Distance from the window's edge, px. */
const MARGIN = 8;

/** A menu in front of the page. `onClose` also comes after a choice; it gives the focus back. */
export function Menu(props: { label: string; at: MenuPlace; entries: readonly MenuEntry[]; onClose: () => void }) {
  const menu = useRef<HTMLDivElement>(null);
  const { x, y } = props.at;
  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(MARGIN, Math.min(x, window.innerWidth - width - MARGIN))}px`;
    element.style.top = `${Math.max(MARGIN, Math.min(y, window.innerHeight - height - MARGIN))}px`;
    itemsOf(element)[0]?.focus();
  }, [x, y]);
  useLayoutEffect(() => {
    const close = (event: PointerEvent): void => {
      if (menu.current?.contains(event.target as Node) !== true) props.onClose();
    };
    const leave = (): void => props.onClose();
    document.addEventListener('pointerdown', close, true);
    window.addEventListener('blur', leave);
    return () => {
      document.removeEventListener('pointerdown', close, true);
      window.removeEventListener('blur', leave);
    };
  });
  return (
    <div
      ref={menu}
      class="menu menu-surface"
      role="menu"
      aria-label={props.label}
      onKeyDown={(event) => onKey(event, props.onClose)}
    >
      {props.entries.map((entry, place) => (
        <Entry key={place} entry={entry} onClose={props.onClose} />
      ))}
    </div>
  );
}

function Entry({ entry, onClose }: { entry: MenuEntry; onClose: () => void }) {
  if (entry === 'separator') return <hr />;
  if ('heading' in entry) {
    return (
      <div class="menu-heading" role="presentation">
        {entry.heading}
      </div>
    );
  }
  const choose = (): void => {
    if (entry.disabled === true) return;
    onClose();
    entry.onSelect();
  };
  const icon = entry.checked === true ? 'check' : entry.icon;
  return (
    <div
      role={entry.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={entry.checked}
      aria-disabled={entry.disabled === true}
      tabIndex={-1}
      class="menu-item"
      onClick={choose}
      onPointerMove={(event) => event.currentTarget.focus()}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        choose();
      }}
    >
      <span class="menu-mark">{icon !== undefined && <Icon name={icon} />}</span>
      <span class="menu-label">{entry.label}</span>
      {entry.keys !== undefined && <kbd>{entry.keys}</kbd>}
    </div>
  );
}

function onKey(event: KeyboardEvent & { currentTarget: HTMLElement }, onClose: () => void): void {
  event.stopPropagation();
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    onClose();
    return;
  }
  const items = itemsOf(event.currentTarget);
  const place = items.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: items.length - 1 };
  const next = steps[event.key] ?? startingWith(items, place, event.key);
  if (next === undefined) return;
  event.preventDefault();
  items[(next + items.length) % items.length]?.focus();
}

/** The next item whose label starts with a typed letter. */
function startingWith(items: readonly HTMLElement[], place: number, key: string): number | undefined {
  if (key.length !== 1) return undefined;
  const order = items.map((_, i) => (place + 1 + i) % items.length);
  const letter = key.toLocaleLowerCase();
  return order.find((i) => items[i]!.textContent.trim().toLocaleLowerCase().startsWith(letter));
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('.menu-item')];
}
