import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { ChangedFile, SnapshotDiff } from '../protocol/snapshotsApi';
import { setContext } from '../platform/contextKeys';
import type { StoreRegistry } from '../store/registry';
import type { CodeSide } from './codeSides';
import { listText, remarksOf } from './snapshotTexts';

/** Files that are opened in one editor; it makes a model of each. */
const MOST_FILES = 300;

interface Comparison {
  folder: string;
  left: CodeSide;
  right: CodeSide;
  /** Only what ran, as far as that is known. */
  used: boolean;
}

/** Shows what differs between two sides in the editor's own editor for changes of several files. */
export class CodeComparison implements Disposable {
  private readonly disposables = new DisposableStore();
  /** By the title of their editor: those that show only what ran, and those that show all. */
  private readonly shown = new Map<string, Comparison>();

  constructor(private readonly stores: StoreRegistry) {
    const tabs = vscode.window.tabGroups;
    this.disposables.add(tabs.onDidChangeTabs(({ closed }) => this.follow(closed)));
    this.disposables.add(tabs.onDidChangeTabGroups(() => this.follow()));
  }

  /** Opens the editor, or says that nothing differs. Rejects with a `UserError` where a run has no snapshot. */
  async show(folder: string, left: CodeSide, right: CodeSide, used = true): Promise<void> {
    const comparison = { folder, left, right, used };
    const diff = await this.compare(comparison);
    const files = diff.files.filter(({ change }) => change !== 'mode');
    if (files.length === 0) return this.tellNothing(comparison, diff);
    const title = titleOf(comparison, diff);
    this.shown.set(title, { ...comparison, used: diff.onlyUsed });
    const rows = files.slice(0, MOST_FILES).map((file) => rowOf(file, left, right));
    await vscode.commands.executeCommand('vscode.changes', title, rows);
    this.follow();
    this.tellGaps(diff, files.length);
  }

  /** Shows the comparison of the active editor with all files, or with only those that ran. */
  async showAgain(used: boolean): Promise<void> {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    const comparison = this.comparisonOf(tab);
    if (tab === undefined || comparison === undefined) return;
    const { folder, left, right } = comparison;
    await vscode.window.tabGroups.close(tab);
    await this.show(folder, left, right, used);
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async compare({ folder, left, right, used }: Comparison): Promise<SnapshotDiff> {
    const request = { left: left.ref, right: right.ref, used };
    const title = vscode.l10n.t('Comparing the code of {0} and {1}', left.name, right.name);
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      this.stores.get(folder).request('diffSnapshots', request),
    );
  }

  /** Nothing that could be shown differs: says so, what else there is, and offers the files that did not run. */
  private async tellNothing(comparison: Comparison, diff: SnapshotDiff): Promise<void> {
    const { folder, left, right } = comparison;
    const others = diff.others ?? (await this.compare({ ...comparison, used: false })).files.length;
    const isBroken = brokenFiles(diff).length > 0;
    const same = isBroken
      ? vscode.l10n.t('No difference between {0} and {1} can be shown.', left.name, right.name)
      : diff.onlyUsed
        ? vscode.l10n.t('The files that ran are the same in {0} and {1}.', left.name, right.name)
        : vscode.l10n.t('The code of {0} and {1} is the same.', left.name, right.name);
    const more =
      others === 0 || !diff.onlyUsed
        ? []
        : [others === 1 ? vscode.l10n.t('1 other file differs.') : vscode.l10n.t('{0} other files differ.', others)];
    const text = [same, ...more, ...remarksOf(diff)].join(' ');
    const actions = more.length === 0 ? [] : [vscode.l10n.t('Show all files')];
    const tell = isBroken ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    const chosen = await tell(text, ...actions);
    if (chosen !== undefined) await this.show(folder, left, right, false);
  }

  /** Says what the editor does not show though it may matter. */
  private tellGaps(diff: SnapshotDiff, files: number): void {
    const broken = brokenFiles(diff);
    const texts = [
      ...(files > MOST_FILES ? [vscode.l10n.t('{0} files differ: the first {1} are shown.', files, MOST_FILES)] : []),
      ...(broken.length > 0
        ? [
            vscode.l10n.t(
              'The content of these files is missing or damaged in .trialbook/objects, so they are not compared: {0}.',
              listText(broken),
            ),
          ]
        : []),
    ];
    if (texts.length > 0) void vscode.window.showWarningMessage(texts.join(' '));
  }

  /** Keeps the buttons of the active editor right. */
  private follow(closed: readonly vscode.Tab[] = []): void {
    const open = new Set(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)));
    // One that another of the same title took the place of is still there.
    for (const tab of closed) if (!open.has(tab.label)) this.shown.delete(this.titleOf(tab) ?? '');
    const active = this.comparisonOf(vscode.window.tabGroups.activeTabGroup.activeTab);
    setContext('trialbook.codeComparison', active === undefined ? undefined : active.used ? 'ran' : 'all');
  }

  private comparisonOf(tab: vscode.Tab | undefined): Comparison | undefined {
    const title = tab && this.titleOf(tab);
    return title === undefined ? undefined : this.shown.get(title);
  }

  /** The title that a comparison's tab was given; the editor adds the number of files to it. */
  private titleOf({ label }: vscode.Tab): string | undefined {
    return [...this.shown.keys()].find((title) => label === title || label.startsWith(`${title} (`));
  }
}

/** Files that differ, but of which a content is missing or damaged. */
function brokenFiles({ uncompared }: SnapshotDiff): string[] {
  return uncompared.filter(({ reason }) => reason === 'missing' || reason === 'damaged').map(({ path }) => path);
}

function titleOf({ left, right }: Comparison, diff: SnapshotDiff): string {
  const sides = `${left.name} ↔ ${right.name}`;
  return diff.onlyUsed ? vscode.l10n.t('{0}: files that ran', sides) : vscode.l10n.t('{0}: all files', sides);
}

/** What `vscode.changes` takes: the file that a click on its name opens, then both sides. */
function rowOf(
  { path, change }: ChangedFile,
  left: CodeSide,
  right: CodeSide,
): [vscode.Uri, vscode.Uri | undefined, vscode.Uri | undefined] {
  const before = change === 'added' ? undefined : left.uri(path);
  const after = change === 'removed' ? undefined : right.uri(path);
  return [(after ?? before)!, before, after];
}
