/** What the store can be asked about many runs at once: which params matter, whether a lead is chance, what else differs. */
import type { MetricVerdict } from './changesApi';
import type { RunId, RunRef } from './entities';

/** The value of a metric that a run is judged by: the last, or the best by the metric's direction. */
export type MetricValue = 'last' | 'best';

export interface ImportanceQuery {
  runIds: RunId[];
  metric: string;
  value: MetricValue;
}

/** How much the params tell about a metric: see docs/across-runs.md. */
export type Importance =
  /** Too few finished runs have a finite value. */
  | { kind: 'few'; runs: number; needed: number }
  /** All of the runs have the same value, or no param differs between them. */
  | { kind: 'same'; runs: number; of: 'metric' | 'params' }
  | ({ kind: 'measured' } & MeasuredImportance);

export interface MeasuredImportance {
  /** Runs that it rests on, and how many were left out: unfinished, or without a finite value, or older than the newest of them. */
  runs: number;
  leftOut: number;
  /** How much of the spread of runs that a tree has not seen the forest explains: 1 for all, 0 or less for nothing. */
  explained: number;
  /** The most important first. */
  params: ParamImportance[];
  /** How many params differ between the runs; {@link params} are the most promising of them. */
  total: number;
}

export interface ParamImportance {
  key: string;
  /** Params whose values go together with this one's in every run: they cannot be told apart. */
  same: string[];
  /** By how much the error grows when the values of this param are mixed up, as a share of the spread of the metric. */
  importance: number;
  /** 95% confidence interval of it. */
  low: number;
  high: number;
  /** Whether it is more than any param gets when the metric is mixed up (5% for all params together). */
  beyondChance: boolean;
  /** Spearman's, of the runs that have a number for it; `null` for texts. */
  correlation: RankCorrelation | null;
}

export interface RankCorrelation {
  /** From -1 to 1. */
  rho: number;
  /** How likely chance alone makes one as far from 0. */
  p: number;
  n: number;
}

/** The run that is best by a metric against the best of those that are no repeats of it. */
export interface Lead {
  run: RunRef;
  runnerUp: RunRef;
  /** Of the leader from the runner-up. `p` allows for the leader being the best of several. */
  verdict: MetricVerdict;
  test: 'welch' | 'prediction';
  /** Runs that differ in more than seeds, counted as one with their repeats. */
  configurations: number;
}

export interface LeadQuery {
  runIds: RunId[];
  metric: string;
}

export type SurroundingsKind = 'command' | 'code' | 'data' | 'packages' | 'machine' | 'variables';

/** What runs were made of besides their params, side by side. */
export interface Surroundings {
  sections: SurroundingsSection[];
}

export interface SurroundingsSection {
  kind: SurroundingsKind;
  rows: SurroundingsRow[];
  /** Rows that there are in all, where that is more. */
  total: number;
}

export interface SurroundingsRow {
  key: string;
  /** In the order of the runs asked for; `null` where a run has none or it is not known. */
  values: (string | null)[];
  differs: boolean;
}

/** Methods of the store. */
export type InsightsApi = {
  importance: { args: ImportanceQuery; result: Importance };
  /** `null` where nothing leads: fewer than two configurations with a finite value, or no known direction. */
  lead: { args: LeadQuery; result: Lead | null };
  surroundings: { args: { runIds: RunId[]; onlyDifferences: boolean }; result: Surroundings };
};
