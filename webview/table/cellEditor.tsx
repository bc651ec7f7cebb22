import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PlacedColumn } from './columnGeometry';
import { columnLabel } from './gridHeader';
import { usePage } from './pageContext';
import type { RunRow } from './cachedRows';

/** The field in which a note or tag is typed: Enter and leaving it keep what was typed, Escape does not. */
export function CellEditor({ row, column, onEnd }: { row: RunRow; column: PlacedColumn; onEnd: () => void }) {
  const { model, strings } = usePage();
  const field = useRef<HTMLInputElement>(null);
  const before = column.kind === 'tags' ? String(row.cells.get(column.id) ?? '') : (row.info.note ?? '');
  const ended = useRef(false);
  useLayoutEffect(() => field.current?.select(), []);
  const end = (keep: boolean): void => {
    if (ended.current) return;
    ended.current = true;
    const typed = field.current?.value ?? before;
    const runId = row.info.run.id;
    if (keep && typed !== before) {
      if (column.kind === 'tags') model.act('setTag', { runId, key: column.key, value: typed === '' ? null : typed });
      else model.act('setNote', { runId, note: typed });
    }
    onEnd();
  };
  return (
    <input
      ref={field}
      class="cell-field"
      value={before}
      aria-label={`${columnLabel(column, strings)}, ${row.info.run.name}`}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') end(true);
        else if (event.key === 'Escape') end(false);
      }}
    />
  );
}
