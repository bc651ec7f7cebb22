import { type CellValue, literal } from '../../src/protocol/tableApi';
import { columnField } from '../../src/protocol/tableLayout';
import type { TableStrings } from '../../src/protocol/tablePage';
import { fillTemplate } from '../ui/fillTemplate';
import type { MenuEntry, MenuItem, MenuPlace } from '../ui/menu';
import { attributeValue } from './attributeText';
import { plainText } from './cellContent';
import { localTime } from './cellTitle';
import { cellNumber } from './cellNumbers';
import type { PlacedColumn } from './columnGeometry';
import type { RunRow } from './cachedRows';
import type { GridActions } from './gridActions';
import type { Place } from './selection';
import { addCondition } from './viewEdits';

/** The menu of a cell: what can be done with its run, and how its value narrows the table. */
export function openCellMenu(actions: GridActions, place: Place, at: MenuPlace): void {
  const { model, strings, menu } = actions;
  const item = actions.itemAt(place.row);
  if (item === undefined) return;
  const from = document.activeElement as HTMLElement | null;
  if (item.kind === 'group') {
    menu.value = { label: strings.actions, at, from, entries: severalEntries(actions) };
    return;
  }
  const row = model.rows.get(item.runId);
  if (row === undefined) return;
  const column = actions.columnAt(place.column);
  const entries: MenuEntry[] = [
    {
      label: strings.openRun,
      icon: 'go-to-file',
      keys: 'Enter',
      onSelect: () => model.act('openRun', { runId: item.runId }),
    },
    { label: strings.revealRun, icon: 'list-tree', onSelect: () => model.act('revealRun', { runId: item.runId }) },
    ...baselineEntries(actions, row),
    'separator',
    ...(column === undefined ? [] : filterEntries(actions, row, column)),
    { label: strings.rename, icon: 'edit', onSelect: () => model.act('renameRun', { runId: item.runId }) },
    ...editEntries(actions, place, column),
    'separator',
    ...severalEntries(actions),
  ];
  menu.value = { label: row.info.run.name, at, from, entries };
}

function severalEntries(actions: GridActions): MenuEntry[] {
  const { model, strings } = actions;
  return [
    { label: strings.compare, icon: 'graph-line', onSelect: () => actions.compare() },
    { label: strings.saveReport, icon: 'save', onSelect: () => model.act('saveReport', { runIds: actions.chosen() }) },
    { label: strings.addTag, icon: 'tag', onSelect: () => model.act('addTag', { runIds: actions.chosen() }) },
    { label: strings.copyMarkdown, icon: 'copy', keys: 'Ctrl+C', onSelect: () => void actions.copy('markdown') },
    { label: strings.copyCsv, onSelect: () => void actions.copy('csv') },
    { label: strings.copyLatex, onSelect: () => void actions.copy('latex') },
    { label: strings.delete, icon: 'trash', keys: 'Delete', onSelect: () => actions.delete() },
  ];
}

function baselineEntries({ model, strings }: GridActions, { info: { run } }: RunRow): MenuEntry[] {
  const isBaseline = model.baseline.value === run.id;
  const set = (runId: string | null): void => {
    model.change({ ...model.view.value, baseline: runId });
    model.act('setBaseline', { experiment: run.experiment, runId });
  };
  return [
    {
      label: isBaseline ? strings.clearBaseline : strings.setBaseline,
      icon: 'star-full',
      onSelect: () => set(isBaseline ? null : run.id),
    },
  ];
}

function editEntries(actions: GridActions, place: Place, column: PlacedColumn | undefined): MenuEntry[] {
  const { strings } = actions;
  if (column?.kind === 'tags') {
    return [{ label: strings.editTag, keys: 'F2', onSelect: () => void actions.edit(place) }];
  }
  const note = actions.columns.find(({ id }) => id === 'attributes.note');
  if (note === undefined) return [];
  const at = { row: place.row, column: note.place };
  const edit = (): void => {
    actions.moveTo(at);
    actions.edit(at);
  };
  return [{ label: strings.editNote, onSelect: edit, ...(place.column === note.place ? { keys: 'F2' } : {}) }];
}

/** Conditions that the value of the cell gives. */
function filterEntries({ model, strings }: GridActions, row: RunRow, column: PlacedColumn): MenuEntry[] {
  const field = columnField(column);
  const value = column.kind === 'attributes' ? attributeValue(row.info, column.key) : row.cells.get(column.id);
  if (field === undefined) return [];
  const narrow = (condition: string) => () => model.change(addCondition(model.view.value, condition));
  if (value === undefined || value === null) {
    return [
      { label: strings.filterMissing, icon: 'filter', onSelect: narrow(`${field} is null`) },
      { label: strings.filterPresent, onSelect: narrow(`${field} is not null`) },
      'separator',
    ];
  }
  const number = cellNumber(column.id, value);
  const written = number === undefined ? literal(value) : numberLiteral(number);
  const shown = shownValue(column, value, strings);
  const short = shown.length > 24 ? `${shown.slice(0, 24)}…` : shown;
  const entry = (template: string, comparison: string): MenuItem => {
    return { label: fillTemplate(template, short), onSelect: narrow(`${field} ${comparison} ${written}`) };
  };
  const isOrdered = number !== undefined && Number.isFinite(number);
  const [first, ...others] = [
    // No two runs began in the same millisecond.
    ...(column.id === 'attributes.start_time' ? [] : [entry(strings.filterFor, '='), entry(strings.filterOut, '!=')]),
    ...(isOrdered ? [entry(strings.filterAtLeast, '>='), entry(strings.filterAtMost, '<=')] : []),
  ] as [MenuItem, ...MenuItem[]];
  return [{ ...first, icon: 'filter' }, ...others, 'separator'];
}

/** A value as the table says it. */
function shownValue({ id }: PlacedColumn, value: Exclude<CellValue, null>, { statuses }: TableStrings): string {
  if (id === 'attributes.start_time') return localTime(Number(value));
  if (id === 'attributes.status') return statuses[value as keyof TableStrings['statuses']];
  return plainText(value);
}

function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? 'inf' : '-inf';
}
