import { literal } from '../../src/protocol/tableApi';
import { columnField } from '../../src/protocol/tableLayout';
import type { MenuEntry, MenuPlace } from '../ui/menu';
import { plainText } from './cellContent';
import { cellNumber } from './cellNumbers';
import type { PlacedColumn } from './columnGeometry';
import type { RunRow } from './cachedRows';
import type { GridActions } from './gridActions';
import type { Place } from './selection';
import { addCondition } from './viewEdits';

/** The menu of a cell: what can be done with its run, and how its value narrows the table. */
export function openCellMenu(actions: GridActions, place: Place, at: MenuPlace): void {
  const { model, strings, menu } = actions;
  const item = model.order.items.value[place.row];
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
  const value = column.kind === 'attributes' ? attributeValue(row, column.key) : row.cells.get(column.id);
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
  const shown = plainText(value);
  const short = shown.length > 24 ? `${shown.slice(0, 24)}…` : shown;
  const named = (template: string): string => template.replace('{0}', short);
  return [
    { label: named(strings.filterFor), icon: 'filter', onSelect: narrow(`${field} = ${written}`) },
    { label: named(strings.filterOut), onSelect: narrow(`${field} != ${written}`) },
    ...(number === undefined || !Number.isFinite(number)
      ? []
      : [
          { label: named(strings.filterAtLeast), onSelect: narrow(`${field} >= ${written}`) },
          { label: named(strings.filterAtMost), onSelect: narrow(`${field} <= ${written}`) },
        ]),
    'separator',
  ];
}

function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? 'inf' : '-inf';
}

function attributeValue({ info: { run } }: RunRow, key: string): string | number | null | undefined {
  const values: Record<string, string | number | null> = {
    status: run.status,
    start_time: run.startedAt,
    experiment: run.experiment,
    script: run.script,
    exit_code: run.exitCode,
    message: run.message,
    duration: run.endedAt === null ? null : (run.endedAt - run.startedAt) / 1000,
  };
  return values[key];
}
