/** What the differences of two runs come to; the page puts it into a sentence. */
import type { MetricChange, RunChanges } from '../../src/protocol/changesApi';
import type { ChangesStrings } from '../../src/protocol/changesPage';

/** The metric that the answer is about: the first one that both runs have. */
export function judgedMetric({ metrics }: RunChanges): MetricChange | undefined {
  return metrics.find(({ verdict }) => verdict.kind !== 'incomparable');
}

/** Whether a difference is for the better; `undefined` where the metric does not tell. */
export function isBetter({ direction }: MetricChange, difference: number): boolean | undefined {
  return direction === undefined ? undefined : difference > 0 === (direction === 'higher');
}

export function isLive({ run, base }: RunChanges): boolean {
  return [run, base].some(({ status }) => status === 'running' || status === 'queued');
}

/**
 * Names of what differs, some of each kind before more of one: two params, a file and a package say more than four
 * params. The command goes without saying, as it differs with the params.
 */
export function differingNames(changes: RunChanges, strings: ChangesStrings): string[] {
  const { params, code, data, packages, machine } = changes;
  const kinds = [
    params.map(({ key }) => key),
    code.files.map(({ path }) => fileName(path)),
    data.map(({ key }) => fileName(key)),
    [packages?.python ?? [], packages?.changed ?? []].flat().map(({ key }) => key),
    [...(machine?.parts ?? []).map(({ key }) => strings.machineParts[key]), ...variables(machine)],
  ];
  const rounds = Math.max(...kinds.map((names) => names.length));
  return Array.from({ length: rounds }, (_, round) => kinds.flatMap((names) => names.slice(round, round + 1))).flat();
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function variables(machine: RunChanges['machine']): string[] {
  return machine?.variables.map(({ key }) => key) ?? [];
}

/** `= 0.03`, `< 0.001`. */
export function formatP(p: number): string {
  if (p < 0.001) return '< 0.001';
  return `= ${p < 0.1 ? Number(p.toPrecision(1)) : p.toFixed(1)}`;
}
