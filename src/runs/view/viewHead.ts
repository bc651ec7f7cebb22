import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposables';
import { setContext } from '../../platform/contextKeys';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import { folderPaths } from '../../platform/workspace';
import type { StoreRegistry } from '../../store/registry';
import { groupingText, runCountText } from './groupTexts';
import { fieldName } from './sortedValues';
import type { RunsTree } from './runsTree';
import type { RunsViewOptions } from './viewOptions';

/** How often the runs that train are counted at most. */
const BADGE_MS = 1_000;
const LIVE = "status IN ('queued', 'running')";

/** What stands above the rows of the Runs view: grouping and order, the filter, why nothing can be edited, and the badge. */
export class ViewHead implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly reasons = new Map<string, string>();
  private badgeTimer: NodeJS.Timeout | undefined;
  private countedAt = 0;
  private latest = 0;

  constructor(
    private readonly tree: RunsTree,
    private readonly stores: StoreRegistry,
    private readonly options: RunsViewOptions,
    private readonly errors: ErrorBoundary,
  ) {
    const draw = (): void => void this.errors.run('trialbook.runs', () => this.draw());
    this.disposables.add(options.onDidChange(draw));
    this.disposables.add(tree.onDidRead(draw));
    this.disposables.add(tree.onDidRead(() => this.countLiveSoon()));
    this.disposables.add({ dispose: () => clearTimeout(this.badgeTimer) });
    this.drawTitle();
  }

  /** Tells why a folder cannot be written; `undefined` that it can. */
  setReason(folder: string, reason: string | undefined): void {
    if (reason === undefined) this.reasons.delete(folder);
    else this.reasons.set(folder, reason);
    void this.errors.run('trialbook.runs', () => this.draw());
  }

  /** Counts the runs that train, a second after the last time at the earliest. */
  countLiveSoon(): void {
    this.badgeTimer ??= setTimeout(
      () => void this.errors.run('trialbook.runs', () => this.countLive()),
      Math.max(0, this.countedAt + BADGE_MS - Date.now()),
    );
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async draw(): Promise<void> {
    this.drawTitle();
    const { filter } = this.options.current;
    const number = (this.latest += 1);
    const total = filter === '' ? 0 : await this.count({ filter });
    if (number !== this.latest) return;
    // With a message an empty view would not say what to do about it.
    const shown = filter === '' || total === 0 ? [] : [vscode.l10n.t('Filter: {0} · {1}', filter, runCountText(total))];
    this.tree.view.message = [...this.reasons.values(), ...shown].join('\n');
  }

  private drawTitle(): void {
    const { grouping, sort, filter } = this.options.current;
    const order = sort === null ? undefined : `${fieldName(sort.by)} ${sort.descending === true ? '↓' : '↑'}`;
    const description = [groupingText(grouping), order].filter((text) => text !== undefined).join(' · ');
    this.tree.view.description = description;
    setContext('trialbook.runsFiltered', filter !== '');
  }

  /** A training counts once, however many runs are inside it. */
  private async countLive(): Promise<void> {
    this.badgeTimer = undefined;
    this.countedAt = Date.now();
    const live = await this.count({ filter: LIVE, parent: null });
    const tooltip = vscode.l10n.t('Runs in training: {0}', live);
    this.tree.view.badge = live === 0 ? undefined : { value: live, tooltip };
  }

  /** In all folders; a store that does not answer says so itself. */
  private async count(selected: { filter: string; parent?: null }): Promise<number> {
    const counts = folderPaths().map((folder) =>
      this.stores
        .get(folder)
        .request('countRuns', selected)
        .then(
          ({ total }) => total,
          () => 0,
        ),
    );
    return (await Promise.all(counts)).reduce((sum, total) => sum + total, 0);
  }
}
