import * as l10n from '@vscode/l10n';
import { Worker } from 'node:worker_threads';
import { Emitter } from '../common/emitter';
import { UserError } from '../common/errors';
import { RpcClient } from '../common/rpcChannel';
import type { Args, EventMessage, ReplyMessage, Result } from '../protocol/rpc';
import type { StoreApi, StoreEvent } from '../protocol/storeApi';
import type { StoreOptions } from '../protocol/storeOptions';

const CLOSE_LIMIT_MS = 10_000;
const MOST_STARTS = 2;

export interface StoreClientOptions extends StoreOptions {
  /** Absolute path of the bundled `worker.ts`. */
  workerPath: string;
  /** Hears why a worker crashed, for the log. */
  onError(error: Error): void;
}

/**
 * The extension host's end of one store worker. A worker that crashes ends all open requests with an error and is
 * started again, once; who shows something is told to read it again.
 */
export class StoreClient {
  private readonly emitter = new Emitter<StoreEvent>();
  private worker: Worker | undefined;
  private starts = 0;
  private closing: Promise<void> | undefined;
  private readonly rpc = new RpcClient<StoreApi>((message) => this.running().postMessage(message));

  readonly onEvent = this.emitter.event;

  /** Starts the worker when `after` has settled: the end of a former client of the same folder. */
  constructor(
    private readonly options: StoreClientOptions,
    private readonly after: Promise<void> = Promise.resolve(),
  ) {
    void this.after.then(() => {
      if (this.closing === undefined) this.running();
    });
  }

  async request<M extends keyof StoreApi>(method: M, args: Args<StoreApi, M>): Promise<Result<StoreApi, M>> {
    await this.after;
    if (this.closing !== undefined) throw new Error(`The store is closed: ${method}`);
    return this.rpc.request(method, args);
  }

  /** Saves what is pending and ends the worker; resolves within {@link CLOSE_LIMIT_MS} in any case. Safe to call twice. */
  close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  dispose(): void {
    void this.close();
  }

  private async closeNow(): Promise<void> {
    await this.after;
    const { worker } = this;
    if (worker === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, CLOSE_LIMIT_MS)));
    const closed = this.rpc.request('close', {}).catch((error: Error) => this.options.onError(error));
    await Promise.race([closed, limit]);
    clearTimeout(timer);
    await worker.terminate();
    this.emitter.dispose();
  }

  private running(): Worker {
    if (this.worker !== undefined) return this.worker;
    if (this.starts === MOST_STARTS) {
      throw new UserError(l10n.t('The run store stopped twice. Reload the window, and see the log.'));
    }
    this.starts += 1;
    const { workspaceDir, engine = 'auto', wasmPath, l10nBundle } = this.options;
    const bundle = l10nBundle === undefined ? {} : { l10nBundle };
    const workerData: StoreOptions = { workspaceDir, engine, wasmPath, ...bundle };
    const worker = new Worker(this.options.workerPath, {
      workerData,
      name: 'trialbook-store',
      resourceLimits: { maxYoungGenerationSizeMb: 24 },
    });
    worker.on('message', (message: ReplyMessage | EventMessage<StoreEvent>) => {
      if (message.type === 'reply') this.rpc.handle(message);
      else this.emitter.fire(message.event);
    });
    worker.on('error', (error) => this.crashed(worker, error));
    worker.on('exit', (code) => this.crashed(worker, new Error(`The store worker ended with code ${code}`)));
    this.worker = worker;
    return worker;
  }

  private crashed(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    if (this.closing === undefined) this.options.onError(error);
    this.rpc.rejectAll(error);
    if (this.closing !== undefined || this.starts === MOST_STARTS) return;
    // At once: views wait for its events, and need not ask for anything until one comes.
    this.running();
    this.emitter.fire({ kind: 'restarted' });
    this.emitter.fire({ kind: 'changed', runs: [], datasets: true, models: true, choices: true });
  }
}
