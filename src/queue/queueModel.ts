import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { Emitter } from '../common/emitter';
import { errorMessage } from '../common/errors';
import { listStarted, listWaiting, type WaitingPlace } from '../common/queue/queueFiles';
import { listPlace, readPause } from '../common/queue/queueReading';
import { FOLDER_NAME } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import type { ListedEntry } from '../protocol/queue';

/** Changes that follow each other within this time are read at once. */
const SETTLE_MS = 50;
/** For folders whose changes the editor does not see: network disks, and what its settings keep out. */
const POLL_MS = 2_000;

/** The queue of a workspace folder. */
export interface QueueState {
  /** In the order in which they will start. */
  waiting: readonly ListedEntry[];
  /** Number of its runs that train. */
  running: number;
  paused: boolean;
  /** Why it paused by itself. */
  reason: string | null;
}

const EMPTY: QueueState = { waiting: [], running: 0, paused: false, reason: null };

/** Follows the queue of a folder, whoever changes it. */
export class QueueModel implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new Emitter<void>());
  /** What is known of entries: their files never change but by being renamed. */
  private known = new Map<RunId, ListedEntry>();
  private reading: Promise<void> | undefined;
  private stale = false;
  /** Why the last reading failed: what stays wrong is told once, however often it is read again. */
  private told: string | undefined;
  state = EMPTY;

  /** Fires after {@link state} has become another. */
  readonly onDidChange = this.changed.event;

  constructor(
    readonly folder: string,
    private readonly onError: (error: unknown) => void,
  ) {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), `${FOLDER_NAME}/queue/**`);
    const watcher = this.disposables.add(vscode.workspace.createFileSystemWatcher(pattern));
    const refresh = (): void => void this.refresh();
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.disposables.add(event(refresh));
    }
    const timer = setInterval(refresh, POLL_MS);
    this.disposables.add({ dispose: () => clearInterval(timer) });
    refresh();
  }

  /** Reads the queue again; resolves when {@link state} has what is there now. */
  refresh(): Promise<void> {
    this.stale = true;
    this.reading ??= this.readWhileStale().finally(() => (this.reading = undefined));
    return this.reading;
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async readWhileStale(): Promise<void> {
    while (this.stale) {
      await delay(SETTLE_MS);
      this.stale = false;
      try {
        await this.read();
        this.told = undefined;
      } catch (error) {
        const reason = errorMessage(error);
        if (reason !== this.told) this.onError(error);
        this.told = reason;
      }
    }
  }

  private async read(): Promise<void> {
    const { folder } = this;
    const places = await listWaiting(folder);
    const listed = await Promise.all(places.map((place) => this.entryAt(place)));
    const waiting = listed.filter((entry) => entry !== undefined);
    const running = (await listStarted(folder)).length;
    const next = { waiting, running, ...(await readPause(folder)) };
    // One that cannot be read may just be being written by a program that is not ours.
    this.known = new Map(waiting.filter(({ unreadable }) => !unreadable).map((entry) => [entry.id, entry]));
    const differs = JSON.stringify(next) !== JSON.stringify(this.state);
    this.state = next;
    if (differs) this.changed.fire();
  }

  /** `undefined` when it has left meanwhile. */
  private async entryAt(place: WaitingPlace): Promise<ListedEntry | undefined> {
    return this.known.get(place.id) ?? listPlace(this.folder, place);
  }
}
