import { computed, effect, signal } from '@preact/signals';
import type { RerunPageApi, RerunRequest } from '../../src/protocol/rerunApi';
import type { RpcClient } from '../ui/rpcClient';
import type { VsCodeApi } from '../ui/vscodeApi';
import { FormModel, type Typed } from './formModel';

/** What the host tells this page unasked: nothing. */
export type RerunHost = RpcClient<RerunPageApi, never>;

/** What was started last. */
export interface Outcome {
  how: RerunRequest['how'];
  count: number;
}

/** What the page shows and does, without how it looks. */
export class RerunModel {
  readonly ready = signal(false);
  /** Absent until the host has answered, and when the run is gone. */
  readonly form = signal<FormModel | undefined>(undefined);
  readonly failure = signal<string | undefined>(undefined);
  /** Files that are not as in the snapshot; `null` where it cannot be told. */
  readonly changedFiles = signal<number | null>(null);
  readonly search = signal('');
  readonly isStarting = signal(false);
  readonly outcome = signal<Outcome | undefined>(undefined);
  /** Whether a start was asked for while something was wrong: then all that is wrong is told. */
  readonly wasRefused = signal(false);

  constructor(
    private readonly host: RerunHost,
    private readonly api: Pick<VsCodeApi, 'getState' | 'setState'>,
  ) {}

  /** Asks the host for the form; again after a failure. */
  async start(): Promise<void> {
    this.failure.value = undefined;
    try {
      const { folder, runId, form } = await this.host.call('ready', {});
      this.ready.value = true;
      if (form === null) return;
      const saved = this.api.getState() as { runId?: unknown; typed?: Partial<Typed> } | undefined;
      const model = new FormModel(form, saved?.runId === runId ? saved.typed : {});
      this.form.value = model;
      effect(() => this.api.setState({ folder, runId, typed: model.typed() }));
      if (form.hasSnapshot) this.changedFiles.value = await this.host.call('changedFiles', {});
    } catch (error) {
      this.failure.value = error instanceof Error ? error.message : String(error);
    }
  }

  /** Starts or queues what the form says. Whether it could: something may be wrong with it. */
  async launch(how: RerunRequest['how']): Promise<boolean> {
    const form = this.form.value;
    if (form === undefined || this.isStarting.value) return false;
    const runs = form.runs.value;
    this.wasRefused.value = runs.length === 0;
    this.outcome.value = undefined;
    this.failure.value = undefined;
    if (runs.length === 0) return false;
    this.isStarting.value = true;
    try {
      await this.host.call('start', { runs, code: form.code.value, how });
      this.outcome.value = { how, count: runs.length };
    } catch (error) {
      this.failure.value = error instanceof Error ? error.message : String(error);
    }
    this.isStarting.value = false;
    return true;
  }

  /** Places of the options that match the search, in their order. */
  readonly shown = computed(() => {
    const wanted = this.search.value.trim().toLowerCase();
    const options = this.form.value?.form.options ?? [];
    return options.flatMap(({ key, flags, help }, option) =>
      wanted === '' || [key, ...flags, help ?? ''].some((text) => text.toLowerCase().includes(wanted)) ? [option] : [],
    );
  });
}
