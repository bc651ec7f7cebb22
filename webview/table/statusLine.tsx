import { fillTemplate } from '../ui/fillTemplate';
import { Icon, IconButton } from '../ui/icon';
import type { GridActions } from './gridActions';
import { usePage } from './pageContext';
import { MenuButton } from './toolbar';

/** How many runs there are, what waits to be shown, and what can be done with the selected runs. */
export function StatusLine({ actions }: { actions: GridActions }) {
  const { model, strings } = usePage();
  const selected = model.selection.count.value;
  const copies = () => [
    { label: strings.copyMarkdown, onSelect: () => void actions.copy('markdown') },
    { label: strings.copyCsv, onSelect: () => void actions.copy('csv') },
    { label: strings.copyLatex, onSelect: () => void actions.copy('latex') },
  ];
  return (
    <div class="status-line">
      <span role="status" class="count-of-runs">
        {countText(model.order.shown.value, strings)}
        {selected > 0 && ` · ${fillTemplate(strings.selected, formatCount(selected))}`}
      </span>
      <Waiting />
      {selected > 0 && (
        <>
          <button type="button" class="tool" onClick={() => actions.compare()}>
            {strings.compare}
          </button>
          <button type="button" class="tool" onClick={() => actions.delete()}>
            {strings.delete}
          </button>
        </>
      )}
      <MenuButton icon="copy" label={strings.copy} entries={copies} />
      {selected > 0 && (
        <IconButton name="close" label={strings.clearSelection} onClick={() => model.selection.clear()} />
      )}
    </div>
  );
}

/** What came while one is reading waits here, where it covers nothing. */
function Waiting() {
  const { model, strings } = usePage();
  const count = model.order.waiting.value;
  const show = (): void => {
    model.showWaiting();
    if (count > 0) document.querySelector('.grid')?.scrollTo({ top: 0 });
  };
  return (
    <div role="status" class="waiting">
      {model.isWaiting.value && (
        <button type="button" onClick={show}>
          <Icon name={count > 0 ? 'arrow-up' : 'history'} />
          {count > 1
            ? fillTemplate(strings.newRuns, formatCount(count))
            : count === 1
              ? strings.newRun
              : strings.orderChanged}
        </button>
      )}
    </div>
  );
}

function countText(
  { runIds, groups }: { runIds: readonly string[]; groups?: readonly unknown[] },
  strings: ReturnType<typeof usePage>['strings'],
): string {
  const count = (n: number, one: string, many: string): string => (n === 1 ? one : fillTemplate(many, formatCount(n)));
  const runs = count(runIds.length, strings.oneRun, strings.runs);
  return groups === undefined ? runs : `${count(groups.length, strings.oneGroup, strings.groups)} · ${runs}`;
}

function formatCount(n: number): string {
  return n.toLocaleString(document.documentElement.lang);
}
