import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon';
import './popover.css';

const GAP = 2;

/**
 * A button that opens a small panel beside it, above everything else. Escape, a click elsewhere and scrolling close it, as
 * the browser's own popovers do; its content exists only while it is open.
 */
export function PopoverButton(props: {
  label: string;
  /** What the button shows: an icon, or a text. */
  icon?: IconName;
  text?: string;
  children: (close: () => void) => ComponentChildren;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = (): void => panel.current?.hidePopover();

  useLayoutEffect(() => {
    const [own, anchor] = [panel.current, button.current];
    if (!open || own === null || anchor === null) return undefined;
    place(own, anchor.getBoundingClientRect());
    own.querySelector<HTMLElement>('button, input, select')?.focus();
    document.addEventListener('scroll', close, { once: true });
    return () => document.removeEventListener('scroll', close);
  }, [open]);

  return (
    <>
      <button
        ref={button}
        type="button"
        class={props.icon === undefined ? 'link' : 'icon-button'}
        title={props.label}
        aria-label={props.label}
        aria-haspopup="dialog"
        aria-expanded={open}
        popovertarget={id}
      >
        {props.icon !== undefined && <Icon name={props.icon} />}
        {props.text}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={props.label}
        class={`popover ${open ? 'placed' : ''}`}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && props.children(close)}
      </div>
    </>
  );
}

/** Below the button and flush with its end; above it, or further inside, where there is no room. */
function place(panel: HTMLElement, anchor: DOMRect): void {
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth, offsetHeight } = panel;
  const fits = anchor.bottom + GAP + offsetHeight <= clientHeight;
  const top = fits ? anchor.bottom + GAP : Math.max(GAP, anchor.top - GAP - offsetHeight);
  const left = Math.max(GAP, Math.min(anchor.right - offsetWidth, clientWidth - offsetWidth - GAP));
  panel.style.top = `${top}px`;
  panel.style.left = `${left}px`;
}
