import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { columnField } from '../../src/protocol/tableLayout';
import { DEFAULT_VIEW, type TableView } from '../../src/protocol/tableView';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon, type IconName } from '../ui/icon';
import type { MenuEntry } from '../ui/menu';
import { ColumnChooser } from './columnChooser';
import { FilterBox } from './filterBox';
import { below } from './openMenu';
import { usePage } from './pageContext';
import type { TableModel } from './tableModel';

/** Params and tags that the menu offers to group by; all others are in the menus of their headers. */
const MOST_OFFERED = 20;

/** What decides which runs and columns are shown, and how. */
export function Toolbar() {
  const { model, strings } = usePage();
  const isChoosing = useSignal(false);
  const chooserButton = useRef<HTMLSpanElement>(null);
  const view = model.view.value;
  const close = (): void => {
    isChoosing.value = false;
    chooserButton.current?.querySelector('button')?.focus();
  };
  return (
    <div class="toolbar" role="toolbar" aria-label={strings.title}>
      <FilterBox />
      <MenuButton
        icon="list-tree"
        label={groupLabel(view, strings)}
        isOn={view.group !== null}
        entries={() => groupEntries(model, strings)}
      />
      <span ref={chooserButton} class="holder">
        <button
          type="button"
          class="tool"
          aria-expanded={isChoosing.value}
          aria-controls="columns"
          onClick={() => (isChoosing.value = !isChoosing.value)}
        >
          <Icon name="table" />
          {strings.columns}
          <Icon name="chevron-down" />
        </button>
        {isChoosing.value && <ColumnChooser onClose={close} />}
      </span>
      <Toggle icon="diff" label={strings.onlyDifferences} of="onlyDifferences" />
      <Toggle icon="graph-line" label={strings.heat} title={strings.heatByRank} of="heat" />
      <MenuButton icon="save" label={strings.views} entries={(button) => viewEntries(model, strings, button)} />
    </div>
  );
}

function Toggle(props: { icon: IconName; label: string; title?: string; of: 'onlyDifferences' | 'heat' }) {
  const { icon, label, title, of } = props;
  const { model } = usePage();
  const view = model.view.value;
  return (
    <button
      type="button"
      class={`tool ${view[of] ? 'is-on' : ''}`}
      aria-pressed={view[of]}
      title={title}
      onClick={() => model.change({ ...view, [of]: !view[of] })}
    >
      <Icon name={icon} />
      {label}
    </button>
  );
}

export function MenuButton(props: {
  icon: IconName;
  label: string;
  isOn?: boolean;
  entries: (button: HTMLElement) => MenuEntry[];
}) {
  const { menu } = usePage();
  return (
    <button
      type="button"
      class={`tool ${props.isOn === true ? 'is-on' : ''}`}
      aria-haspopup="menu"
      onClick={({ currentTarget }) => {
        menu.value = {
          label: props.label,
          at: below(currentTarget),
          entries: props.entries(currentTarget),
          from: currentTarget,
        };
      }}
    >
      <Icon name={props.icon} />
      <span class="tool-label">{props.label}</span>
      <Icon name="chevron-down" />
    </button>
  );
}

type Strings = ReturnType<typeof usePage>['strings'];

function groupLabel({ group }: TableView, strings: Strings): string {
  if (group === null) return strings.group;
  const by = group.by.map((field) => field.slice(field.indexOf('.') + 1));
  return `${strings.group}: ${[...by, ...(group.repeats === true ? [strings.repeats] : [])].join(', ')}`;
}

function groupEntries(model: TableModel, strings: Strings): MenuEntry[] {
  const view = model.view.value;
  const isBy = (field: string): boolean => view.group?.by.includes(field) === true;
  const fields = model.columns.shown.value
    .filter(({ kind }) => kind === 'params' || kind === 'tags')
    .map((column) => ({ label: column.key, field: columnField(column)! }));
  const offered = [
    { label: strings.attributes.experiment, field: 'attributes.experiment' },
    { label: strings.attributes.script, field: 'attributes.script' },
    ...fields.slice(0, MOST_OFFERED),
  ];
  return [
    { label: strings.groupNone, checked: view.group === null, onSelect: () => model.change({ ...view, group: null }) },
    {
      label: strings.groupRepeats,
      checked: view.group?.repeats === true,
      onSelect: () => model.change({ ...view, group: { by: [], repeats: true } }),
    },
    'separator',
    ...offered.map(({ label, field }) => ({
      label: fillTemplate(strings.groupBy, label),
      checked: isBy(field),
      onSelect: () => model.change({ ...view, group: grouping(view, field) }),
    })),
  ];
}

/** Groups by a field besides the others, or not by it any more. */
function grouping({ group }: TableView, field: string): TableView['group'] {
  const by = group?.by ?? [];
  if (!by.includes(field)) return { ...group, by: [...by, field] };
  const left = by.filter((one) => one !== field);
  return left.length === 0 && group?.repeats !== true ? null : { ...group, by: left };
}

/** `button` has the focus again when the host has asked for what it needs. */
function viewEntries(model: TableModel, strings: Strings, button: HTMLElement): MenuEntry[] {
  const view = model.view.value;
  const isShown = (other: TableView): boolean =>
    JSON.stringify({ ...other, baseline: null }) === JSON.stringify({ ...view, baseline: null });
  const show = (other: TableView): void => model.change({ ...other, baseline: view.baseline });
  const named = model.views.value;
  const last = named.find((one) => one.name === model.lastView.value);
  const save = async (name: string | null): Promise<void> => {
    const saved = await model.attempt(() => model.call('saveView', { view, name }));
    button.focus();
    if (saved !== undefined) model.lastView.value = saved;
  };
  const remove = async (name: string): Promise<void> => {
    await model.attempt(() => model.call('deleteView', { name }));
    button.focus();
  };
  return [
    { label: strings.defaultView, checked: isShown(DEFAULT_VIEW), onSelect: () => show(DEFAULT_VIEW) },
    ...named.map((one) => ({
      label: one.name,
      checked: isShown(one.view),
      onSelect: () => {
        show(one.view);
        model.lastView.value = one.name;
      },
    })),
    'separator',
    { label: strings.saveView, icon: 'save', onSelect: () => void save(null) },
    ...(last === undefined
      ? []
      : [
          {
            label: fillTemplate(strings.updateView, last.name),
            onSelect: () => void save(last.name),
            disabled: isShown(last.view),
          },
          {
            label: fillTemplate(strings.deleteView, last.name),
            icon: 'trash' as const,
            onSelect: () => void remove(last.name),
          },
        ]),
  ];
}
