import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { type NamedView, parseNamedViews, type TableView } from '../protocol/tableView';
import type { SharedFile } from '../platform/sharedFile';

const SECTION = 'tableViews';
const MOST_NAME = 100;

/** The views of a folder's run table that people share: those in `.vscode/trialbook.json`. */
export class SavedViews {
  constructor(private readonly file: SharedFile) {}

  async read(): Promise<NamedView[]> {
    return parseNamedViews(await this.file.read(SECTION));
  }

  /** The same for a page that opens: a broken file must not keep the table shut. */
  async readOrNone(): Promise<NamedView[]> {
    try {
      return await this.read();
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  }

  /** Writes a view under a name, or under one that it asks for; `undefined` when that is dismissed. */
  async save(view: TableView, known: string | null): Promise<string | undefined> {
    const name = known ?? (await askName(await this.read()));
    if (name === undefined) return undefined;
    // A baseline is a run of this folder: others have none of its id.
    await this.file.writeEntry(SECTION, name, chosenFields({ ...view, baseline: null }));
    return name;
  }

  /** Tells whether it did: a person may keep it. */
  async delete(name: string): Promise<boolean> {
    const remove = vscode.l10n.t('Delete');
    const question = vscode.l10n.t('Delete the view {0}?', name);
    const detail = vscode.l10n.t('It is removed from .vscode/trialbook.json. No run is changed.');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, remove)) !== remove) return false;
    await this.file.removeEntry(SECTION, name);
    return true;
  }
}

function askName(present: readonly NamedView[]): Thenable<string | undefined> {
  return vscode.window
    .showInputBox({
      title: vscode.l10n.t('Save view'),
      prompt: vscode.l10n.t('It is kept in .vscode/trialbook.json, which can be committed.'),
      placeHolder: vscode.l10n.t('Name of the view'),
      validateInput: (value) => {
        const name = value.trim();
        if (name === '') return vscode.l10n.t('A view needs a name.');
        if (name.length > MOST_NAME) return vscode.l10n.t('{0} characters at most.', MOST_NAME);
        return present.some((one) => one.name === name)
          ? {
              message: vscode.l10n.t('Replaces the view of this name.'),
              severity: vscode.InputBoxValidationSeverity.Info,
            }
          : undefined;
      },
    })
    .then((name) => name?.trim());
}

/** What people read and merge in version control holds no more than what was chosen; the rest is `undefined`. */
function chosenFields(view: TableView): Partial<TableView> {
  const fields = Object.entries(view).map(([name, value]) => [name, isChosen(value) ? value : undefined]);
  return Object.fromEntries(fields) as Partial<TableView>;
}

function isChosen(value: TableView[keyof TableView]): boolean {
  if (value === null || value === false || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
