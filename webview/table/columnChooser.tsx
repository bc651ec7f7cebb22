import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { allColumns, isShown, type LaidColumn } from '../../src/protocol/tableLayout';
import type { ColumnKind } from '../../src/protocol/tableView';
import { fillTemplate } from '../ui/fillTemplate';
import { IconButton } from '../ui/icon';
import { SearchField } from '../ui/toolkit';
import { columnLabel } from './columnLabel';
import { usePage } from './pageContext';
import { px } from './px';
import { useVirtualizer } from './useVirtualizer';
import { moveColumn, neighbourOf, setPinned, setShown } from './viewEdits';

const ROW_HEIGHT = 24;

type Row = { kind: ColumnKind; columns: readonly LaidColumn[] } | LaidColumn;

/** All columns with a search: which are shown, which stay beside the name, and their order. */
export function ColumnChooser({ onClose }: { onClose: () => void }) {
  const { model, strings } = usePage();
  const panel = useRef<HTMLDivElement>(null);
  const search = useSignal('');
  const view = model.view.value;
  const rows = useMemo(
    () => rowsOf(allColumns(model.columns.shown.value, view), search.value, (column) => columnLabel(column, strings)),
    [model.columns.shown.value, view, search.value],
  );
  useEffect(() => {
    model.countColumns();
    panel.current?.querySelector<HTMLElement>('.search')?.focus();
    const leave = (event: PointerEvent): void => {
      const target = event.target as Element;
      if (panel.current?.contains(target) !== true && target.closest('[aria-controls="columns"]') === null) onClose();
    };
    document.addEventListener('pointerdown', leave, true);
    return () => document.removeEventListener('pointerdown', leave, true);
  }, []);
  return (
    <div
      ref={panel}
      id="columns"
      class="chooser"
      role="dialog"
      aria-label={strings.columns}
      // Before the field, which Escape empties.
      onKeyDownCapture={(event) => {
        if (event.key === 'Escape' && search.value === '') onClose();
      }}
    >
      <SearchField value={search.value} label={strings.searchColumns} onInput={(text) => (search.value = text)} />
      {rows.length === 0 ? (
        <p class="secondary">{fillTemplate(strings.noColumn, search.value)}</p>
      ) : (
        <Rows rows={rows} />
      )}
    </div>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const window = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  return (
    <div ref={scroller} class="chooser-list" tabIndex={-1}>
      <div role="presentation" class="chooser-canvas" style={{ height: px(window.getTotalSize()) }}>
        {window
          .getVirtualItems()
          .filter(({ index }) => index < rows.length)
          .map(({ index, start }) => {
            const row = rows[index]!;
            return (
              <div
                key={'columns' in row ? row.kind : row.id}
                class="chooser-row"
                style={{ transform: `translateY(${start}px)` }}
              >
                {'columns' in row ? <KindRow kind={row.kind} columns={row.columns} /> : <ColumnRow column={row} />}
              </div>
            );
          })}
      </div>
    </div>
  );
}

function KindRow({ kind, columns }: { kind: ColumnKind; columns: readonly LaidColumn[] }) {
  const { model, strings } = usePage();
  const view = model.view.value;
  const shown = columns.filter((column) => isShown(column, view)).length;
  return (
    <>
      <b class="chooser-kind">
        {strings.kinds[kind]} <span class="secondary number">{`${shown}/${columns.length}`}</span>
      </b>
      <IconButton
        name="eye"
        label={`${strings.showAll}: ${strings.kinds[kind]}`}
        onClick={() => model.change(setShown(view, columns, true))}
      />
      <IconButton
        name="eye-closed"
        label={`${strings.hideAll}: ${strings.kinds[kind]}`}
        onClick={() => model.change(setShown(view, columns, false))}
      />
    </>
  );
}

function ColumnRow({ column }: { column: LaidColumn }) {
  const { model, strings } = usePage();
  const view = model.view.value;
  const label = columnLabel(column, strings);
  const count = model.columns.counts.value?.get(column.id);
  const isPinned = view.pinned.includes(column.id);
  const move = (sign: 1 | -1): void => {
    const neighbour = neighbourOf(column, sign, model.layout.value);
    if (neighbour === undefined) return;
    const where = sign > 0 ? 'behind' : 'before';
    model.change(moveColumn(view, model.columns.shown.value, column.id, neighbour.id, where));
  };
  return (
    <div
      class={`chooser-column ${isPinned ? 'pinned' : ''}`}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        move(event.key === 'ArrowDown' ? 1 : -1);
      }}
    >
      <label title={column.key}>
        <input
          type="checkbox"
          checked={isShown(column, view)}
          onChange={(event) => model.change(setShown(view, [column], event.currentTarget.checked))}
        />
        <span class="chooser-label">{label}</span>
        {count !== undefined && (
          <span class="secondary number" title={fillTemplate(strings.inRuns, count.runs)}>
            {count.runs}
          </span>
        )}
      </label>
      <IconButton
        name="pinned"
        class={isPinned ? 'is-on' : 'on-hover'}
        label={`${isPinned ? strings.unpin : strings.pin}: ${label}`}
        onClick={() => model.change(setPinned(view, column.id, !isPinned))}
      />
      <IconButton name="arrow-up" class="on-hover" label={`${strings.moveLeft}: ${label}`} onClick={() => move(-1)} />
      <IconButton name="arrow-down" class="on-hover" label={`${strings.moveRight}: ${label}`} onClick={() => move(1)} />
    </div>
  );
}

/** A row for each kind with those of its columns below it; what does not match the search is left out. */
function rowsOf(columns: readonly LaidColumn[], search: string, label: (column: LaidColumn) => string): Row[] {
  const wanted = search.trim().toLocaleLowerCase();
  const found = columns.filter((column) =>
    [column.key, label(column)].some((text) => text.toLocaleLowerCase().includes(wanted)),
  );
  const kinds: ColumnKind[] = ['attributes', 'metrics', 'params', 'tags', 'system'];
  return kinds.flatMap((kind): Row[] => {
    const of = found.filter((column) => column.kind === kind);
    return of.length === 0 ? [] : [{ kind, columns: of }, ...of];
  });
}
