import { Component, type ComponentChildren } from 'preact';
import type { ReadonlySignal } from '@preact/signals';
import { RunSwatch } from '../charts/runSwatch';
import type { ChartTheme } from '../charts/theme';
import { paramText } from '../../src/protocol/paramText';
import { deltaClass, DeltaMark } from '../ui/delta';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon } from '../ui/icon';
import { StatusIcon } from '../ui/statusIcon';
import type { GroupRow, RunRow } from './cachedRows';
import { type CellContent, groupCell, type Look, runCell } from './cellContent';
import type { PlacedColumn } from './columnGeometry';
import { px } from './px';
import type { Item } from './rowOrder';
import { BASELINE_ROW } from './selection';

export interface RowProps {
  item: Item;
  /** Its place among all rows; `BASELINE_ROW` is that of the baseline above them. */
  index: number;
  /** CSS pixels from the top of the table; `undefined` of the baseline, which stands below the header. */
  top: number | undefined;
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
    const kind = index === BASELINE_ROW ? 'baseline-row' : item.kind === 'group' ? 'group-row' : '';
    return (
      <div
        role="row"
        class={`row ${kind} ${isSelected ? 'selected' : ''} ${isBaseline ? 'is-baseline' : ''}`}
        style={{ width: px(width), ...(top === undefined ? {} : { top: px(top) }) }}
        aria-rowindex={index < 0 ? 2 : index + (look.baseline === undefined ? 2 : 3)}
        aria-selected={isSelected}
        aria-level={item.kind === 'group' ? 1 : item.isInside ? 2 : undefined}
        aria-expanded={item.kind === 'group' ? item.isExpanded : undefined}
        data-row={index}
      >
        <div class="row-pinned" role="presentation" style={{ width: px(pinnedWidth) }}>
          <div
            role="rowheader"
            id={this.idOf(0)}
            class={this.cellClass(0, item.kind === 'run' && row === undefined ? 'run-cell unread' : 'run-cell')}
            style={{ width: px(runWidth) }}
            aria-colindex={1}
            data-column={0}
          >
            {item.kind === 'group' ? this.groupName(item) : this.runName(row)}
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
        class={this.cellClass(column.place, contentClass(content), column.startsKind)}
        style={{ left: px(column.left), width: px(column.width), '--heat': content?.heat }}
        aria-colindex={column.place + 1}
        data-column={column.place}
      >
        {content && this.content(content)}
      </div>
    );
  }

  private content({ text, beside, tone, isMissing }: CellContent) {
    const { strings } = this.props.look;
    if (isMissing === true) return <span aria-label={strings.noValue}>{text}</span>;
    if (beside === undefined) return text;
    const isBetter = tone === 'better' ? true : tone === 'worse' ? false : undefined;
    const said = isBetter === undefined ? undefined : isBetter ? strings.better : strings.worse;
    return (
      <>
        <span class="text">{text}</span>
        <span
          class={`beside ${deltaClass(isBetter)}`}
          aria-label={said === undefined ? undefined : `${beside} ${said}`}
        >
          <DeltaMark isUp={beside.startsWith('+')} isBetter={isBetter} />
          {beside}
        </span>
      </>
    );
  }

  private runName(row: RunRow | undefined) {
    const { item, look, theme, isBaseline } = this.props;
    const isInside = item.kind === 'run' && item.isInside;
    if (row === undefined) return undefined;
    const { run } = row.info;
    return (
      <>
        <span class="tick" aria-hidden="true" data-tick>
          <Icon name="check" />
        </span>
        {isInside && <span class="indent" />}
        <RunSwatch colorIndex={run.colorIndex} theme={theme} />
        <span class="text name">{run.name}</span>
        {isBaseline && <Icon name="star-full" label={look.strings.baseline} class="star" />}
        <StatusIcon status={run.status} label={look.strings.statuses[run.status]} />
      </>
    );
  }

  private groupName(item: Extract<Item, { kind: 'group' }>) {
    const { look } = this.props;
    const { strings } = look;
    const { values, runIds } = item.group;
    const name = values.map((value) => (value === null ? strings.without : paramText(value))).join(', ');
    return (
      <>
        <span class="tick" aria-hidden="true" data-tick>
          <Icon name="check" />
        </span>
        <span class="twistie" data-twistie title={item.isExpanded ? strings.collapse : strings.expand}>
          <Icon name={item.isExpanded ? 'chevron-down' : 'chevron-right'} />
        </span>
        <span class="text name">{name === '' ? fillTemplate(strings.repeatsOf, runIds.length) : name}</span>
        <span class="count">n = {runIds.length}</span>
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

function contentClass(content: CellContent | undefined): string {
  if (content === undefined) return 'unread';
  const heat = content.heat === undefined ? '' : 'heated';
  const alike = content.tone === 'alike' ? 'alike' : '';
  const shape = content.isMissing === true ? 'missing' : content.beside === undefined ? 'plain' : '';
  return `${content.isNumber ? 'number' : ''} ${shape} ${heat} ${alike}`;
}
