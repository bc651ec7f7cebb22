import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { folderName, folderPaths } from './workspace';

/** A row of a tree view. It knows its parent, so that the view can reveal it. */
export interface TreeNode {
  /** Unique in its view and stable over refreshes: the editor keeps selection and expansion by it. */
  readonly id: string;
  readonly parent: TreeNode | undefined;
  item(): vscode.TreeItem;
  children?(): TreeNode[] | Promise<TreeNode[]>;
  /** Asked for when the row is hovered. */
  tooltip?(): Promise<vscode.MarkdownString | undefined>;
}

/** Shows {@link TreeNode}s: with one workspace folder its rows, with several a row per folder. */
export class NodeTree implements vscode.TreeDataProvider<TreeNode>, Disposable {
  private readonly disposables = new DisposableStore();
  /** Of the folders: the editor knows a row by its object, and what stands below it names it as its parent. */
  private readonly folderRows = new Map<string, TreeNode>();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<TreeNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly rowsOf: (folder: string, parent: TreeNode | undefined) => TreeNode[] | Promise<TreeNode[]>,
  ) {
    this.disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()));
  }

  /** Draws a row again, or the whole view. */
  refresh(node?: TreeNode): void {
    this.changed.fire(node);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = node.item();
    item.id = node.id;
    return item;
  }

  getChildren(node?: TreeNode): TreeNode[] | Promise<TreeNode[]> {
    if (node !== undefined) return node.children?.() ?? [];
    const folders = folderPaths();
    const only = folders[0];
    if (only === undefined) return [];
    return folders.length === 1 ? this.rowsOf(only, undefined) : folders.map((folder) => this.folderRow(folder));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    const tooltip = await node.tooltip?.();
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  /** Finds a row of a folder among those that are loaded, for revealing. */
  async find(folder: string, matches: (node: TreeNode) => boolean): Promise<TreeNode | undefined> {
    return (await this.rowsOf(folder, this.rowOf(folder))).find(matches);
  }

  /** The row that the rows of a folder stand below; `undefined` where it is the only one. */
  rowOf(folder: string): TreeNode | undefined {
    return folderPaths().length > 1 ? this.folderRow(folder) : undefined;
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private folderRow(folder: string): TreeNode {
    const present = this.folderRows.get(folder);
    if (present !== undefined) return present;
    const row: TreeNode = {
      id: folder,
      parent: undefined,
      item: () => {
        const item = new vscode.TreeItem(folderName(folder), vscode.TreeItemCollapsibleState.Expanded);
        item.iconPath = vscode.ThemeIcon.Folder;
        item.resourceUri = vscode.Uri.file(folder);
        return item;
      },
      children: () => this.rowsOf(folder, row),
    };
    this.folderRows.set(folder, row);
    return row;
  }
}
