/** What people choose about runs, experiments and metrics. */
import type { RunId, RunRef } from './entities';
import type { MetricDirection } from './metricDirection';

/** An experiment that has runs outside the trash. */
export interface ExperimentInfo {
  name: string;
  /** Number of its runs at the top, inside none that is listed. */
  runs: number;
  /** The run that the others are measured by; `null` without one that is there. */
  baseline: RunRef | null;
  /** The metric that its runs are judged by where somebody chose it; names tell otherwise. */
  keyMetric: string | null;
}

/** Every edit is durable when it returns, and told by change events. */
export type ChoicesApi = {
  /** Sets a tag of a run; `null` removes it. Events that come later do not change it. */
  setTag: { args: { runId: RunId; key: string; value: string | null }; result: void };
  /** The same of several runs: of all or of none. */
  setTags: { args: { runIds: RunId[]; key: string; value: string | null }; result: void };
  /** With the runs inside them. Tells where each was before, so that it can be undone. */
  moveToExperiment: {
    args: { runIds: RunId[]; experiment: string };
    result: { runId: RunId; experiment: string }[];
  };
  /** `null` takes the choice back; so do the next two. */
  setBaseline: { args: { experiment: string; runId: RunId | null }; result: void };
  /** Its runs that lack the metric are judged as without the choice. */
  setKeyMetric: { args: { experiment: string; key: string | null }; result: void };
  /** In which direction a metric gets better, whatever its name tells. */
  setDirection: { args: { key: string; direction: MetricDirection | null }; result: void };
  /** By name. */
  experiments: { args: Record<string, never>; result: ExperimentInfo[] };
  /** What was chosen, by metric; `metricDirection` tells the rest. */
  directions: { args: Record<string, never>; result: Record<string, MetricDirection> };
};
