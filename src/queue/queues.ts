import { spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { Emitter } from '../common/emitter';
import { hasWorker } from '../common/queue/queueWorkers';
import type { ListedEntry, QueuedRunRequest } from '../protocol/queue';
import { type CommandLine, runJson } from '../platform/commandLine';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { settingOptions } from '../platform/recorderOptions';
import { requireTrust } from '../platform/workspace';
import { QueueModel, type QueueState } from './queueModel';

/** A worker that ends at once is not started again and again. */
const RESTART_MS = 30_000;

/** The queues of all workspace folders. */
export class Queues implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly models = new Map<string, QueueModel>();
  private readonly startedAt = new Map<string, number>();
  private readonly changed = this.disposables.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly commandLine: CommandLine,
    private readonly folders: () => string[],
    private readonly errors: ErrorBoundary,
  ) {
    this.follow();
    this.disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.follow()));
    this.disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.reviveAll()));
    const timer = setInterval(() => this.reviveAll(), RESTART_MS);
    this.disposables.add({ dispose: () => clearInterval(timer) });
  }

  stateOf(folder: string): QueueState {
    return this.models.get(folder)?.state ?? { waiting: [], running: 0, paused: false, reason: null };
  }

  /** Resolves when the state of a folder is what is there now. */
  async refresh(folder: string): Promise<void> {
    await this.models.get(folder)?.refresh();
  }

  /**
   * Puts runs at the end of the queue of a folder, with the settings that hold for it and the environment of this window.
   * Throws a `UserError` that says what to do.
   */
  async enqueue(folder: string, requests: readonly QueuedRunRequest[]): Promise<ListedEntry[]> {
    requireTrust();
    const words = [
      'queue',
      'add',
      '--workspace',
      folder,
      ...settingOptions(vscode.Uri.file(folder)),
      '--stdin',
      '--json',
    ];
    const entries = await runJson<ListedEntry[]>(this.commandLine, words, JSON.stringify(requests));
    await this.refresh(folder);
    return entries;
  }

  /** Starts a process that works on the queue, which goes on without us; if there is one, it ends at once. */
  keepWorking(folder: string): void {
    if (!vscode.workspace.isTrusted || hasWorker(folder)) return;
    this.startedAt.set(folder, Date.now());
    const { node, script, env } = this.commandLine;
    const worker = spawn(node, [script, 'queue', 'work', '--workspace', folder], {
      cwd: folder,
      detached: true,
      env: { ...process.env, ...env },
      stdio: 'ignore',
      windowsHide: true,
    });
    worker.on('error', (error) => this.errors.report('trialbook.queue', error));
    worker.unref();
  }

  dispose(): void {
    this.disposables.dispose();
    for (const model of this.models.values()) model.dispose();
  }

  private follow(): void {
    const folders = this.folders();
    for (const [folder, model] of this.models) {
      if (folders.includes(folder)) continue;
      model.dispose();
      this.models.delete(folder);
    }
    for (const folder of folders) {
      if (this.models.has(folder)) continue;
      const model = new QueueModel(folder, (error) => this.errors.report('trialbook.queue', error));
      model.onDidChange(() => {
        this.changed.fire();
        this.revive(folder);
      });
      this.models.set(folder, model);
    }
    this.changed.fire();
  }

  private reviveAll(): void {
    for (const folder of this.models.keys()) this.revive(folder);
  }

  /** Whoever worked on the queue may have been killed, with the machine or without. */
  private revive(folder: string): void {
    const { waiting, running, paused } = this.stateOf(folder);
    const hasWork = running > 0 || (!paused && waiting.some(({ unreadable }) => !unreadable));
    if (hasWork && Date.now() - (this.startedAt.get(folder) ?? 0) >= RESTART_MS) this.keepWorking(folder);
  }
}
