import { runDir } from '../common/workspaceFolder';
import type { MetricSummary, Param, RunId } from '../protocol/entities';
import type { ListedRun, ShownRun } from '../protocol/commandLine';
import { fromWire, toWire } from '../protocol/numbers';
import type { MetricEvent, TrainingEvent } from '../protocol/trainingEvents';
import { readChildren } from './childRuns';
import { EventFollower, RunState } from './runFolder';

interface Series {
  count: number;
  first: number;
  last: number;
  lastStep: number;
  /** Over the finite points. */
  min: number;
  max: number;
  sum: number;
  finite: number;
}

/**
 * Reads everything that the event files of a run say, in one pass; `also` is called with every event. Rejects as `fs`
 * does.
 */
export async function readRunDetails(
  workspace: string,
  id: RunId,
  also: (event: TrainingEvent) => void = () => undefined,
): Promise<ShownRun> {
  const details = new Details();
  await new EventFollower(runDir(workspace, id), false).poll((event) => {
    details.apply(event);
    also(event);
  });
  const children = await readChildren(workspace, id, details.children);
  return details.describe(
    id,
    children.map((child) => child.state.describe(child.id)),
  );
}

class Details {
  readonly children = new Set<RunId>();
  private readonly state = new RunState();
  private readonly params = new Map<string, Param>();
  private readonly tags = new Map<string, { key: string; value: string }>();
  private readonly inputs = new Map<string, ShownRun['inputs'][number]>();
  private readonly artifacts = new Map<string, ShownRun['artifacts'][number]>();
  private readonly warnings: ShownRun['warnings'] = [];
  private readonly series = new Map<string, Series>();

  apply(event: TrainingEvent): void {
    this.state.apply(event);
    if (event.e === 'p') this.params.set(event.k, { key: event.k, value: event.v });
    if (event.e === 'tag') this.tags.set(event.k, { key: event.k, value: event.v });
    if (event.e === 'm') this.addPoint(event);
    if (event.e === 'warn') this.warnings.push({ code: event.code, message: event.message });
    if (event.e === 'ds') {
      const { path, digest, size } = event;
      this.inputs.set(`${path}\n${digest}`, { path, digest, size, uncertain: event.uncertain === true });
    }
    if (event.e === 'art') {
      const { path, kind, digest, size, copy = null } = event;
      this.artifacts.set(path, { path, kind, digest, size, copy });
    }
    if (event.e === 'child') this.children.add(event.id);
  }

  describe(id: RunId, children: readonly ListedRun[]): ShownRun {
    return {
      ...this.state.describe(id),
      cwd: this.state.run?.cwd ?? '.',
      params: [...this.params.values()],
      metrics: [...this.series].map(([key, series]) => summarise(key, series)),
      tags: [...this.tags.values()],
      inputs: [...this.inputs.values()],
      artifacts: [...this.artifacts.values()],
      warnings: this.warnings,
      children: children.map((child) => ({ id: child.id, name: child.name, status: child.status })),
    };
  }

  private addPoint(event: MetricEvent): void {
    const value = fromWire(event.v) ?? Number.NaN;
    const known = this.series.get(event.k);
    const series = known ?? emptySeries(value);
    this.series.set(event.k, series);
    series.lastStep = event.s === undefined || event.s === null ? series.count : (fromWire(event.s) ?? Number.NaN);
    series.count += 1;
    series.last = value;
    if (!Number.isFinite(value)) return;
    series.finite += 1;
    series.sum += value;
    series.min = Math.min(series.min, value);
    series.max = Math.max(series.max, value);
  }
}

function emptySeries(first: number): Series {
  return { count: 0, first, last: first, lastStep: 0, min: Infinity, max: -Infinity, sum: 0, finite: 0 };
}

function summarise(key: string, series: Series): MetricSummary {
  const { count, first, last, lastStep, finite } = series;
  const of = (value: number): MetricSummary['min'] => toWire(finite === 0 ? last : value);
  return {
    key,
    count,
    first: toWire(first),
    last: toWire(last),
    lastStep: toWire(lastStep),
    min: of(series.min),
    max: of(series.max),
    mean: of(series.sum / finite),
  };
}
