import { Component } from 'preact';
import type { TableStrings } from '../../src/protocol/tablePage';
import type { ColumnKind, ColumnSort } from '../../src/protocol/tableView';
import { Icon } from '../ui/icon';
import { type ColumnGeometry, type PlacedColumn, RUN_COLUMN } from './columnGeometry';
import { columnLabel } from './columnLabel';
import { cellId } from './gridRow';
import { px } from './px';

interface HeaderProps {
  geometry: ColumnGeometry;
  columns: readonly PlacedColumn[];
  sort: readonly ColumnSort[];
  strings: TableStrings;
  active: number | undefined;
  /** Whether a column holds numbers, which stand at the right. */
  isNumeric: (column: PlacedColumn) => boolean;
  /** The column that another one is dragged to. */
  dropAt: string | undefined;
}

/** The names of the columns, with the kind above the first of each. The grid hears clicks, drags and keys on them. */
export class GridHeader extends Component<HeaderProps> {
  override shouldComponentUpdate(next: HeaderProps): boolean {
    const keys = Object.keys(next) as (keyof HeaderProps)[];
    return keys.some((key) => next[key] !== this.props[key]);
  }

  override render() {
    const { geometry, columns, strings, active } = this.props;
    return (
      <div role="row" class="row head" style={{ width: px(geometry.width) }} aria-rowindex={1} data-row={-1}>
        <div class="row-pinned" role="presentation" style={{ width: px(geometry.pinnedWidth) }}>
          <div
            role="columnheader"
            id={cellId(-1, 0)}
            class={`cell head-cell run-cell ${active === 0 ? 'active' : ''}`}
            style={{ width: px(geometry.runWidth) }}
            aria-colindex={1}
            data-column={0}
          >
            <span class="kind" />
            <span class="head-name">{strings.run}</span>
            <span class="resizer" data-resize={RUN_COLUMN} aria-hidden="true" />
          </div>
          {geometry.pinned.map((column) => this.cell(column))}
        </div>
        {columns.map((column) => this.cell(column))}
        {kindSpans(geometry.free).map((span) => (
          <div
            key={span.left}
            class="kind-span"
            role="presentation"
            aria-hidden="true"
            style={{ left: px(span.left), width: px(span.width), '--pinned': px(geometry.pinnedWidth) }}
          >
            <span class="kind">{strings.kinds[span.kind]}</span>
          </div>
        ))}
      </div>
    );
  }

  private cell(column: PlacedColumn) {
    const { sort, strings, active, dropAt } = this.props;
    const place = sort.findIndex((one) => one.column === column.id);
    const sorted = sort[place];
    const isActive = active === column.place ? 'active' : '';
    const title = columnTitle(column, strings);
    return (
      <div
        key={column.id}
        role="columnheader"
        id={cellId(-1, column.place)}
        class={`cell head-cell ${isActive} ${column.startsKind ? 'starts-kind' : ''} ${dropAt === column.id ? 'drop' : ''} ${this.props.isNumeric(column) ? 'number-head' : ''}`}
        style={{ left: px(column.left), width: px(column.width) }}
        aria-colindex={column.place + 1}
        aria-sort={sorted === undefined ? 'none' : sorted.descending ? 'descending' : 'ascending'}
        title={title}
        draggable
        data-column={column.place}
      >
        <span class="kind">{column.pinned && column.startsKind ? strings.kinds[column.kind] : ''}</span>
        <span class="head-name">
          <span class="text">{columnLabel(column, strings)}</span>
          {sorted !== undefined && (
            <span class="sort" aria-hidden="true">
              <Icon name={sorted.descending ? 'arrow-down' : 'arrow-up'} />
              {sort.length > 1 ? place + 1 : ''}
            </span>
          )}
          <span class="head-menu" data-menu aria-hidden="true">
            <Icon name="ellipsis" />
          </span>
        </span>
        <span class="resizer" data-resize={column.id} aria-hidden="true" />
      </div>
    );
  }
}

/** Where the columns of each kind begin and end: their name stays in sight as long as one of them is. */
function kindSpans(columns: readonly PlacedColumn[]): { kind: ColumnKind; left: number; width: number }[] {
  const starts = columns.filter(({ startsKind }) => startsKind);
  const last = columns.at(-1);
  const end = last === undefined ? 0 : last.left + last.width;
  return starts.map(({ kind, left }, i) => ({ kind, left, width: (starts[i + 1]?.left ?? end) - left }));
}

function columnTitle(column: PlacedColumn, strings: TableStrings): string {
  const label = columnLabel(column, strings);
  return column.kind === 'attributes' ? label : `${column.key} · ${strings.kinds[column.kind]}`;
}
