import { Component, type ComponentChildren } from 'preact';
import type { ReadonlySignal } from '@preact/signals';
import { RunSwatch } from '../charts/runSwatch';
import type { ChartTheme } from '../charts/theme';
import { deltaClass, DeltaMark } from '../ui/delta';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon } from '../ui/icon';
import { StatusIcon } from '../ui/statusIcon';
import type { GroupRow, RunRow } from './cachedRows';
import { type CellContent, groupCell, isPlain, type Look, runCell } from './cellContent';
import { isMetric } from './cellNumbers';
import type { PlacedColumn } from './columnGeometry';
import { groupValues } from './groupName';
import { px } from './px';
import type { Item } from './rowOrder';
import { BASELINE_ROW } from './selection';

export interface RowProps {
  item: Item;
  /** Its place among all rows; `BASELINE_ROW` is that of the baseline above them. */
  index: number;
  /** CSS pixels from the top of the table; `undefined` of the baseline, which stands below the header. */
  top: number | undefined;
  /** Of repeats: their first run. */
  row: RunRow | undefined;
  group: GroupRow | undefined;
  runWidth: number;
  pinnedWidth: number;
  width: number;
  pinned: readonly PlacedColumn[];
  /** Those of the others that are in sight. */
  columns: readonly PlacedColumn[];
  look: Look;
  theme: ReadonlySignal<ChartTheme>;
  isSelected: boolean;
  isBaseline: boolean;
  /** Place of the column that the keyboard is in, if it is in this row. */
  active: number | undefined;
  editor: ComponentChildren;
  /** Place of the column that the editor stands in. */
  edited: number | undefined;
}

/** One row of the table. It is drawn anew only when something of it changed. */
export class GridRow extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const keys = Object.keys(next) as (keyof RowProps)[];
    return keys.some((key) => next[key] !== this.props[key]);
  }

  override render() {
    const { item, index, top, row, runWidth, pinnedWidth, width, pinned, columns, look, isSelected, isBaseline } =
      this.props;
    const isNamed = item.kind === 'run' || item.group.first !== undefined;
    const kind = index === BASELINE_ROW ? 'baseline-row' : item.kind === 'group' ? 'group-row' : '';
    return (
      <div
        role="row"
        class={`row ${kind} ${isSelected ? 'selected' : ''} ${isBaseline ? 'is-baseline' : ''}`}
        style={{ width: px(width), ...(top === undefined ? {} : { top: px(top) }) }}
        aria-rowindex={index < 0 ? 2 : index + (look.baseline === undefined ? 2 : 3)}
        aria-selected={isSelected}
        aria-level={item.kind === 'group' ? 1 : item.level || undefined}
        aria-expanded={item.kind === 'group' ? item.isExpanded : undefined}
        data-row={index}
      >
        <div class="row-pinned" role="presentation" style={{ width: px(pinnedWidth) }}>
          <div
            role="rowheader"
            id={this.idOf(0)}
            class={this.cellClass(0, isNamed && row === undefined ? 'run-cell unread' : 'run-cell')}
            style={{ width: px(runWidth) }}
            aria-colindex={1}
            data-column={0}
          >
            {item.kind === 'group' ? this.groupName(item) : this.runName(item, row)}
          </div>
          {pinned.map((column) => this.cell(column))}
        </div>
        {columns.map((column) => this.cell(column))}
      </div>
    );
  }

  private cell(column: PlacedColumn) {
    const { item, row, group, look, edited, editor } = this.props;
    const content = item.kind === 'group' ? group && groupCell(group, column, look) : row && runCell(row, column, look);
    if (edited === column.place) {
      return (
        <div
          key={column.id}
          role="gridcell"
          class="cell editing"
          style={{ left: px(column.left), width: px(column.width) }}
        >
          {editor}
        </div>
      );
    }
    return (
      <div
        key={column.id}
        role="gridcell"
        id={this.idOf(column.place)}
        class={this.cellClass(column.place, contentClass(content, column), column.startsKind)}
        style={{ left: px(column.left), width: px(column.width), '--heat': content?.heat }}
        aria-colindex={column.place + 1}
        data-column={column.place}
      >
        {content && this.content(content, column.isNarrow)}
      </div>
    );
  }

  private content(content: CellContent, isNarrow: boolean) {
    const { text, spread, leftOut, delta, tone, isMissing } = content;
    const { strings } = this.props.look;
    if (isMissing === true) return <span aria-label={strings.noValue}>{text}</span>;
    if (isNarrow || isPlain(content)) return text;
    const isBetter = tone === 'better' ? true : tone === 'worse' ? false : undefined;
    const said = isBetter === undefined ? undefined : isBetter ? strings.better : strings.worse;
    return (
      <>
        <span class="text">{text}</span>
        {spread !== undefined && <span class="beside">{spread}</span>}
        {delta !== undefined && (
          <span
            class={`beside ${deltaClass(isBetter)}`}
            aria-label={said === undefined ? undefined : `${delta} ${said}`}
          >
            {delta !== '' && <DeltaMark isUp={delta.startsWith('+')} isBetter={isBetter} />}
            {delta}
          </span>
        )}
        {leftOut !== undefined && (
          <span class="left-out" aria-label={fillTemplate(strings.notFinite, leftOut)}>
            !
          </span>
        )}
      </>
    );
  }

  private runName({ level }: Extract<Item, { kind: 'run' }>, row: RunRow | undefined) {
    const { look, theme, isBaseline } = this.props;
    if (row === undefined) return undefined;
    const { run } = row.info;
    return (
      <>
        <Tick />
        {level > 0 && <span class={`indent-${level}`} />}
        <RunSwatch colorIndex={run.colorIndex} theme={theme} />
        <span class="text name">{run.name}</span>
        {isBaseline && <Icon name="star-full" label={look.strings.baseline} class="star" />}
        <StatusIcon status={run.status} label={look.strings.statuses[run.status]} />
      </>
    );
  }

  /** Its values and how many runs it has; repeats have the colour and name of their first run. */
  private groupName({ group, isExpanded }: Extract<Item, { kind: 'group' }>) {
    const { look, theme, row } = this.props;
    const { strings } = look;
    const n = group.runIds.length;
    const values = groupValues(group, strings);
    return (
      <>
        <Tick />
        <span class="twistie" data-twistie title={isExpanded ? strings.collapse : strings.expand}>
          <Icon name={isExpanded ? 'chevron-down' : 'chevron-right'} />
        </span>
        {group.first === undefined ? (
          <>
            <span class="text name">{values.join(', ')}</span>
            <span class="count">n = {n}</span>
          </>
        ) : (
          row !== undefined && (
            <>
              <RunSwatch colorIndex={row.info.run.colorIndex} theme={theme} />
              <span class="text name of-repeats">{[...values, row.info.run.name].join(', ')}</span>
              <span class="count">×{n}</span>
            </>
          )
        )}
      </>
    );
  }

  /** Of the cell that the keyboard is in: an id in each would be written anew for all rows that are scrolled by. */
  private idOf(place: number): string | undefined {
    const { index, active } = this.props;
    return active === place ? cellId(index, place) : undefined;
  }

  private cellClass(place: number, more: string, startsKind = false): string {
    const active = this.props.active === place ? 'active' : '';
    return `cell ${more} ${active} ${startsKind ? 'starts-kind' : ''}`;
  }
}

/** Id of the cell's element, by which the grid tells where the keyboard is. */
export function cellId(row: number, column: number): string {
  return `cell-${row}-${column}`;
}

function Tick() {
  return (
    <span class="tick" aria-hidden="true" data-tick>
      <Icon name="check" />
    </span>
  );
}

function contentClass(content: CellContent | undefined, { id, isNarrow }: PlacedColumn): string {
  if (content === undefined) return 'unread';
  const heat = content.heat === undefined ? '' : 'heated';
  const alike = content.tone === 'alike' ? 'alike' : '';
  const isAlone = isNarrow || isPlain(content);
  const shape = content.isMissing === true ? 'missing' : isAlone ? 'plain' : '';
  // Its value stands below those that have something beside them.
  const room = isAlone && !isNarrow && isMetric(id) ? 'with-room' : '';
  return `${content.isNumber ? 'number' : ''} ${shape} ${room} ${heat} ${alike}`;
}
