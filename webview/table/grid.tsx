import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunId } from '../../src/protocol/entities';
import { keyedColumns, type LaidColumn } from '../../src/protocol/tableLayout';
import type { RunRow } from './cachedRows';
import { CellEditor } from './cellEditor';
import { isNumberColumn, type Look } from './cellContent';
import { type ColumnGeometry, HEAD_HEIGHT, placeColumns, ROW_HEIGHT } from './columnGeometry';
import type { GridActions } from './gridActions';
import { GridHeader } from './gridHeader';
import { onGridKey } from './gridKeys';
import {
  draggedColumn,
  dropColumn,
  dropTarget,
  onGridClick,
  onGridDoubleClick,
  onGridMenu,
  onGridOver,
  onResizeStart,
} from './gridPointer';
import { cellId, GridRow } from './gridRow';
import { usePage } from './pageContext';
import { px } from './px';
import type { Item } from './rowOrder';
import { BASELINE_ROW, HEADER_ROW } from './selection';
import { useGridWindow } from './useGridWindow';

/** So many rows come and go together with the height of the window; none has the key of another. */
const ELEMENTS_STEP = 64;
/** Cells that are not there sooner show that they will come, ms. */
const PATIENCE = 150;

/** The table itself. In the page are the rows and columns that are in sight, and a few around them. */
export function Grid({ actions }: { actions: GridActions }) {
  const { model, strings, editing } = usePage();
  const scroller = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ column: string; over?: string }>();
  const items = model.order.items.value;
  const view = model.view.value;
  const layout = model.layout.value;
  const active = model.selection.active.value;
  // Cells change without their keys: these say that they did.
  void [model.rows.version.value, model.groups.version.value];
  const held = model.baselineItem.value;
  const baseline = held?.kind === 'run' ? model.rows.get(held.runId) : undefined;
  const isHeld = held !== undefined;
  const isGrouped = view.group !== null;
  const beside = Number(isHeld) + Number(isGrouped);
  const geometry = useMemo(() => placeColumns(layout, view.widths, beside), [layout, view.widths, beside]);
  const top = HEAD_HEIGHT + (isHeld ? ROW_HEIGHT : 0);
  const window = useGridWindow(scroller, items.length, geometry, top);
  const look = useLook(baseline);
  // A row that is scrolled out of sight becomes one that comes into it: to make elements anew takes twice as long.
  const elements = Math.ceil(window.rows.length / ELEMENTS_STEP) * ELEMENTS_STEP;
  const isNumeric = useMemo(
    () => (column: LaidColumn) => isNumberColumn(column, look.formats),
    [look.formats, look.formats.version],
  );
  actions.columns = geometry.columns;
  actions.reveal = window.reveal;
  actions.focus = () => scroller.current?.focus();

  useLayoutEffect(() => {
    const shown = window.rows.map(({ index }) => items[index]!);
    const columns = keyedColumns([...geometry.pinned, ...window.columns]);
    model.inSight = { rows: window.rows.length + 20, columns };
    const runIds = shown.flatMap(namingRun);
    const base = model.baseline.value;
    const groups = shown.flatMap((item) => (item.kind === 'group' ? [item.group.key] : []));
    model.want(base === undefined ? runIds : [base, ...runIds], groups, columns);
    if (view.heat) void model.quantiles.want(columns);
  }, [items, window.key, geometry, view.heat, model.quantiles.known.value, model.baseline.value]);
  const isLate = useIsLate(window.key);
  useLayoutEffect(() => {
    const { row, left } = model.beginAt;
    scroller.current?.scrollTo({ top: row * ROW_HEIGHT, left });
    model.beginAt = { row: 0, left: 0 };
    model.isCalm = () => {
      const element = scroller.current;
      return (
        editing.value === undefined &&
        element !== null &&
        element.scrollTop < ROW_HEIGHT &&
        element.parentElement?.matches(':hover') === false
      );
    };
  }, []);

  const endEdit = (isByKey: boolean): void => {
    editing.value = undefined;
    if (isByKey) actions.focus();
    model.settle();
  };
  const editor = (index: number, row: RunRow | undefined) => {
    const edited = editing.value;
    if (edited === undefined || edited.runId !== row?.info.run.id) return undefined;
    if (edited.isPinned !== (index === BASELINE_ROW)) return undefined;
    const column = geometry.columns.find(({ id }) => id === edited.columnId);
    if (column === undefined) return undefined;
    return { place: column.place, element: <CellEditor row={row} column={column} onEnd={endEdit} /> };
  };
  return (
    <div
      ref={scroller}
      class={`grid ${view.heat ? 'heat' : ''} ${isHeld ? 'held' : ''} ${isGrouped ? 'grouped' : ''} ${isLate ? 'late' : ''}`}
      role={isGrouped ? 'treegrid' : 'grid'}
      tabIndex={0}
      aria-label={strings.title}
      aria-rowcount={items.length + (isHeld ? 2 : 1)}
      aria-colcount={geometry.columns.length + 1}
      aria-multiselectable
      aria-activedescendant={window.holds(active) ? cellId(active.row, active.column) : undefined}
      onKeyDown={(event) => {
        if (onGridKey(event, actions, window.page())) event.preventDefault();
      }}
      onClick={(event) => onGridClick(event, actions)}
      onDblClick={(event) => onGridDoubleClick(event, actions)}
      onScroll={() => model.settle()}
      onMouseOver={(event) => onGridOver(event, actions)}
      onContextMenu={(event) => onGridMenu(event, actions)}
      onPointerDown={(event) => onResizeStart(event, actions)}
      onDragStart={(event) => {
        const column = draggedColumn(event, actions);
        if (column === undefined) event.preventDefault();
        else setDrag({ column });
      }}
      onDragOver={(event) => {
        const over = drag && dropTarget(event, actions);
        if (drag === undefined || over === undefined) return;
        event.preventDefault();
        if (over !== drag.over) setDrag({ ...drag, over });
      }}
      onDrop={(event) => {
        event.preventDefault();
        if (drag?.over !== undefined) dropColumn(drag.column, drag.over, actions);
        setDrag(undefined);
      }}
      onDragEnd={() => setDrag(undefined)}
    >
      <div
        class="canvas"
        role="presentation"
        style={{ width: px(geometry.width), height: px(top + items.length * ROW_HEIGHT) }}
      >
        <GridHeader
          geometry={geometry}
          columns={window.columns}
          sort={view.sort}
          strings={strings}
          active={active.row === HEADER_ROW ? active.column : undefined}
          dropAt={drag?.over}
          isNumeric={isNumeric}
        />
        {held !== undefined && (
          <Row
            {...{ geometry, look, window }}
            index={BASELINE_ROW}
            item={held}
            row={baseline}
            editor={editor(BASELINE_ROW, baseline)}
          />
        )}
        {window.rows.map(({ index, start }) => {
          const item = items[index]!;
          const [runId] = namingRun(item);
          const row = runId === undefined ? undefined : model.rows.get(runId);
          return (
            <Row
              key={index % elements}
              {...{ geometry, look, window, index, item, row }}
              top={start}
              editor={editor(index, row)}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Whether cells in sight have been missing for a moment, in which nothing was scrolled. */
function useIsLate(key: string): boolean {
  const { model } = usePage();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    setIsLate(false);
    if (model.rows.isComplete && model.groups.isComplete) return undefined;
    const timer = setTimeout(() => setIsLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [model, key, model.rows.version.value, model.groups.version.value]);
  return isLate;
}

/** The run that a row has its name from: repeats that of their first; other groups have none. */
function namingRun(item: Item): RunId[] {
  if (item.kind === 'run') return [item.runId];
  return item.group.first === undefined ? [] : [item.group.first];
}

/** A row with what it takes from the page. */
function Row(props: {
  geometry: ColumnGeometry;
  look: Look;
  window: ReturnType<typeof useGridWindow>;
  index: number;
  item: Item;
  row: RunRow | undefined;
  top?: number;
  editor?: { place: number; element: preact.VNode } | undefined;
}) {
  const { model, theme } = usePage();
  const { geometry, look, window, index, item, row, editor } = props;
  const active = model.selection.active.value;
  return (
    <GridRow
      item={item}
      index={index}
      top={props.top}
      row={row}
      group={item.kind === 'group' ? model.groups.get(item.group.key) : undefined}
      runWidth={geometry.runWidth}
      pinnedWidth={geometry.pinnedWidth}
      width={geometry.width}
      pinned={geometry.pinned}
      columns={window.columns}
      look={look}
      theme={theme}
      isSelected={index >= 0 && model.selection.has(item)}
      isBaseline={item.kind === 'run' && item.runId === look.baseline?.info.run.id}
      active={active.row === index ? active.column : undefined}
      editor={editor?.element}
      edited={editor?.place}
    />
  );
}

/** What all cells depend on: another object only when something of it changed. */
function useLook(baseline: RunRow | undefined): Look {
  const { model, strings, now } = usePage();
  const { version } = model.formats;
  const { formats: chosenFormats, heat, unheated, group } = model.view.value;
  const isGrouped = group !== null;
  const { directions } = model.choices.value;
  const quantiles = heat ? model.quantiles.known.value : undefined;
  return useMemo(
    () => ({
      strings,
      formats: model.formats,
      chosenFormats,
      now: now.value,
      isGrouped,
      baseline,
      directions,
      quantiles,
      unheated,
    }),
    [version, chosenFormats, now.value, isGrouped, baseline, directions, quantiles, unheated],
  );
}
