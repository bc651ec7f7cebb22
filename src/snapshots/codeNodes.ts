/** Rows below a run that show its code: the files that ran, all files, what was left out, and where it ran. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { LeftOutFile, LeftOutReason, SnapshotFile } from '../protocol/snapshotManifest';
import type { SnapshotFacts } from '../protocol/snapshotsApi';
import { commandLink, type RunTarget, type SnapshotFileTarget } from '../platform/commands';
import { formatBytes } from '../protocol/units';
import { snapshotUri } from '../platform/snapshotUri';
import type { TreeNode } from '../platform/tree';
import type { StoreRegistry } from '../store/registry';
import type { ChangeDecorations } from './changeDecorations';
import { countText, environmentText, filesText, gitText, reasonText } from './snapshotTexts';

/** Files of one folder that stand below one row. */
const PAGE = 500;

/** A run whose code is shown, and what its rows work with. */
export interface CodeRun extends RunTarget {
  name: string;
}

/** Makes the rows of the code of runs. */
export class CodeNodes {
  constructor(
    private readonly stores: StoreRegistry,
    private readonly decorations: ChangeDecorations,
  ) {}

  /** The row that a run's code stands below; none where it has no snapshot. */
  async rows(run: CodeRun, parent: TreeNode): Promise<TreeNode[]> {
    const facts = await this.stores.get(run.folder).request('getSnapshot', { runId: run.runId });
    return facts === null ? [] : [new CodeNode(run, facts, parent, this)];
  }

  /** The folders and files directly below a folder of a snapshot. */
  async below(run: CodeRun, folder: string, used: boolean, parent: TreeNode): Promise<TreeNode[]> {
    const { folders, files, total } = await this.list(run, folder, used, 0);
    const inside = folders.map(({ name, files: count }) =>
      this.folderRow(run, `${folder}${name}/`, count, used, parent),
    );
    if (total <= PAGE) return [...inside, ...files.map((file) => new FileNode(run, file, parent))];
    const pages = Array.from({ length: Math.ceil(total / PAGE) }, (_, page) => page * PAGE);
    return [...inside, ...pages.map((offset) => this.pageRow(run, folder, used, offset, total, parent))];
  }

  /** Marks the files that differ from the workspace; cheap where it is known what ran. */
  markChanges(run: CodeRun, facts: SnapshotFacts): void {
    if (facts.used !== null) void this.decorations.compare(run);
  }

  private async list(run: CodeRun, folder: string, used: boolean, offset: number) {
    const query = { runId: run.runId, folder, used, offset, limit: PAGE };
    const listed = await this.stores.get(run.folder).request('listSnapshotFolder', query);
    return listed ?? { folders: [], files: [], total: 0 };
  }

  private folderRow(run: CodeRun, folder: string, files: number, used: boolean, parent: TreeNode): TreeNode {
    const name = path.posix.basename(folder);
    const row: TreeNode = {
      id: `${parent.id}|${name}/`,
      parent,
      item: () => {
        const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
        item.iconPath = vscode.ThemeIcon.Folder;
        item.resourceUri = snapshotUri(run, run.name, folder.slice(0, -1));
        item.description = filesText(files);
        item.tooltip = folder;
        return item;
      },
      children: () => this.below(run, folder, used, row),
    };
    return row;
  }

  /** `501 … 1000` of a folder with very many files. */
  private pageRow(
    run: CodeRun,
    folder: string,
    used: boolean,
    offset: number,
    total: number,
    parent: TreeNode,
  ): TreeNode {
    const row: TreeNode = {
      id: `${parent.id}|#${offset}`,
      parent,
      item: () => {
        const label = `${offset + 1} … ${Math.min(total, offset + PAGE)}`;
        const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
        item.iconPath = new vscode.ThemeIcon('files');
        return item;
      },
      children: async () => {
        const { files } = await this.list(run, folder, used, offset);
        return files.map((file) => new FileNode(run, file, row));
      },
    };
    return row;
  }
}

/** "Code", below a run. It is a run to the commands of its context menu. */
class CodeNode implements TreeNode, RunTarget {
  readonly id: string;
  readonly folder: string;
  readonly runId: string;

  constructor(
    private readonly run: CodeRun,
    private readonly facts: SnapshotFacts,
    readonly parent: TreeNode,
    private readonly nodes: CodeNodes,
  ) {
    this.id = `${parent.id}|code`;
    this.folder = run.folder;
    this.runId = run.runId;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(vscode.l10n.t('Code'), vscode.TreeItemCollapsibleState.Collapsed);
    item.iconPath = new vscode.ThemeIcon('code');
    item.description = countText(this.facts);
    item.contextValue = 'runCode';
    item.tooltip =
      this.facts.used === null
        ? vscode.l10n.t('Nothing told which of these files ran, so all of them are shown.')
        : vscode.l10n.t('The files that the training imported or read, as they were when it started.');
    return item;
  }

  async children(): Promise<TreeNode[]> {
    const { used, files, leftOut } = this.facts;
    this.nodes.markChanges(this.run, this.facts);
    return [
      ...(await this.nodes.below(this.run, '', used !== null, this)),
      ...(used === null || used === files ? [] : [this.allFiles()]),
      ...(leftOut.length === 0 ? [] : [this.leftOut()]),
      ...this.gitRow(),
      this.environmentRow(),
    ];
  }

  private allFiles(): TreeNode {
    const row = this.group('all', vscode.l10n.t('All files'), 'files', String(this.facts.files), () =>
      this.nodes.below(this.run, '', false, row),
    );
    return row;
  }

  private leftOut(): TreeNode {
    const { leftOut, leftOutTotal } = this.facts;
    const row = this.group('left', vscode.l10n.t('Left out'), 'exclude', String(leftOutTotal), () => [
      ...leftOut.map((file) => leftOutRow(file, row)),
      ...(leftOutTotal > leftOut.length ? [this.unlisted(leftOutTotal - leftOut.length, row)] : []),
    ]);
    return row;
  }

  private unlisted(count: number, parent: TreeNode): TreeNode {
    const item = new vscode.TreeItem(vscode.l10n.t('{0} more', count));
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    return { id: `${parent.id}|more`, parent, item: () => item };
  }

  private gitRow(): TreeNode[] {
    const { git } = this.facts;
    if (git === null) return [];
    const item = new vscode.TreeItem(git.branch ?? vscode.l10n.t('detached'));
    item.iconPath = new vscode.ThemeIcon('git-branch');
    item.description = gitText(git);
    item.tooltip = [git.commit, git.remote].filter((one) => one !== null).join('\n');
    return [{ id: `${this.id}|git`, parent: this, item: () => item }];
  }

  private environmentRow(): TreeNode {
    const { environment } = this.facts;
    const item = new vscode.TreeItem(vscode.l10n.t('Environment'));
    item.iconPath = new vscode.ThemeIcon('vm');
    const { gpus } = environment;
    item.description = [
      `${environment.platform} ${environment.arch}`,
      vscode.l10n.t('{0} processors', environment.cpus),
      ...(gpus === null || gpus.length === 0 ? [] : [`${gpus.length} × ${gpus[0]?.name}`]),
    ].join(' · ');
    item.tooltip = environmentText(environment);
    return { id: `${this.id}|environment`, parent: this, item: () => item };
  }

  private group(
    key: string,
    label: string,
    icon: string,
    description: string,
    children: () => TreeNode[] | Promise<TreeNode[]>,
  ): TreeNode {
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    item.iconPath = new vscode.ThemeIcon(icon);
    item.description = description;
    return { id: `${this.id}|:${key}`, parent: this, item: () => item, children };
  }
}

/** A file of a snapshot; a click opens it as it was. */
class FileNode implements TreeNode, SnapshotFileTarget {
  readonly id: string;
  readonly folder: string;
  readonly runId: string;
  readonly path: string;

  constructor(
    private readonly run: CodeRun,
    private readonly file: SnapshotFile,
    readonly parent: TreeNode,
  ) {
    this.id = `${parent.id}|${path.posix.basename(file.path)}`;
    this.folder = run.folder;
    this.runId = run.runId;
    this.path = file.path;
  }

  item(): vscode.TreeItem {
    const { file, run, folder, runId } = this;
    const item = new vscode.TreeItem(path.posix.basename(file.path));
    // By the name of the file the editor chooses the icon.
    item.iconPath = vscode.ThemeIcon.File;
    item.resourceUri = snapshotUri(run, run.name, file.path);
    item.contextValue = 'snapshotFile';
    if (file.uncertain) item.description = vscode.l10n.t('changed at the start');
    const uncertain = vscode.l10n.t('It changed while the run started, which may have read other content.');
    item.tooltip = [
      file.path,
      `${formatBytes(file.size)} · sha256 ${file.object.slice(0, 12)}…`,
      ...(file.uncertain ? [uncertain] : []),
    ].join('\n');
    const target = { folder, runId, path: file.path };
    item.command = commandLink('trialbook.openSnapshotFile', vscode.l10n.t('Open file'), target);
    return item;
  }
}

const LEFT_OUT_ICONS: Partial<Record<LeftOutReason, string>> = { secret: 'lock', link: 'link', unreadable: 'warning' };

function leftOutRow({ path: name, reason }: LeftOutFile, parent: TreeNode): TreeNode {
  const item = new vscode.TreeItem(name === '' ? vscode.l10n.t('the workspace folder') : name);
  item.iconPath = new vscode.ThemeIcon(LEFT_OUT_ICONS[reason] ?? 'circle-slash');
  item.description = reasonText(reason);
  item.tooltip = `${name}\n${reasonText(reason)}`;
  return { id: `${parent.id}|${name}`, parent, item: () => item };
}
