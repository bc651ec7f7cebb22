import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { RunId } from '../../../src/protocol/entities';
import type { LoggedPageApi } from '../../../src/protocol/loggedPage';
import type { PlotKind } from '../../../src/protocol/plots';
import type { PlotAt, PlotKey } from '../../../src/protocol/plotsApi';
import type { ChangeEvent } from '../../../src/protocol/storeApi';
import { paced } from '../../ui/paced';
import type { RpcClient } from '../../ui/rpcClient';
import { askAllAgain } from '../insights/useAnswer';
import { PictureCache } from './pictureCache';
import type { PlotSettings } from './plotSettings';

/** What the host tells unasked; only what changes runs, or lost what was asked, is heeded. */
type LoggedEvent = ChangeEvent | { kind: string; runs?: never };

export type LoggedHost = RpcClient<LoggedPageApi, LoggedEvent>;

/** Plots that are asked for at first, and with each "more". */
const PAGE = 200;

/** Runs of a plot that are asked for, and that a card shows, unless somebody wants more. */
export const MOST_FIRST_RUNS = 50;

/** What runs logged besides numbers: which plots there are, and how they are looked at. */
export class LoggedModel {
  readonly plots = signal<readonly PlotKey[]>([]);
  /** How many there are in all. */
  readonly total = signal(0);
  readonly failure = signal<string | undefined>(undefined);
  readonly pictures: PictureCache;
  private wanted = PAGE;
  /** The plots as text, which tells whether there are others. */
  private shown = '[]';
  private readonly paced = paced(() => this.readOnce());

  constructor(
    private readonly host: LoggedHost,
    private readonly runIds: ReadonlySignal<readonly RunId[]>,
    /** By {@link idOf}; a page that restores itself keeps them. */
    private readonly settings: Signal<Readonly<Record<string, PlotSettings>>> = signal({}),
  ) {
    this.pictures = new PictureCache((runId, path, limit) => host.call('readArtifact', { runId, path, limit }));
    effect(() => {
      if (runIds.value.length > 0) this.paced();
      else [this.plots.value, this.shown] = [[], '[]'];
    });
    host.onEvent((event) => this.handle(event));
  }

  refresh(): void {
    this.paced();
  }

  more(): void {
    this.wanted += PAGE;
    this.paced();
  }

  settingsOf(plot: PlotKey): PlotSettings {
    return this.settings.value[idOf(plot)] ?? {};
  }

  set(plot: PlotKey, change: PlotSettings): void {
    const known = this.runLimit();
    this.settings.value = { ...this.settings.value, [idOf(plot)]: { ...this.settingsOf(plot), ...change } };
    if (this.runLimit() > known) this.paced();
  }

  /** Back to each run's last. */
  showLast(plot: PlotKey): void {
    const { step: _, ...others } = this.settingsOf(plot);
    this.settings.value = { ...this.settings.value, [idOf(plot)]: others };
  }

  askSteps({ kind, key, runs }: PlotKey): Promise<number[]> {
    return this.host.call('plotSteps', { kind, key, runIds: runs.map(({ runId }) => runId) });
  }

  /** What the runs logged at a step, or each last. */
  async ask<K extends PlotKind>(plot: PlotKey<K>, runIds: RunId[], step?: number): Promise<PlotAt<K>[]> {
    const { kind, key } = plot;
    const query = { kind, key, runIds, ...(step === undefined ? {} : { step }) };
    return (await this.host.call('readPlots', query)) as PlotAt<K>[];
  }

  /** What each of the runs logged over its steps. */
  async askHistory<K extends PlotKind>(
    { kind, key }: PlotKey<K>,
    runIds: RunId[],
    limit: number,
  ): Promise<Map<RunId, PlotAt<K>[]>> {
    const asked = runIds.map(async (runId): Promise<[RunId, PlotAt<K>[]]> => {
      return [runId, (await this.host.call('plotHistory', { kind, key, runId, limit })) as PlotAt<K>[]];
    });
    return new Map(await Promise.all(asked));
  }

  /** How many runs the card shows that shows the most. */
  private runLimit(): number {
    return Math.max(MOST_FIRST_RUNS, ...Object.values(this.settings.value).map(({ runs = 0 }) => runs));
  }

  private handle(event: LoggedEvent): void {
    const shown = this.runIds.value;
    if (event.kind === 'restarted') {
      askAllAgain();
      this.refresh();
    }
    if (event.runs?.some(({ runId }) => shown.includes(runId)) === true) this.refresh();
  }

  private async readOnce(): Promise<void> {
    const runIds = [...this.runIds.value];
    if (runIds.length === 0) return;
    try {
      const asked = { runIds, offset: 0, limit: this.wanted, runLimit: this.runLimit() };
      const { plots, total } = await this.host.call('listPlots', asked);
      const text = JSON.stringify(plots);
      if (this.shown !== text) this.plots.value = plots;
      this.shown = text;
      this.total.value = total;
      this.failure.value = undefined;
    } catch (error) {
      this.failure.value = error instanceof Error ? error.message : String(error);
    }
  }
}

/** Names a plot among all. */
export function idOf({ kind, key }: PlotKey): string {
  return `${kind} ${key}`;
}

/** Another one whenever something was logged that is not shown yet. */
export function revisionOf({ runs }: PlotKey): string {
  return runs.map(({ runId, revision }) => `${runId}:${revision}`).join(' ');
}
