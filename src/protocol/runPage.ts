/** Contract between the page of a run and the extension host. */
import type { CompareChartsApi } from './compareCharts';
import type { Run, RunId } from './entities';
import type { ChangeEvent, RestartedEvent, StoreApi } from './storeApi';

/** Questions to the store that the host hands on as they are. */
export const RUN_PAGE_QUESTIONS = [
  'getRun',
  'relatedRuns',
  'lineage',
  'whatChanged',
  'series',
  'listMetrics',
  'getSnapshot',
  'listSnapshotFolder',
  'runProgress',
  'experiments',
  'directions',
  'outputState',
  'readOutput',
  'searchOutput',
  'readArtifact',
  'listPlots',
  'plotSteps',
  'readPlots',
  'plotHistory',
  'renameRun',
  'setNote',
  'setTag',
] as const satisfies (keyof StoreApi)[];

export interface RunPageState {
  /** Absolute path of the workspace folder; the page keeps it in its state, so that a restored page finds it. */
  folder: string;
  runId: RunId;
}

/** A place in a file, as a traceback names it: absolute, or relative to where the run started or to the workspace folder. */
export interface FilePlace {
  file: string;
  /** From 1. */
  line: number;
}

/** What can be done with the run; each is a command of its own. */
export const RUN_ACTIONS = [
  'rerun',
  'diffRunWithWorkspace',
  'diffRunWithPrevious',
  'reproduceRun',
  'stopRun',
  'showRunOutput',
] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

/** What the page may ask of the extension host. */
export type RunPageApi = Pick<StoreApi, (typeof RUN_PAGE_QUESTIONS)[number]> & {
  /** First call of a page: what to show. */
  ready: { args: Record<string, never>; result: RunPageState };
  /** The page tells the name that it shows, for the title. */
  shows: { args: { name: string }; result: void };
  act: { args: { action: RunAction }; result: void };
  /** Shows the charts of this run and others. */
  compare: { args: { others: RunId[] }; result: void };
  /** Those of these files that are there; others are no links. */
  findFiles: { args: { files: string[] }; result: string[] };
  openPlace: { args: FilePlace; result: void };
  openRun: { args: { runId: RunId }; result: void };
  /** Opens "What changed" with this base. */
  openChanges: { args: { base: RunId }; result: void };
  openCode: { args: { path: string; how: 'open' | 'diffWithWorkspace' | 'diffWithPrevious' }; result: void };
  openArtifact: { args: { path: string }; result: void };
  revealDataset: { args: { name: string }; result: void };
  revealModel: { args: { name: string }; result: void };
  copyText: { args: { text: string }; result: void };
} & Pick<CompareChartsApi, 'saveChart'>;

/** What the extension host tells the page unasked. */
export type RunPageEvent = ChangeEvent | RestartedEvent | { kind: 'runEnded'; run: Run };

export const RUN_TABS = ['overview', 'charts', 'output', 'code', 'data', 'machine'] as const;
export type RunTab = (typeof RUN_TABS)[number];
