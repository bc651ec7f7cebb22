import type { ExperimentInfo } from '../../protocol/choicesApi';
import type { Run, RunRef } from '../../protocol/entities';
import { metricDirection, type MetricDirection } from '../../protocol/metricDirection';
import type { StoreClient } from '../../store/client';
import { type Delta, deltaOf } from './delta';

/** What people chose about the experiments and metrics of a folder, as last read. */
export class RunChoices {
  private experiments = new Map<string, ExperimentInfo>();
  private directions: Record<string, MetricDirection> = {};
  private reading: Promise<void> | undefined;

  constructor(private readonly store: () => StoreClient) {}

  /** Reads them unless they were. */
  ready(): Promise<void> {
    this.reading ??= this.read();
    return this.reading;
  }

  /** Reads them again. What was read stays when that fails. */
  reload(): Promise<void> {
    this.reading = this.read();
    return this.reading;
  }

  /** The run that those of an experiment are measured by. */
  baselineOf(experiment: string): RunRef | undefined {
    return this.experiments.get(experiment)?.baseline ?? undefined;
  }

  /** As chosen, or as the name of the metric tells. */
  directionOf(key: string): MetricDirection | undefined {
    return (Object.hasOwn(this.directions, key) ? this.directions[key] : undefined) ?? metricDirection(key);
  }

  /** How a run stands to the baseline of its experiment. */
  deltaOf({ id, experiment, keyMetric }: Run): Delta | undefined {
    const baseline = this.baselineOf(experiment);
    if (baseline === undefined || baseline.id === id || keyMetric === null) return undefined;
    return deltaOf(keyMetric, baseline.keyMetric, this.directionOf(keyMetric.key));
  }

  /** Whether a run is one of those that are measured by a baseline in the same metric. */
  isMeasured(run: Run): boolean {
    const key = this.baselineOf(run.experiment)?.keyMetric?.key;
    return key !== undefined && key === run.keyMetric?.key && !this.isBaseline(run);
  }

  /** Whether a run is a baseline. */
  isBaseline({ id, experiment }: Run): boolean {
    return this.baselineOf(experiment)?.id === id;
  }

  private async read(): Promise<void> {
    try {
      const [experiments, directions] = await Promise.all([
        this.store().request('experiments', {}),
        this.store().request('directions', {}),
      ]);
      this.experiments = new Map(experiments.map((one) => [one.name, one]));
      this.directions = directions;
    } catch {
      // The lists that are read beside them tell of a store that does not answer.
      this.reading = undefined;
    }
  }
}
