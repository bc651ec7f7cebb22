import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PlacedColumn } from './columnGeometry';
import { columnLabel } from './columnLabel';
import { usePage } from './pageContext';
import type { RunRow } from './cachedRows';

/**
 * The field in which a note or tag is typed: Enter and leaving it keep what was typed, Escape does not, Shift+Enter
 * begins a line. Notes have lines, and keep them.
 */
export function CellEditor({
  row,
  column,
  onEnd,
}: {
  row: RunRow;
  column: PlacedColumn;
  /** `isByKey`: the focus went nowhere else. */
  onEnd: (isByKey: boolean) => void;
}) {
  const { model, strings } = usePage();
  const field = useRef<HTMLTextAreaElement>(null);
  const editing = useRef<{ end: (keep: boolean, isByKey: boolean) => void } | undefined>(undefined);
  useLayoutEffect(() => {
    const element = field.current!;
    // The field has line ends of its own: what it gave back is compared with what it gave at first.
    const before = element.value;
    const runId = row.info.run.id;
    let hasEnded = false;
    const end = (keep: boolean, isByKey: boolean): void => {
      if (hasEnded) return;
      hasEnded = true;
      const typed = element.value;
      if (keep && typed !== before) {
        if (column.kind === 'tags') model.act('setTag', { runId, key: column.key, value: typed === '' ? null : typed });
        else model.act('setNote', { runId, note: typed });
      }
      onEnd(isByKey);
    };
    editing.current = { end };
    element.select();
    element.focus();
    // The row may go out of sight, or its run out of the table.
    return () => end(true, false);
  }, []);
  return (
    <textarea
      ref={field}
      class="cell-field"
      rows={1}
      defaultValue={column.kind === 'tags' ? String(row.cells.get(column.id) ?? '') : (row.info.note ?? '')}
      aria-label={`${columnLabel(column, strings)}, ${row.info.run.name}`}
      onBlur={() => editing.current?.end(true, false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') editing.current?.end(false, true);
        else if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.isComposing) {
          event.preventDefault();
          editing.current?.end(true, true);
        }
      }}
    />
  );
}
