import type { MenuEntry, MenuPlace } from '../ui/menu';

export interface OpenMenu {
  label: string;
  at: MenuPlace;
  entries: MenuEntry[];
  /** Gets the focus back. */
  from: HTMLElement | null;
}

/** The place below an element, for a menu that belongs to it. */
export function below(element: Element): MenuPlace {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom + 2 };
}
