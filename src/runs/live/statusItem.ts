import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposables';
import { shownText } from '../../common/shownText';
import { commandLink } from '../../platform/commands';
import { formatMetric } from '../../platform/format';
import { folderName, folderPaths } from '../../platform/workspace';
import type { LiveRun, LiveRuns } from './liveRuns';
import type { QueueOfRuns } from './liveMenu';
import { barText, courseOf, progressTexts } from './liveTexts';

/** At the right end of the left side, so that nothing is moved by its changing width. */
const PRIORITY = -1000;

/** The item of the status bar that tells how the newest live run goes; hidden when nothing trains. */
export class LiveStatusItem implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly item = this.disposables.add(
    vscode.window.createStatusBarItem('trialbook.live', vscode.StatusBarAlignment.Left, PRIORITY),
  );

  constructor(
    private readonly live: LiveRuns,
    private readonly queue: QueueOfRuns,
  ) {
    this.item.name = vscode.l10n.t('Trialbook: runs in training');
    this.item.command = commandLink('trialbook.showLiveRuns', vscode.l10n.t('Show live runs'));
    this.disposables.add(live.onDidChange(() => this.draw()));
    this.disposables.add(queue.onDidChange(() => this.draw()));
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private draw(): void {
    const [newest, ...others] = this.live.runs;
    if (newest === undefined) return this.item.hide();
    const { waiting } = this.queue.summary();
    this.item.text = barText(newest, others.length, waiting);
    this.item.tooltip = this.tooltipText();
    this.item.accessibilityInformation = { label: this.spoken(newest, others.length, waiting), role: 'button' };
    this.item.show();
  }

  /** What a screen reader says: words in place of blocks and signs. */
  private spoken({ run, progress }: LiveRun, others: number, waiting: number): string {
    const { keyMetric } = run;
    return [
      vscode.l10n.t('{0} trains', shownText(run.name)),
      ...(keyMetric === null ? [] : [`${shownText(keyMetric.key)} ${formatMetric(keyMetric.last)}`]),
      ...progressTexts(progress),
      ...(others === 0 ? [] : [vscode.l10n.t('{0} more in training', others)]),
      ...(waiting === 0 ? [] : [vscode.l10n.t('{0} waiting in the queue', waiting)]),
    ].join(', ');
  }

  /** All live runs. What was recorded is text in it, never Markdown. */
  private tooltipText(): vscode.MarkdownString {
    const text = new vscode.MarkdownString();
    for (const one of this.live.runs) {
      const where = folderPaths().length > 1 ? [folderName(one.folder)] : [];
      text.appendText([shownText(one.run.name), ...where, ...courseOf(one)].join(' · ') + '\n');
    }
    const { waiting, paused } = this.queue.summary();
    if (waiting > 0) {
      const state = paused ? vscode.l10n.t('the queue is paused') : vscode.l10n.t('they start by themselves');
      text.appendText(`${vscode.l10n.t('{0} waiting in the queue', waiting)} · ${state}\n`);
    }
    return text;
  }
}
