import { columnField, type LaidColumn } from '../../src/protocol/tableLayout';
import { clampWidth, type NumberFormat } from '../../src/protocol/tableView';
import { fillTemplate } from '../ui/fillTemplate';
import type { MenuEntry, MenuPlace } from '../ui/menu';
import { isMetric } from './cellNumbers';
import { RUN_COLUMN } from './columnGeometry';
import type { GridActions } from './gridActions';
import { columnLabel } from './columnLabel';
import { setFormat, setPinned, setShown, setSort, setWidth } from './viewEdits';

const STEP = 48;
const FORMATS: { style: NumberFormat['style']; digits: number }[] = [
  { style: 'fixed', digits: 3 },
  { style: 'exponent', digits: 2 },
  { style: 'percent', digits: 1 },
];

/** The menu of a column's header. */
export function openHeaderMenu(actions: GridActions, place: number, at: MenuPlace): void {
  const { strings } = actions;
  const column = actions.columnAt(place);
  const entries = column === undefined ? nameEntries(actions) : columnEntries(actions, column, place);
  const label = column === undefined ? strings.run : columnLabel(column, strings);
  actions.menu.value = { label, at, entries, from: document.activeElement as HTMLElement | null };
}

function nameEntries(actions: GridActions): MenuEntry[] {
  return [...sortEntries(actions, 'attributes.run_name'), 'separator', ...widthEntries(actions, RUN_COLUMN, 240)];
}

function columnEntries(actions: GridActions, column: LaidColumn & { width: number }, place: number): MenuEntry[] {
  const { model, strings } = actions;
  const view = model.view.value;
  const field = columnField(column);
  const label = columnLabel(column, strings);
  const groupable =
    column.kind === 'params' || column.kind === 'tags' || column.key === 'experiment' || column.key === 'script';
  return [
    ...(field === undefined ? [] : [...sortEntries(actions, column.id), 'separator' as const]),
    ...(groupable && field !== undefined
      ? [
          {
            label: fillTemplate(strings.groupBy, label),
            onSelect: () => model.change({ ...view, group: { by: [field] } }),
          },
        ]
      : []),
    {
      label: column.pinned ? strings.unpin : strings.pin,
      icon: 'pinned',
      onSelect: () => model.change(setPinned(view, column.id, !column.pinned)),
    },
    { label: strings.hide, icon: 'eye-closed', onSelect: () => model.change(setShown(view, [column], false)) },
    { label: strings.moveLeft, keys: 'Alt+←', onSelect: () => actions.moveColumn(place, -1) },
    { label: strings.moveRight, keys: 'Alt+→', onSelect: () => actions.moveColumn(place, 1) },
    ...widthEntries(actions, column.id, column.width),
    ...(column.kind === 'attributes' ? [] : formatEntries(actions, column)),
    ...(view.heat && column.kind !== 'attributes' ? heatEntries(actions, column) : []),
    ...(isMetric(column.id) ? directionEntries(actions, column) : []),
  ];
}

function sortEntries(actions: GridActions, id: string): MenuEntry[] {
  const { model, strings } = actions;
  const view = model.view.value;
  const present = view.sort.find(({ column }) => column === id);
  return [
    {
      label: strings.sortAscending,
      checked: present?.descending === false,
      onSelect: () => model.change(setSort(view, id, false)),
    },
    {
      label: strings.sortDescending,
      checked: present?.descending === true,
      onSelect: () => model.change(setSort(view, id, true)),
    },
    ...(present === undefined && view.sort.length > 0
      ? [
          {
            label: strings.addToSort,
            keys: strings.shiftClick,
            onSelect: () => actions.toggleSort(id, true),
          },
        ]
      : []),
    ...(present === undefined
      ? []
      : [
          {
            label: strings.removeSort,
            onSelect: () => model.change({ ...view, sort: view.sort.filter((one) => one !== present) }),
          },
        ]),
  ];
}

function widthEntries({ model, strings }: GridActions, id: string, width: number): MenuEntry[] {
  const set = (to: number) => () => model.change(setWidth(model.view.value, id, clampWidth(to)));
  return [
    { label: strings.wider, onSelect: set(width + STEP) },
    { label: strings.narrower, onSelect: set(width - STEP) },
  ];
}

function formatEntries({ model, strings }: GridActions, column: LaidColumn): MenuEntry[] {
  const view = model.view.value;
  const present = view.formats[column.id];
  const set = (format: NumberFormat | undefined) => () => model.change(setFormat(view, column.id, format));
  const names = { fixed: strings.formatFixed, exponent: strings.formatExponent, percent: strings.formatPercent };
  return [
    'separator',
    { heading: strings.format },
    { label: strings.formatAuto, checked: present === undefined, onSelect: set(undefined) },
    ...FORMATS.map((format) => ({
      label: names[format.style],
      checked: present?.style === format.style,
      onSelect: set(format),
    })),
    ...(present === undefined
      ? []
      : [
          { label: strings.moreDigits, onSelect: set({ ...present, digits: present.digits + 1 }) },
          { label: strings.fewerDigits, onSelect: set({ ...present, digits: present.digits - 1 }) },
        ]),
  ];
}

function heatEntries({ model, strings }: GridActions, { id }: LaidColumn): MenuEntry[] {
  const view = model.view.value;
  const isHeated = !view.unheated.includes(id);
  const unheated = isHeated ? [...view.unheated, id] : view.unheated.filter((one) => one !== id);
  return [
    'separator',
    { label: strings.heatByRank, checked: isHeated, onSelect: () => model.change({ ...view, unheated }) },
  ];
}

function directionEntries({ model, strings }: GridActions, { key }: LaidColumn): MenuEntry[] {
  const present = model.choices.value.directions[key];
  const set = (direction: 'higher' | 'lower' | null) => () => model.act('setDirection', { key, direction });
  return [
    'separator',
    { heading: strings.direction },
    { label: strings.directionAuto, checked: present === undefined, onSelect: set(null) },
    { label: strings.higherIsBetter, checked: present === 'higher', onSelect: set('higher') },
    { label: strings.lowerIsBetter, checked: present === 'lower', onSelect: set('lower') },
  ];
}
