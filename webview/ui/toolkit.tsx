/**
 * The controls of Microsoft's webview toolkit. It is archived upstream: nothing else may import it, and replacing it
 * must stay a change to this folder.
 */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeTextField } from '@vscode/webview-ui-toolkit';
import type { ComponentChildren, HTMLAttributes } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeTextField());

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': HTMLAttributes<HTMLElement> & { appearance?: string };
      'vscode-checkbox': HTMLAttributes<HTMLElement> & { checked?: boolean };
      'vscode-text-field': HTMLAttributes<HTMLElement> & { value?: string; placeholder?: string };
    }
  }
}

/** A button with text; `primary` carries the page's one accent. */
export function Button(props: {
  onClick: () => void;
  children: ComponentChildren;
  icon?: IconName;
  primary?: boolean;
}) {
  return (
    <vscode-button appearance={props.primary === true ? 'primary' : 'secondary'} onClick={props.onClick}>
      {props.icon !== undefined && <Icon name={props.icon} slot="start" />}
      {props.children}
    </vscode-button>
  );
}

export function Checkbox(props: { checked: boolean; onChange: (checked: boolean) => void; label: string }) {
  return (
    <vscode-checkbox
      checked={props.checked}
      onChange={(event) => {
        const { checked } = event.currentTarget as HTMLInputElement;
        // The control also reports when it is set from outside.
        if (checked !== props.checked) props.onChange(checked);
      }}
    >
      {props.label}
    </vscode-checkbox>
  );
}

/** A text field with a magnifier. Escape empties it. */
export function SearchField(props: { value: string; onInput: (value: string) => void; label: string }) {
  const field = useRef<HTMLElement>(null);
  // The control names itself in English when it is put into the page.
  useLayoutEffect(() => field.current?.setAttribute('aria-label', props.label), [props.label]);
  return (
    <vscode-text-field
      ref={field}
      class="search"
      value={props.value}
      placeholder={props.label}
      title={props.label}
      onInput={(event) => props.onInput((event.currentTarget as HTMLInputElement).value)}
      onKeyDown={(event) => event.key === 'Escape' && props.onInput('')}
    >
      <Icon name="search" slot="start" />
    </vscode-text-field>
  );
}
