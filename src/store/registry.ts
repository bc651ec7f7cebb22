import path from 'node:path';
import type { Disposable } from '../common/disposables';
import { Emitter } from '../common/emitter';
import type { StoreEvent } from '../protocol/storeApi';
import type { EngineChoice, StoreOptions } from '../protocol/storeOptions';
import { StoreClient } from './client';

export interface StoreRegistryOptions extends Omit<StoreOptions, 'workspaceDir' | 'engine'> {
  /** The engine that a folder is to be opened with. */
  engineOf(dir: string): EngineChoice;
  /** Absolute path of the bundled `worker.ts`. */
  workerPath: string;
  /** Hears why the worker of a folder crashed, for the log. */
  onError(dir: string, error: Error): void;
}

export interface FolderEvent {
  /** The workspace folder, as it was given to {@link StoreRegistry.get}. */
  dir: string;
  event: StoreEvent;
}

/** One store per workspace folder, opened by the first one who asks for it. */
export class StoreRegistry implements Disposable {
  private readonly clients = new Map<string, { dir: string; client: StoreClient; listening: Disposable }>();
  private readonly closing = new Map<string, Promise<void>>();
  private readonly opened = new Emitter<string>();
  private readonly closed = new Emitter<string>();
  private readonly events = new Emitter<FolderEvent>();

  readonly onDidOpen = this.opened.event;
  readonly onDidClose = this.closed.event;
  readonly onEvent = this.events.event;

  constructor(private readonly options: StoreRegistryOptions) {}

  /** The store of a folder; starts its worker when there is none yet. */
  get(dir: string): StoreClient {
    const key = path.resolve(dir);
    const present = this.clients.get(key);
    if (present !== undefined) return present.client;
    const client = new StoreClient(
      {
        ...this.options,
        workspaceDir: key,
        engine: this.options.engineOf(dir),
        onError: (error) => this.options.onError(dir, error),
      },
      this.closing.get(key),
    );
    const listening = client.onEvent((event) => this.events.fire({ dir, event }));
    this.clients.set(key, { dir, client, listening });
    this.opened.fire(dir);
    return client;
  }

  /** The open stores with their folders, in the order of opening. */
  all(): { dir: string; store: StoreClient }[] {
    return [...this.clients.values()].map(({ dir, client }) => ({ dir, store: client }));
  }

  /** Closes the store of a folder; resolves when it is saved. Does nothing when it is not open. */
  async close(dir: string): Promise<void> {
    const key = path.resolve(dir);
    const present = this.clients.get(key);
    if (present === undefined) return this.closing.get(key);
    this.clients.delete(key);
    present.listening.dispose();
    const ended = present.client.close().finally(() => this.closing.delete(key));
    this.closing.set(key, ended);
    this.closed.fire(present.dir);
    await ended;
  }

  /** Closes all that are open and opens them again, with what holds for them now. */
  async reopenAll(): Promise<void> {
    await Promise.all(
      this.all().map(async ({ dir }) => {
        await this.close(dir);
        this.get(dir);
      }),
    );
  }

  /** Closes all; resolves when everything is saved. */
  async closeAll(): Promise<void> {
    await Promise.all(this.all().map(({ dir }) => this.close(dir)));
    await Promise.all(this.closing.values());
  }

  dispose(): void {
    void this.closeAll();
    for (const emitter of [this.opened, this.closed, this.events]) emitter.dispose();
  }
}
