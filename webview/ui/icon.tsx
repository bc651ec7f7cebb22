import type { Ref } from 'preact';

/** The codicons in use; see https://microsoft.github.io/vscode-codicons. */
export type IconName =
  | 'add'
  | 'arrow-down'
  | 'arrow-right'
  | 'arrow-up'
  | 'check'
  | 'chevron-down'
  | 'chevron-right'
  | 'circle-slash'
  | 'close'
  | 'copy'
  | 'database'
  | 'debug-rerun'
  | 'debug-stop'
  | 'diff'
  | 'diff-multiple'
  | 'discard'
  | 'edit'
  | 'ellipsis'
  | 'error'
  | 'eye'
  | 'eye-closed'
  | 'file'
  | 'file-code'
  | 'file-media'
  | 'filter'
  | 'folder'
  | 'folder-opened'
  | 'go-to-file'
  | 'graph-line'
  | 'history'
  | 'info'
  | 'json'
  | 'list-tree'
  | 'loading'
  | 'note'
  | 'output'
  | 'package'
  | 'pass'
  | 'pinned'
  | 'play'
  | 'pulse'
  | 'question'
  | 'save'
  | 'screen-full'
  | 'screen-normal'
  | 'search'
  | 'star-full'
  | 'table'
  | 'tag'
  | 'trash'
  | 'warning'
  | 'zoom-out';

/** A codicon. Without a `label` it is decoration, which screen readers skip. */
export function Icon(props: { name: IconName; label?: string; spin?: boolean; class?: string; slot?: string }) {
  const spin = props.spin === true ? ' codicon-modifier-spin' : '';
  return (
    <span
      class={`codicon codicon-${props.name}${spin} ${props.class ?? ''}`}
      slot={props.slot}
      title={props.label}
      {...(props.label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': props.label })}
    />
  );
}

/** A button that is an icon: 22 px, as in the workbench's toolbars. `label` is its tooltip too. */
export function IconButton(props: {
  name: IconName;
  label: string;
  onClick: () => void;
  class?: string;
  button?: Ref<HTMLButtonElement>;
}) {
  return (
    <button
      ref={props.button ?? null}
      type="button"
      class={`icon-button ${props.class ?? ''}`}
      title={props.label}
      aria-label={props.label}
      onClick={props.onClick}
    >
      <Icon name={props.name} />
    </button>
  );
}
