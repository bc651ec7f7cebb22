import { useState } from 'preact/hooks';
import { runLook } from '../../../src/protocol/palette';
import { usePage } from '../pageContext';
import type { ShownTable } from './tableRows';

/** The height of a row stands in logged.css too; rows above and below what is in sight that are there all the same. */
const ROW = 22;
const TALLEST = 352;
const SPARE = 6;

/** A table of which only the rows in sight are in the page. `colorIndexes`: of the runs of a joined one. */
export function RowsBox(props: { table: ShownTable; label: string; colorIndexes?: readonly number[] }) {
  const { theme, strings } = usePage();
  const { table, label, colorIndexes = [] } = props;
  const { columns, rows, differs } = table;
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / ROW) - SPARE);
  const last = Math.min(rows.length, first + Math.ceil(TALLEST / ROW) + 2 * SPARE);
  if (rows.length === 0) return <p class="nothing-here secondary">{strings.logged.noRows}</p>;
  return (
    <div
      class="rows-box"
      tabIndex={0}
      role="region"
      aria-label={label}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <table class="rows" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ name, isNumber, run }, i) => (
              <th key={i} scope="col" class={isNumber ? 'end' : ''} title={name}>
                {run !== undefined && (
                  <span
                    class="run-dot"
                    style={{ background: runLook(theme.value.kind, colorIndexes[run] ?? 0).color }}
                    aria-hidden="true"
                  />
                )}
                {name || '\u00a0'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space rows={first} />
          {rows.slice(first, last).map((cells, i) => (
            <tr key={first + i} aria-rowindex={first + i + 2}>
              {cells.map((text, column) => (
                <td
                  key={column}
                  class={`${columns[column]?.isNumber === true ? 'end' : ''} ${differs?.[first + i]?.[column] === true ? 'differs' : ''}`}
                  title={text.length > 24 ? text : undefined}
                >
                  {text}
                </td>
              ))}
            </tr>
          ))}
          <Space rows={rows.length - last} />
        </tbody>
      </table>
    </div>
  );
}

/** As high as the rows that are not in the page. */
function Space({ rows }: { rows: number }) {
  return rows === 0 ? null : <tr aria-hidden="true" class="space" style={{ height: `${rows * ROW}px` }} />;
}
