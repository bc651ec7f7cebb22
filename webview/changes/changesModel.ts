import { signal } from '@preact/signals';
import type { ChangedFile, RelatedRuns, RunChanges } from '../../src/protocol/changesApi';
import type { ChangesPageApi, ChangesPageEvent, ChangesShown } from '../../src/protocol/changesPage';
import type { RunId } from '../../src/protocol/entities';
import type { ChangeEvent } from '../../src/protocol/storeApi';
import { paced } from '../ui/paced';
import type { RpcClient } from '../ui/rpcClient';

export type ChangesHost = RpcClient<ChangesPageApi, ChangesPageEvent>;

/** What the page shows and does, without how it looks. */
export class ChangesModel {
  /** The workspace folder of the runs. */
  readonly folder = signal<string | undefined>(undefined);
  readonly runId = signal<RunId | undefined>(undefined);
  /** The run that it is held against; `undefined` while that is not known, or where there is none. */
  readonly base = signal<RunId | undefined>(undefined);
  readonly related = signal<RelatedRuns | undefined>(undefined);
  readonly changes = signal<RunChanges | undefined>(undefined);
  readonly failure = signal<string | undefined>(undefined);
  /** The run was deleted. */
  readonly gone = signal(false);
  /** There is no run to hold it against. */
  readonly alone = signal(false);
  /** Name of a base that was deleted while it was shown. */
  readonly deletedBase = signal<string | undefined>(undefined);
  readonly allFiles = signal(false);

  private readonly refresh = paced(() => this.read());

  constructor(private readonly host: ChangesHost) {
    host.onEvent((event) => this.handle(event));
  }

  /** Asks the host what to show; again after a failure. */
  async start(): Promise<void> {
    this.failure.value = undefined;
    const state = await this.attempt(this.host.call('ready', {}));
    if (state === undefined) return;
    this.folder.value = state.folder;
    await this.show(state);
  }

  async pickBase(): Promise<void> {
    const runId = this.runId.value;
    if (runId === undefined) return;
    const picked = await this.attempt(this.host.call('pickBase', this.shown(runId)));
    if (picked !== undefined && runId === this.runId.value) this.setBase(picked);
  }

  setBase(base: RunId): void {
    this.alone.value = false;
    this.deletedBase.value = undefined;
    this.base.value = base;
    this.refresh();
  }

  /** Holds the base against the run. */
  async swap(): Promise<void> {
    const [runId, base] = [this.runId.value, this.base.value];
    if (runId !== undefined && base !== undefined) await this.show({ runId: base, base: runId });
  }

  setAllFiles(all: boolean): void {
    this.allFiles.value = all;
    this.refresh();
  }

  /** Opens the editor's own diff of all that ran. */
  openDiff(): void {
    this.withBoth((both) => this.host.call('openDiff', both));
  }

  openFileDiff({ path, kind }: ChangedFile): void {
    this.withBoth((both) => this.host.call('openFileDiff', { ...both, path, kind }));
  }

  openCharts(): void {
    this.withBoth((both) => this.host.call('compare', both));
  }

  openRun(runId: RunId): void {
    void this.attempt(this.host.call('openRun', { runId }));
  }

  private withBoth(call: (both: { runId: RunId; base: RunId }) => Promise<void>): void {
    const [runId, base] = [this.runId.value, this.base.value];
    if (runId !== undefined && base !== undefined) void this.attempt(call({ runId, base }));
  }

  private handle(event: ChangesPageEvent): void {
    if (event.kind === 'show') void this.show(event);
    else if (event.kind === 'changed') this.changed(event);
    else if (event.run.id === this.runId.value || event.run.id === this.base.value) this.refresh();
  }

  private changed({ runs }: ChangeEvent): void {
    const touched = new Map(runs.map((run) => [run.runId, run.removed === true]));
    const [runId, base] = [this.runId.value, this.base.value];
    if (runId !== undefined && touched.get(runId) === true) this.gone.value = true;
    else if (base !== undefined && touched.get(base) === true) void this.baseDeleted();
    // A run that was restored is there again.
    else if (runId !== undefined && this.gone.value && touched.has(runId)) void this.show(this.shown(runId));
    else if ([runId, base].some((id) => id !== undefined && touched.has(id))) this.refresh();
    else if (this.alone.value && runId !== undefined) void this.show({ runId });
  }

  private async baseDeleted(): Promise<void> {
    const runId = this.runId.value!;
    const name = this.changes.value?.base.name;
    await this.show({ runId });
    this.deletedBase.value = name;
  }

  private shown(runId: RunId): ChangesShown {
    const base = this.base.value;
    return { runId, ...(base === undefined ? {} : { base }) };
  }

  private async show({ runId, base }: ChangesShown): Promise<void> {
    this.runId.value = runId;
    this.base.value = base;
    this.gone.value = false;
    this.alone.value = false;
    this.deletedBase.value = undefined;
    this.related.value = undefined;
    const related = await this.attempt(this.host.call('related', { runId }));
    if (related === undefined || this.runId.value !== runId) return;
    this.related.value = related;
    this.base.value ??= (related.basedOn ?? related.previous ?? related.bestSibling)?.id;
    this.alone.value = this.base.value === undefined;
    if (this.alone.value) this.changes.value = undefined;
    else this.refresh();
  }

  private async read(): Promise<void> {
    const [runId, base] = [this.runId.value, this.base.value];
    if (runId === undefined || base === undefined || this.gone.value) return;
    const query = { runId, base, ...(this.allFiles.value ? { allFiles: true as const } : {}) };
    const changes = await this.attempt(this.host.call('changes', query));
    // Others may have been chosen meanwhile: the next read is under way then.
    if (changes === undefined || runId !== this.runId.value || base !== this.base.value) return;
    this.failure.value = undefined;
    if (changes === null) {
      this.gone.value = true;
      return;
    }
    const isNews = changes.run.id !== this.changes.value?.run.id || changes.base.id !== this.changes.value.base.id;
    this.changes.value = changes;
    if (isNews) void this.attempt(this.host.call('shows', { runId, base, name: changes.run.name }));
  }

  private async attempt<T>(call: Promise<T>): Promise<T | undefined> {
    try {
      return await call;
    } catch (error) {
      this.failure.value = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }
}
