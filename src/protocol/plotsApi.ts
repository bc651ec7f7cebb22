/** What the store can be asked about plots that runs logged. */
import type { RunId } from './entities';
import type { PlotData, PlotKind } from './plots';

/** A plot that runs logged under the same name. */
export interface PlotKey<K extends PlotKind = PlotKind> {
  kind: K;
  key: string;
  /** Of the runs asked for those that have it, in their order: the first ones. */
  runs: PlotRun[];
  /** How many of them have it. */
  runCount: number;
  /** Whether it was logged at several steps, by any of them. */
  hasSteps: boolean;
}

export interface PlotRun {
  runId: RunId;
  /** At how many steps. */
  count: number;
  last: number;
  /** Tells this state of it from others. */
  revision: number;
}

/** Which plots are listed. */
export interface PlotsListing {
  runIds: RunId[];
  offset: number;
  limit: number;
  /** At most so many runs are told of each plot. */
  runLimit: number;
}

/** Plots of one kind and name. */
export interface PlotsQuery {
  kind: PlotKind;
  key: string;
  runIds: RunId[];
}

/** What one run logged at one step. */
export interface PlotAt<K extends PlotKind = PlotKind> {
  runId: RunId;
  step: number;
  /** When it was logged, ms since 1970: one that replaces another has a later time. */
  at: number;
  data: PlotData[K];
}

export type PlotsApi = {
  /** By kind and name; `total` counts all. */
  listPlots: { args: PlotsListing; result: { plots: PlotKey[]; total: number } };
  /** The steps at which any of the runs logged it, ascending. */
  plotSteps: { args: PlotsQuery; result: number[] };
  /** What each run logged at a step, or last of all; runs that have none are left out. */
  readPlots: { args: PlotsQuery & { step?: number }; result: PlotAt[] };
  /** What one run logged over all steps: at most so many of them, evenly picked, the first and the last among them. */
  plotHistory: { args: { kind: PlotKind; key: string; runId: RunId; limit: number }; result: PlotAt[] };
};
