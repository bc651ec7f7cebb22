/** A list to choose from, in front of the page: what a quick pick is in the editor. */
import './choose.css';

export interface Choice {
  value: string;
  label: string;
  picked?: boolean;
}

export interface ChooseTexts {
  title: string;
  search: string;
  apply: string;
  cancel: string;
}

/** With fewer there is nothing to search for. */
const SEARCHED = 10;

/** Values of what was chosen, one of them unless `many`; `undefined` when dismissed. */
export function choose(choices: readonly Choice[], texts: ChooseTexts, many: boolean): Promise<string[] | undefined> {
  const dialog = document.createElement('dialog');
  dialog.className = 'choose';
  dialog.setAttribute('aria-label', texts.title);
  const heading = document.createElement('h2');
  heading.textContent = texts.title;
  const rows = choices.map((choice) => toRow(choice, many));
  const list = document.createElement('div');
  list.className = 'choose-list';
  list.append(...rows.map(({ label }) => label));
  const apply = button(texts.apply, 'primary');
  const cancel = button(texts.cancel, 'secondary');
  const foot = document.createElement('footer');
  foot.append(cancel, apply);
  dialog.append(heading, ...(choices.length < SEARCHED ? [] : [searchField(texts.search, rows)]), list, foot);
  return new Promise((resolve) => {
    const chosen = (): string[] => rows.filter(({ box }) => box.checked).map(({ box }) => box.value);
    apply.addEventListener('click', () => dialog.close('apply'));
    cancel.addEventListener('click', () => dialog.close());
    list.addEventListener('dblclick', () => many || dialog.close('apply'));
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) dialog.close('apply');
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      const values = chosen();
      resolve(dialog.returnValue === 'apply' && (many || values.length > 0) ? values : undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

interface ChoiceRow {
  label: HTMLLabelElement;
  box: HTMLInputElement;
}

function toRow({ value, label: text, picked = false }: Choice, many: boolean): ChoiceRow {
  const box = document.createElement('input');
  Object.assign(box, { type: many ? 'checkbox' : 'radio', name: 'choice', value, checked: picked });
  const label = document.createElement('label');
  const name = document.createElement('span');
  // A name is a text, whatever it looks like, and may run the other way.
  name.dir = 'auto';
  name.textContent = text;
  label.append(box, name);
  return { label, box };
}

function searchField(label: string, rows: readonly ChoiceRow[]): HTMLInputElement {
  const field = document.createElement('input');
  field.type = 'search';
  field.placeholder = label;
  field.setAttribute('aria-label', label);
  field.addEventListener('input', () => {
    const wanted = field.value.toLowerCase();
    for (const row of rows) row.label.hidden = !(row.label.textContent ?? '').toLowerCase().includes(wanted);
  });
  return field;
}

function button(text: string, kind: 'primary' | 'secondary'): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `choose-button ${kind}`;
  element.textContent = text;
  return element;
}
