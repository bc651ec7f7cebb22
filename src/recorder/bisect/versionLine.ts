/** The versions of a script between a good and a bad run, in the order in which they were made. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { fromWire } from '../../protocol/numbers';
import type { RunId } from '../../protocol/entities';
import type { RunFacts } from '../differences/runFacts';
import { readRunsOfScript, type ScriptRun, scriptRunOf } from '../reproduce/versions';

/** Code, command and data that runs had in common, but for seeds. */
export interface Version {
  key: string;
  /** The run that stands for it. */
  id: RunId;
  name: string;
  /** All runs of it that can be read, the oldest first. */
  runs: ScriptRun[];
}

/** Versions from that of the good run to that of the bad one. Throws a {@link UserError} where there is nothing between. */
export async function readVersions(workspace: string, good: RunFacts, bad: RunFacts): Promise<Version[]> {
  if (good.details.script === null || good.details.script !== bad.details.script) {
    throw new UserError(l10n.t('{0} and {1} are not runs of one script.', good.run.name, bad.run.name));
  }
  const runs = await readRunsOfScript(workspace, good.details.script);
  const [from, to] = [scriptRunOf(good), scriptRunOf(bad)];
  const [first, last] = [from.version, to.version];
  if (first === last) {
    throw new UserError(
      l10n.t(
        '{0} and {1} had the same code, command and data: there is no change to find.',
        good.run.name,
        bad.run.name,
      ),
    );
  }
  const version = (run: ScriptRun): Version => {
    const { id, version: key } = run;
    const alike = runs.filter((other) => other.version === key);
    return { key, id, name: run.run.name, runs: alike.length > 0 ? alike : [run] };
  };
  const line = new Map<string, Version>();
  for (const run of between(runs, from, to)) {
    const key = run.version;
    if (key !== first && key !== last && !line.has(key)) line.set(key, version(run));
  }
  return [version(from), ...line.values(), version(to)];
}

/** Last values of a metric in the finished runs of a version. */
export function valuesOf(runs: readonly Pick<RunFacts, 'details'>[], metric: string): number[] {
  return runs.flatMap(({ details }) => {
    const last = details.metrics.find(({ key }) => key === metric)?.last;
    const value = details.status === 'finished' ? fromWire(last) : undefined;
    return value === undefined || !Number.isFinite(value) ? [] : [value];
  });
}

/** Runs on code of their time. The bad run may be the older one: then the change is one for the better. */
function between(runs: readonly ScriptRun[], good: ScriptRun, bad: ScriptRun): ScriptRun[] {
  const own = runs.filter(({ run }) => run.purpose !== 'reproduction' && run.purpose !== 'bisection');
  const [from, to] = [good.details.startedAt, bad.details.startedAt];
  const inside = own.filter(
    ({ details: { startedAt } }) => startedAt > Math.min(from, to) && startedAt < Math.max(from, to),
  );
  return from <= to ? inside : inside.reverse();
}
