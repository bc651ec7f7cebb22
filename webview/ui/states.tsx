/** What a page shows in place of its content, or above it. */
import type { ComponentChildren } from 'preact';
import { Icon, IconButton, type IconName } from './icon';
import './states.css';
import { Button } from './toolkit';

/** Nothing to show, and what can be done about it. */
export function Empty(props: {
  icon: IconName;
  title: string;
  hint: string;
  notices?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <main class="state">
      {props.notices}
      <Icon name={props.icon} class="state-icon" />
      <h1>{props.title}</h1>
      <p role="status">{props.hint}</p>
      {props.children}
    </main>
  );
}

/** Words for what failed. */
export interface FailureStrings {
  failed: string;
  retry: string;
}

/** The page could not be filled. */
export function Failed(props: { message: string; strings: FailureStrings; onRetry: () => void }) {
  return (
    <main class="state">
      <Icon name="error" class="state-icon failed" />
      <h1>{props.strings.failed}</h1>
      <p role="alert">{props.message}</p>
      <Button primary onClick={props.onRetry}>
        {props.strings.retry}
      </Button>
    </main>
  );
}

/** The page's outline while it is filled; its children are the bones below the title. */
export function Skeleton(props: { label: string; children: ComponentChildren }) {
  return (
    <main class="page skeleton" aria-busy="true" aria-label={props.label}>
      <div class="bone bone-title" />
      {props.children}
    </main>
  );
}

/** Something that can be put away. */
export function DismissibleNotice(props: { text: string; dismiss: string; onDismiss: () => void; failed?: boolean }) {
  return (
    <div class="notice">
      {props.failed === true ? <Icon name="error" class="failed" /> : <Icon name="info" />}
      <span>{props.text}</span>
      <IconButton name="close" label={props.dismiss} onClick={props.onDismiss} />
    </div>
  );
}

/** What went wrong while there is something to show: it does not take that away. */
export function FailureNotice(props: { message: string; strings: FailureStrings; onRetry: () => void }) {
  return (
    <div class="notice">
      <Icon name="error" class="failed" />
      <span>{props.message}</span>
      <Button onClick={props.onRetry}>{props.strings.retry}</Button>
    </div>
  );
}
