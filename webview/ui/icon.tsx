/** The codicons in use; see https://microsoft.github.io/vscode-codicons. */
export type IconName =
  | 'add'
  | 'arrow-down'
  | 'arrow-up'
  | 'chevron-down'
  | 'chevron-right'
  | 'circle-slash'
  | 'close'
  | 'debug-stop'
  | 'ellipsis'
  | 'diff'
  | 'diff-multiple'
  | 'discard'
  | 'error'
  | 'graph-line'
  | 'history'
  | 'info'
  | 'list-tree'
  | 'loading'
  | 'output'
  | 'pass'
  | 'play'
  | 'question'
  | 'screen-full'
  | 'screen-normal'
  | 'search'
  | 'star-full'
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
export function IconButton(props: { name: IconName; label: string; onClick: () => void; class?: string }) {
  return (
    <button
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
