import * as vscode from 'vscode';
import type { RunId } from '../protocol/entities';
import type { ListedEntry } from '../protocol/queue';
import type { RunTarget } from '../platform/commands';
import { statusIcon } from '../platform/runRows';
import type { TreeNode } from '../platform/tree';
import type { Destination } from '../common/queue/queueEdits';

/** A run that waits, as a row of the Queue view. */
export class QueueNode implements TreeNode, RunTarget {
  readonly id: string;
  readonly runId: RunId;

  constructor(
    readonly folder: string,
    readonly entry: ListedEntry,
    /** Counted from 1. */
    private readonly position: number,
    readonly parent: TreeNode | undefined,
  ) {
    this.runId = entry.id;
    this.id = `${folder}|queue|${entry.id}`;
  }

  item(): vscode.TreeItem {
    const { entry, position } = this;
    const item = new vscode.TreeItem(this.label);
    item.description = [String(position), ...this.details].join(' · ');
    item.iconPath = entry.unreadable
      ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
      : statusIcon('queued');
    item.contextValue = entry.unreadable ? 'queued.unreadable' : 'queued';
    const place = vscode.l10n.t('place {0} of the queue', position);
    item.accessibilityInformation = { label: [this.label, ...this.details, place].join(', ') };
    item.tooltip = this.tooltipText();
    return item;
  }

  /** What a person calls it: the script, or the program where there is none. */
  private get label(): string {
    const { unreadable, script, arguments: words, id } = this.entry;
    return unreadable ? id : (script?.split('/').at(-1) ?? words[0] ?? id);
  }

  private get details(): string[] {
    const { unreadable, script, arguments: words, name } = this.entry;
    if (unreadable) return [vscode.l10n.t('unreadable, never started')];
    const shown = (script === null ? words.slice(1) : words).join(' ');
    return [...(shown === '' ? [] : [shown]), name];
  }

  private tooltipText(): vscode.MarkdownString {
    const { entry, position } = this;
    const text = new vscode.MarkdownString();
    if (entry.unreadable) {
      text.appendText(vscode.l10n.t('The file of this entry is damaged. It is never started and holds up no other.'));
      return text;
    }
    text.appendText(`${entry.name}\n${vscode.l10n.t('place {0} of the queue', position)}\n`);
    if (entry.queuedAt !== null) {
      text.appendText(vscode.l10n.t('queued {0}', new Date(entry.queuedAt).toLocaleString(vscode.env.language)));
    }
    text.appendCodeblock(
      [...(entry.script === null ? [] : [entry.script]), ...entry.arguments].join(' '),
      'shellscript',
    );
    return text;
  }
}

const MIME = 'application/vnd.code.tree.trialbook.queue';

/** Lets rows be dragged to another place: they come to stand before the row they are dropped on, or at the end. */
export class QueueDragAndDrop implements vscode.TreeDragAndDropController<TreeNode> {
  readonly dragMimeTypes = [MIME];
  readonly dropMimeTypes = [MIME];

  constructor(private readonly move: (folder: string, ids: RunId[], to: Destination) => Promise<void>) {}

  handleDrag(nodes: readonly TreeNode[], transfer: vscode.DataTransfer): void {
    const runs = nodes.filter((node) => node instanceof QueueNode).map(({ folder, runId }) => ({ folder, runId }));
    transfer.set(MIME, new vscode.DataTransferItem(runs));
  }

  async handleDrop(target: TreeNode | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const dragged = (transfer.get(MIME)?.value ?? []) as RunTarget[];
    const folder = target instanceof QueueNode ? target.folder : dragged[0]?.folder;
    const ids = dragged.filter((run) => run.folder === folder).map(({ runId }) => runId);
    if (folder === undefined || ids.length === 0) return;
    if (!(target instanceof QueueNode)) return this.move(folder, ids, 'last');
    if (!ids.includes(target.runId)) await this.move(folder, ids, { before: target.runId });
  }
}
