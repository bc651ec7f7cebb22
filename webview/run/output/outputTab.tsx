import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { fillTemplate } from '../../ui/fillTemplate';
import { Icon, IconButton } from '../../ui/icon';
import { Button, Checkbox, SearchField } from '../../ui/toolkit';
import { formatBytes } from '../../../src/protocol/units';
import { Bone } from '../bone';
import { usePage, useRun } from '../pageContext';
import './output.css';
import { OutputRows, type RowScroller } from './outputRows';

/** What the run printed. */
export function OutputTab() {
  const { output, model, strings } = usePage();
  const scroller = useRef<RowScroller>(null);
  useEffect(() => output.show(), [output]);
  const state = output.state.value;
  if (state === undefined) return <Bone class="bone-block" />;
  if (state === null || state.rows === 0) {
    return (
      <p class="hint" role="status">
        {model.live.value ? strings.noOutputYet : strings.noOutput}
      </p>
    );
  }
  return (
    <div
      class="output"
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.currentTarget.querySelector<HTMLElement>('.search')?.focus();
      }}
    >
      <OutputBar scroller={scroller} />
      <OutputNotices />
      <OutputRows scroller={scroller} />
    </div>
  );
}

function OutputBar({ scroller }: { scroller: { readonly current: RowScroller | null } }) {
  const { output, model, strings } = usePage();
  const { search } = output;
  const state = output.state.value!;
  const go = (direction: 1 | -1): void => {
    const row = search.go(direction, scroller.current?.firstRow() ?? 0);
    if (row === undefined) return;
    output.follow.value = false;
    scroller.current?.showRow(row);
  };
  // The first match is gone to as soon as it is found, as one types.
  useSignalEffect(() => {
    const from = scroller.current?.firstRow() ?? 0;
    const found = !search.searching.value || (search.rows.value.at(-1) ?? -1) >= from;
    if (search.current.value === undefined && search.rows.value.length > 0 && found) go(1);
  });
  const follow = (on: boolean): void => {
    output.follow.value = on;
    if (on) scroller.current?.showEnd();
  };
  return (
    <div class="output-bar">
      <div
        class="output-search"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'F3') return;
          event.preventDefault();
          go(event.shiftKey ? -1 : 1);
        }}
      >
        <SearchField value={search.text.value} label={strings.searchOutput} onInput={(text) => search.setText(text)} />
        <IconButton name="arrow-up" label={strings.previousMatch} onClick={() => go(-1)} />
        <IconButton name="arrow-down" label={strings.nextMatch} onClick={() => go(1)} />
        <span class="secondary number" role="status">
          <MatchCount />
        </span>
      </div>
      <span class="output-facts secondary">
        {state.complete
          ? fillTemplate(strings.outputSize, state.rows.toLocaleString(), formatBytes(state.bytes))
          : strings.counting}
      </span>
      {model.live.value && <Checkbox checked={output.follow.value} onChange={follow} label={strings.follow} />}
      <Button icon="go-to-file" onClick={() => model.do(model.host.call('act', { action: 'showRunOutput' }))}>
        {strings.openLog}
      </Button>
    </div>
  );
}

function MatchCount() {
  const { output, strings } = usePage();
  const { text, rows, current, searching, cut } = output.search;
  if (text.value === '') return null;
  const count = `${rows.value.length.toLocaleString()}${searching.value || cut.value ? '+' : ''}`;
  if (rows.value.length === 0) return <>{searching.value ? strings.searching : strings.noMatches}</>;
  return (
    <>
      {fillTemplate(strings.matchOf, current.value === undefined ? '–' : (current.value + 1).toLocaleString(), count)}
    </>
  );
}

/** What recording lost of the output. */
function OutputNotices() {
  const run = useRun();
  const lost = run.warnings.filter(({ code }) => code.startsWith('output-'));
  return (
    <>
      {lost.map(({ message }, index) => (
        <p key={index} class="output-notice">
          <Icon name="warning" class="warning" /> {message}
        </p>
      ))}
    </>
  );
}
