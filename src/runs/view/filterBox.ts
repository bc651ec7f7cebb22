import * as vscode from 'vscode';
import type { FilterCompletion, FilterCompletions } from '../../protocol/filterApi';
import type { TextSpan } from '../../protocol/rpc';
import { shownLabel } from '../../common/shownText';
import { UserError } from '../../common/errors';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import { folderPaths } from '../../platform/workspace';
import type { StoreRegistry } from '../../store/registry';
import { runCountText } from './groupTexts';
import type { RunsViewOptions } from './viewOptions';

/** How long nothing is typed before what is typed is looked at. */
const PAUSE_MS = 120;
/** Characters of a message and of the filter below it. */
const MOST_MESSAGE = 1000;

/** What the stores say of a filter. */
interface Answer {
  /** Runs that it lets pass. */
  total: number;
  /** Why it cannot be understood. */
  error?: UserError;
  completions: FilterCompletions;
}

interface Item extends vscode.QuickPickItem {
  /** Makes the box show this filter, or apply it. */
  filter?: string;
  applies?: true;
}

/**
 * The box in which the filter of the Runs view is written. The view follows what is typed as long as that can be
 * understood; when the box is dismissed it is as before.
 */
export class FilterBox {
  constructor(
    private readonly stores: StoreRegistry,
    private readonly options: RunsViewOptions,
    private readonly errors: ErrorBoundary,
  ) {}

  /** Asks for a filter; resolves when the box closed. */
  async open(): Promise<void> {
    const before = this.options.current.filter;
    const pick = vscode.window.createQuickPick<Item>();
    pick.title = vscode.l10n.t('Filter runs');
    pick.placeholder = "metrics.accuracy > 0.9 and params.lr < 0.01 and status = 'finished'";
    pick.value = before;
    let timer: NodeJS.Timeout | undefined;
    let latest = 0;
    /** The filter that the items are about. */
    let shown: string | undefined;
    const look = async (): Promise<void> => {
      const number = (latest += 1);
      const filter = pick.value;
      const answer = await this.ask(filter);
      if (number !== latest) return;
      if (answer.error === undefined) this.options.choose({ filter: filter.trim() });
      const items = this.items(filter, answer);
      pick.items = items;
      shown = filter;
      // A mistake at the end is told, and what mends it is a key away.
      const first = items.find((item) => item.filter !== undefined);
      if (isAtEnd(answer.error, filter) && first !== undefined) pick.activeItems = [first];
    };
    const lookSoon = (pause: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.errors.run('trialbook.filterRuns', look), pause);
    };
    const accepted = await new Promise<string | undefined>((resolve) => {
      pick.onDidChangeValue(() => lookSoon(PAUSE_MS));
      pick.onDidAccept(() => {
        // What is offered for an older text would replace what was typed since.
        if (pick.value !== shown) return lookSoon(0);
        const item = pick.activeItems[0];
        if (item?.filter === undefined) return;
        if (item.applies === true) return resolve(item.filter);
        pick.value = item.filter;
        lookSoon(0);
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      lookSoon(0);
    });
    clearTimeout(timer);
    latest += 1;
    pick.dispose();
    this.options.choose({ filter: (accepted ?? before).trim() });
    if (accepted !== undefined && accepted.trim() !== '') this.options.remember(accepted.trim());
  }

  private items(filter: string, { total, error, completions }: Answer): Item[] {
    const complete = completions.items.map((one) => completionItem(filter, completions.replaced, one));
    if (error !== undefined) return [errorItem(filter, error), ...complete];
    if (filter.trim() !== '') return [applyItem(filter, total), ...complete];
    const recent = this.options.recentFilters.map((one): Item => {
      const iconPath = new vscode.ThemeIcon('history');
      return { label: shownLabel(one), iconPath, filter: one, applies: true, alwaysShow: true };
    });
    return [
      ...(recent.length === 0 ? [] : [separator(vscode.l10n.t('recent filters')), ...recent]),
      separator(vscode.l10n.t('begin with a field')),
      ...complete,
      separator(''),
      { label: `$(clear-all) ${vscode.l10n.t('Show all runs')}`, filter: '', applies: true, alwaysShow: true },
    ];
  }

  private async ask(filter: string): Promise<Answer> {
    const answers = await Promise.all(folderPaths().map((folder) => this.askFolder(folder, filter)));
    const [first] = answers;
    const items = new Map(answers.flatMap(({ completions }) => completions.items.map((item) => [item.text, item])));
    const replaced = first?.completions.replaced ?? { start: filter.length, end: filter.length };
    return {
      total: answers.reduce((sum, { total }) => sum + total, 0),
      completions: { replaced, items: [...items.values()] },
      ...(first?.error === undefined ? {} : { error: first.error }),
    };
  }

  private async askFolder(folder: string, filter: string): Promise<Answer> {
    const store = this.stores.get(folder);
    const complete = (begun: string): Promise<FilterCompletions> => store.request('completeFilter', { filter: begun });
    try {
      const { total } = await store.request('countRuns', { filter });
      return { total, completions: await complete(filter) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const completions = await complete(filter);
      const wrong = error.span;
      const isWord = wrong !== undefined && wrong.start < filter.length && isAtEnd(error, filter);
      if (!isWord || completions.replaced.start < filter.length) return { total: 0, completions, error };
      // The last word is whole and wrong: others can take its place.
      const { items } = await complete(filter.slice(0, wrong.start));
      return { total: 0, completions: { replaced: wrong, items }, error };
    }
  }
}

/** Whether a filter is wrong at its end only. */
function isAtEnd(error: UserError | undefined, filter: string): boolean {
  return error?.span?.end === filter.length;
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function applyItem(filter: string, total: number): Item {
  const iconPath = new vscode.ThemeIcon(total === 0 ? 'circle-slash' : 'check');
  const label = total === 0 ? vscode.l10n.t('No run matches') : vscode.l10n.t('Show {0}', runCountText(total));
  return { label, iconPath, filter, applies: true, alwaysShow: true };
}

function errorItem(filter: string, { message, span }: UserError): Item {
  const detail = span === undefined ? '' : marked(filter, span);
  return {
    label: `$(error) ${shownLabel(message, MOST_MESSAGE)}`,
    detail: shownLabel(detail, MOST_MESSAGE),
    alwaysShow: true,
  };
}

/** The filter with the place of a mistake between arrows. */
function marked(filter: string, { start, end }: TextSpan): string {
  return `${filter.slice(0, start)}▸${filter.slice(start, end)}◂${filter.slice(end)}`;
}

function completionItem(filter: string, { start }: TextSpan, { text, kind, detail }: FilterCompletion): Item {
  return {
    label: shownLabel(text.trim()),
    iconPath: new vscode.ThemeIcon(KIND_ICONS[kind]),
    filter: filter.slice(0, start) + text,
    alwaysShow: true,
    ...(detail === undefined ? {} : { description: detail }),
  };
}

const KIND_ICONS: Readonly<Record<FilterCompletion['kind'], string>> = {
  field: 'symbol-field',
  comparison: 'symbol-operator',
  value: 'symbol-constant',
  joint: 'symbol-keyword',
};
